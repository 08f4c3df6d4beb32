"""Notifications of a person, the way out of them, the words of letters."""

from django.urls import path

from otklik.web.notices import letters, unsubscribe, views, worker

urlpatterns = [
    path("account/notifications", views.page, name="notices"),
    path("account/notifications/push", views.push_on, name="push-on"),
    path("account/notifications/push/<int:browser_id>/off", views.push_off, name="push-off"),
    path("unsubscribe/<str:token>", unsubscribe.page, name="unsubscribe"),
    path("sw.js", worker.script, name="push-worker"),
    path("staff/letters", letters.listed, name="letters"),
    path("staff/letters/<str:kind>/<str:language>", letters.edit, name="letter"),
    path("staff/letters/<str:kind>/<str:language>/restore", letters.restore, name="letter-restore"),
]
