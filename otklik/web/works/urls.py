"""Planned works and outages by address: authorities tell of them before anybody has to complain."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
