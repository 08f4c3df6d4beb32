"""Accounts. allauth leads to its pages by the names `account_…`, `mfa_…` and `usersessions_…`."""

from functools import cache
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import path

from otklik.web.access import Action, View, name_all
from otklik.web.account.views import addresses, app_enter, password, registration, security, sessions, sign_in


def later(name: str) -> View:
    """A view of `web.account.views` whose module is loaded by its first request: with passkeys come 11 MB of
    cryptography, which many web processes never need.
    """

    @cache
    def loaded() -> Any:
        module, _, view = name.partition(".")
        found: Any = getattr(import_module(f"otklik.web.account.views.{module}"), view)
        return found.as_view() if hasattr(found, "as_view") else found

    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = loaded()(request, *args, **kwargs)
        return answer

    return view


urlpatterns = [
    path("login", sign_in.SignIn.as_view(), name="login"),
    path("login", sign_in.SignIn.as_view(), name="account_login"),
    path("login/code", sign_in.AskCode.as_view(), name="account_request_login_code"),
    path("login/code/confirm", sign_in.GiveCode.as_view(), name="account_confirm_login_code"),
    path("login/passkey", later("second_step.PasskeySignIn"), name="mfa_login_webauthn"),
    path("login/second", later("second_step.SecondStep"), name="mfa_authenticate"),
    path("logout", sign_in.SignOut.as_view(), name="logout"),
    path("register", registration.Register.as_view(), name="account_signup"),
    path("register/sent", registration.sent, name="account_email_verification_sent"),
    path("register/code", registration.by_code, name="account_confirm_code"),
    path("register/confirm/<str:key>", registration.Confirm.as_view(), name="account_confirm_email"),
    path("password/reset", password.Reset.as_view(), name="account_reset_password"),
    path("password/reset/sent", password.reset_sent, name="account_reset_password_done"),
    path(
        "password/reset/<str:uidb36>/<str:key>",
        password.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
]
_own = [
    path("account/security", security.security, name="mfa_index"),
    path("account/password", password.Change.as_view(), name="account_change_password"),
    path("account/password/first", password.SetFirst.as_view(), name="account_set_password"),
    path("account/sessions", sessions.own, name="usersessions_list"),
    path("app-enter", app_enter.enter, name="app-enter"),
    path("account/email", addresses.Email.as_view(), name="account_email"),
    path("account/phone", addresses.phone, name="account_change_phone"),
    path("account/phone/code", addresses.phone_code, name="account_verify_phone"),
    path("account/app/add", later("factors.AddApp"), name="mfa_activate_totp"),
    path("account/app/remove", later("factors.RemoveApp"), name="mfa_deactivate_totp"),
    path("account/keys/add", later("factors.AddKey"), name="mfa_add_webauthn"),
    path("account/keys/<int:pk>/remove", later("factors.RemoveKey"), name="mfa_remove_webauthn"),
    path("account/codes", later("factors.recovery_codes"), name="mfa_view_recovery_codes"),
    path("account/again", later("factors.AgainByPassword"), name="account_reauthenticate"),
    path("account/again/code", later("factors.AgainByCode"), name="mfa_reauthenticate"),
    path("account/again/key", later("factors.AgainByKey"), name="mfa_reauthenticate_webauthn"),
]
name_all(urlpatterns, Action.ENTER)
name_all(_own, Action.OWN_ACCOUNT)
urlpatterns += _own
