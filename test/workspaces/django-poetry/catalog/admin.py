"""Books in the admin."""

from django.contrib import admin

from .models import Book


@admin.register(Book)
class BookAdmin(admin.ModelAdmin):
    list_display = ["title", "author", "isbn", "copies"]
    search_fields = ["title", "author", "isbn"]
