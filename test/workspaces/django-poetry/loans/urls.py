"""URLs of the loans."""

from django.urls import path

from . import views

app_name = "loans"
urlpatterns = [path("overdue/", views.overdue, name="overdue")]
