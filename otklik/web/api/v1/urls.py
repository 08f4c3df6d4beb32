"""For programs: /api/v1/."""

from django.urls import path

from otklik.web.api.v1 import calls, nearby

urlpatterns = [
    path("nearby", nearby.nearby, name="nearby"),
    path("calls", calls.calls, name="calls"),
]
