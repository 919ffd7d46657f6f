"""URLs of the project."""

from django.urls import path

from links import views

urlpatterns = [
    path("", views.index, name="index"),
    path("health", views.health, name="health"),
    path("l/<slug:code>", views.follow, name="follow"),
]
