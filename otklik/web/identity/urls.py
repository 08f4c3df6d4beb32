"""Outside identity. allauth leads to two of them by its names `socialaccount_…`; its own pages have no address here."""

from django.urls import path

from otklik.web.access import Action, name_all
from otklik.web.identity import views

urlpatterns = [
    path("login/with/<slug:provider>", views.start, name="identity_start"),
    path("login/with/<slug:provider>/callback", views.back, name="identity_back"),
    path("login/finish", views.finish, name="socialaccount_signup"),
    path("login/finish/sent", views.sent, name="identity_sent"),
    path("login/finish/<str:token>", views.prove, name="identity_prove"),
    path("account/identities", views.own, name="socialaccount_connections"),
    path("account/identities/<int:identity_id>/drop", views.drop, name="identity_drop"),
]
name_all(urlpatterns, Action.ENTER)
