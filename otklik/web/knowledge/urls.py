"""Articles for citizens and for business: versions, search, «помогло?»."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
