"""Members and loans in the admin."""

from django.contrib import admin
from django.utils import timezone

from .models import Loan, Member

admin.site.register(Member)


@admin.register(Loan)
class LoanAdmin(admin.ModelAdmin):
    list_display = ["book", "member", "due", "returned"]
    list_filter = ["returned"]
    actions = ["give_back"]

    @admin.action(description="Given back today")
    def give_back(self, request, queryset):
        queryset.filter(returned__isnull=True).update(returned=timezone.localdate())
