"""Questions to everybody or to the people of a place: who may vote, secret ballots, counted tables."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
