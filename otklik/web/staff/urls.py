"""Pages of administrators: people and their rights."""

from django.urls import path

from otklik.web.staff import (
    calendar,
    configuration,
    deeds,
    keys,
    look,
    organisations,
    start,
    terms,
    territories,
    views,
    words,
)

app_name = "staff"
urlpatterns = [
    path("", start.page, name="start"),
    path("people", views.people, name="people"),
    path("people/<int:user_id>", views.person, name="person"),
    path("organisations", organisations.page, name="organisations"),
    path("organisations/<int:representation_id>/confirm", organisations.confirm, name="organisation-confirm"),
    path("organisations/<int:representation_id>/refuse", organisations.refuse, name="organisation-refuse"),
    path("keys", keys.page, name="keys"),
    path("keys/<int:key_id>/revoke", keys.revoke, name="key-revoke"),
    path("unwanted", words.words, name="unwanted"),
    path("unwanted/<int:word_id>/drop", words.drop, name="word-drop"),
    path("configuration", configuration.page, name="configuration"),
    path("configuration/export", configuration.export, name="configuration-export"),
    path("look", look.page, name="look"),
    path("look/back", look.back, name="look-back"),
    path("territories", territories.page, name="territories"),
    path("territories/plans/<int:plan_id>", territories.plan, name="border-plan"),
    path("territories/plans/<int:plan_id>/take", territories.take, name="border-plan-take"),
    path("territories/plans/<int:plan_id>/drop", territories.drop, name="border-plan-drop"),
    path("journal", views.journal, name="journal"),
    path("deeds", deeds.page, name="deeds"),
    path("deeds.csv", deeds.file, name="deeds-file"),
    path("calendar", calendar.page, name="calendar"),
    path("terms", terms.page, name="term-rules"),
    path("terms/reckon", terms.reckon, name="term-reckon"),
]
