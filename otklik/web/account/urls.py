"""Accounts. allauth leads to its pages by the names `account_…`."""

from django.urls import path

from otklik.web.access import Action, name_all
from otklik.web.account import views

urlpatterns = [
    path("login", views.SignIn.as_view(), name="login"),
    path("login", views.SignIn.as_view(), name="account_login"),
    path("logout", views.SignOut.as_view(), name="logout"),
    path("register", views.Register.as_view(), name="account_signup"),
    path("register/sent", views.sent, name="account_email_verification_sent"),
    path("register/confirm/<str:key>", views.Confirm.as_view(), name="account_confirm_email"),
    path("password/reset", views.Reset.as_view(), name="account_reset_password"),
    path("password/reset/sent", views.reset_sent, name="account_reset_password_done"),
    path(
        "password/reset/<str:uidb36>/<str:key>",
        views.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
]
name_all(urlpatterns, Action.ENTER)
