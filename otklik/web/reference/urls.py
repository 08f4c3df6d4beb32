"""Who answers for what and where to go: the directory, places, receptions, emergency numbers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
