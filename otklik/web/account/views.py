"""Registration, sign-in, new password: allauth's views, our pages. A POST is one transaction with its letters."""

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from otklik.people import letters
from otklik.people.queries import demo_logins
from otklik.web.account import forms
from otklik.web.errors import too_many


class _Page:
    """Context of every page with a form, and the transaction around its POST."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            answer: HttpResponse = super().post(*args, **kwargs)  # type: ignore[misc]
        return answer

    def form_invalid(self, form: django_forms.BaseForm) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        answer.status_code = 422
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        form = found.get("form")
        wrong = forms.errors(form) if form is not None else {}
        return {
            **found,
            "errors": wrong,
            "typed": forms.typed,
            "next": found.get("redirect_field_value") or "",
        }


class SignIn(_Page, allauth_views.LoginView):  # type: ignore[misc]  # allauth has no types
    template_name = "account/login.html"
    form_class = forms.SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        logins = demo_logins() if settings.DEMO else []
        return super().get_context_data(**kwargs, logins=logins, demo_password=settings.DEMO_PASSWORD)


class SignOut(views.LogoutView):
    http_method_names = ["post"]


class Register(_Page, allauth_views.SignupView):  # type: ignore[misc]
    """An e-mail that has an account gets the same answer as a new one, and another letter."""

    template_name = "account/register.html"
    form_class = forms.RegisterForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except (
            IntegrityError
        ):  # the same e-mail at the same moment: the other one was first and has its letter
            return redirect("account_email_verification_sent")


@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """«Мы отправили письмо», and the form to get it once more. Says the same whatever the address."""
    if request.method != "POST":
        return render(request, "account/sent.html", {"errors": {}, "email": ""})
    form = forms.AgainForm(request.POST)
    if not form.is_valid():
        context = {"errors": forms.errors(form), "email": forms.typed(form, "email")}
        return render(request, "account/sent.html", context, status=422)
    email = form.cleaned_data["email"]
    if not ratelimit.consume(request, action="signup"):
        return too_many(request)
    if ratelimit.consume(request, action="confirm_email", key=email):
        send_again(email)
    messages.success(request, _("Если этот адрес ждёт подтверждения, письмо придёт на него ещё раз."))
    return redirect("account_email_verification_sent")


@transaction.atomic
def send_again(email: str) -> None:
    """Queue the letter that the address waits for; nothing for an address that nobody registers."""
    waiting = EmailAddress.objects.select_related("user").filter(email=email, verified=False).last()
    if waiting:
        letters.confirm(waiting.user, to=email)


class Confirm(allauth_views.ConfirmEmailView):  # type: ignore[misc]
    """The link of the letter. Mail robots open links, so only the button confirms and signs out another account."""

    template_name = "account/confirm.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            answer: HttpResponse = super().post(*args, **kwargs)
        return answer

    def logout_other_user(self, confirmation: Any) -> None:
        if self.request.method == "POST":
            super().logout_other_user(confirmation)


class Reset(_Page, allauth_views.PasswordResetView):  # type: ignore[misc]
    template_name = "account/reset.html"


def reset_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "account/reset_sent.html")


class NewPassword(_Page, allauth_views.PasswordResetFromKeyView):  # type: ignore[misc]
    """The link of the letter; it is taken from the address at once, so that it is not left in the browser's history."""

    template_name = "account/new_password.html"
    success_url = reverse_lazy("login")

    def dispatch(self, request: HttpRequest, uidb36: str, key: str, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = super().dispatch(request, uidb36, key, **kwargs)
        answer["Cache-Control"] = "no-store"
        return answer
