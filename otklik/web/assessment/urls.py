"""What people say of their municipality once a year, and which ratings are set aside."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
