"""URLs of the catalogue."""

from django.urls import path

from . import views

app_name = "catalog"
urlpatterns = [
    path("", views.BookList.as_view(), name="index"),
    path("books/<str:isbn>/", views.BookDetail.as_view(), name="book"),
]
