"""Measures of support for business."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
