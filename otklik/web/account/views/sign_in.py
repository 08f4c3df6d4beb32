"""Sign-in: by password, by a code in a letter, by passkey; and out."""

from typing import Any

from allauth.account import views as allauth_views
from allauth.core.internal import ratelimit
from allauth.mfa.base import views as mfa_views
from allauth.mfa.webauthn import views as key_views
from django.conf import settings
from django.contrib.auth import views
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from otklik.people import queries
from otklik.web.account import forms
from otklik.web.account.views.page import Page
from otklik.web.errors import too_many


class _AnyWay:
    """Whoever waits for a code may go back and sign in another way."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        return None


class SignIn(_AnyWay, Page, allauth_views.LoginView):  # type: ignore[misc]  # allauth has no types
    template_name = "account/login.html"
    form_class = forms.SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        logins = queries.demo_logins() if settings.DEMO else []
        return super().get_context_data(**kwargs, logins=logins, demo_password=settings.DEMO_PASSWORD)


class SignOut(views.LogoutView):
    http_method_names = ["post"]


class AskCode(_AnyWay, Page, allauth_views.RequestLoginCodeView):  # type: ignore[misc]
    """Says the same whether the address has an account or not."""

    template_name = "account/login_code.html"
    form_class = forms.LoginCodeForm


class GiveCode(Page, allauth_views.ConfirmLoginCodeView):  # type: ignore[misc]
    """Three tries; then a new code."""

    template_name = "account/login_code_confirm.html"
    form_class = forms.LoginCodeConfirmForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60}


class PasskeySignIn(_AnyWay, key_views.LoginWebAuthnView):  # type: ignore[misc]
    """GET gives a script the challenge, which is kept in the session; POST takes the answer."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        usage = ratelimit.consume(request, app="allauth.mfa", action="webauthn_login", limit_get=True)
        answer: HttpResponse = super().get(request, *args, **kwargs) if usage else too_many(request)
        answer["Cache-Control"] = "no-store"
        return answer

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            answer: HttpResponse = super().post(*args, **kwargs)
        return answer


class SecondStep(Page, mfa_views.AuthenticateView):  # type: ignore[misc]
    """After the password: a code of the app, a recovery code, or a key."""

    template_name = "account/second_step.html"
    form_class = forms.SecondStepForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        wrong = forms.errors(self.form) if self.form is not None else {}
        has = queries.factors(self.stage.login.user)
        return {**found, "errors": wrong, "has": has, "options": found["js_data"]["request_options"]}
