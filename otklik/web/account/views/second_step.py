"""Sign-in by passkey, and the second step after a password."""

from typing import Any

from allauth.core.internal import ratelimit
from allauth.mfa.base import views as mfa_views
from allauth.mfa.webauthn import views as key_views
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from otklik.people import queries
from otklik.web.account import factor_forms, forms
from otklik.web.account.views.page import Page
from otklik.web.account.views.sign_in import AnyWay
from otklik.web.errors import too_many


class PasskeySignIn(AnyWay, key_views.LoginWebAuthnView):  # type: ignore[misc]
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
    form_class = factor_forms.SecondStepForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        wrong = forms.errors(self.form) if self.form is not None else {}
        has = queries.factors(self.stage.login.user)
        return {**found, "errors": wrong, "has": has, "options": found["js_data"]["request_options"]}
