"""Registration and the proof that an e-mail is the person's own: by the link of the letter or by its code."""

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.internal.flows.email_verification import verify_email_and_resume
from allauth.account.models import EmailConfirmationHMAC
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from otklik.web.account import forms, registering, tries
from otklik.web.account.views.page import Page
from otklik.web.errors import too_many


class Register(Page, allauth_views.SignupView):  # type: ignore[misc]  # allauth has no types
    """An e-mail that has an account gets the same answer as a new one, and another letter."""

    template_name = "account/register.html"
    form_class = forms.RegisterForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        some = tries.of_registration(request)
        if tries.spent(some):
            return too_many(request)
        tries.count(some)
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
        return _sent(request)
    form = forms.AgainForm(request.POST)
    if not form.is_valid():
        return _sent(request, again=form)
    try:
        registering.again(request, email=form.cleaned_data["email"])
    except tries.TooMany:
        return too_many(request)
    messages.success(request, _("Если этот адрес ждёт подтверждения, письмо придёт на него ещё раз."))
    return redirect("account_email_verification_sent")


@require_POST
@never_cache
def by_code(request: HttpRequest) -> HttpResponse:
    """The code of the letter, on whatever device. A wrong one and an address that waits for none: the same words."""
    form = forms.ConfirmCodeForm(request.POST)
    if not form.is_valid():
        return _sent(request, code=form)
    try:
        address = registering.waiting(request, **form.cleaned_data)
    except tries.TooMany:
        return too_many(request)
    except registering.WrongCode as wrong:
        form.add_error("code", wrong.text)
        return _sent(request, code=form)
    with transaction.atomic():
        _address, answer = verify_email_and_resume(request, EmailConfirmationHMAC(address))
    return answer or redirect("mfa_index" if request.user.is_authenticated else "login")


def _sent(
    request: HttpRequest, *, again: forms.AgainForm | None = None, code: forms.ConfirmCodeForm | None = None
) -> HttpResponse:
    wrong = code or again
    said = forms.errors(wrong) if wrong else {}
    context = {
        "errors": {"again": said["email"]} if again else said,
        "email": forms.typed(wrong, "email") if wrong else "",
        "code": forms.typed(code, "code") if code else "",
    }
    return render(request, "account/sent.html", context, status=422 if wrong else 200)


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
