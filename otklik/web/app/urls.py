"""The app for phones: /app/."""

from django.urls import path

from otklik.web.app import views

urlpatterns = [
    path("", views.shell, name="app"),
    path("sw.js", views.worker, name="app-worker"),
    path("manifest.webmanifest", views.manifest, name="app-manifest"),
    path("icon-<str:shape>-<int:side>.png", views.icon, name="app-icon"),
    path("install", views.install, name="app-install"),
    path("<path:screen>", views.shell, name="app-screen"),
]
