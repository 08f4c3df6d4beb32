"""Sign-in by password, by a code in a letter; and out."""

from typing import Any

from allauth.account import views as allauth_views
from django.conf import settings
from django.contrib.auth import views
from django.http import HttpRequest

from otklik.people import queries
from otklik.web.account import forms
from otklik.web.account.views.page import Page


class AnyWay:
    """Whoever waits for a code may go back and sign in another way."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        return None


class SignIn(AnyWay, Page, allauth_views.LoginView):  # type: ignore[misc]  # allauth has no types
    template_name = "account/login.html"
    form_class = forms.SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        logins = queries.demo_logins() if settings.DEMO else []
        return super().get_context_data(**kwargs, logins=logins, demo_password=settings.DEMO_PASSWORD)


class SignOut(views.LogoutView):
    http_method_names = ["post"]


class AskCode(AnyWay, Page, allauth_views.RequestLoginCodeView):  # type: ignore[misc]
    """Says the same whether the address has an account or not."""

    template_name = "account/login_code.html"
    form_class = forms.LoginCodeForm


class GiveCode(Page, allauth_views.ConfirmLoginCodeView):  # type: ignore[misc]
    """Three tries; then a new code."""

    template_name = "account/login_code_confirm.html"
    form_class = forms.LoginCodeConfirmForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60}
