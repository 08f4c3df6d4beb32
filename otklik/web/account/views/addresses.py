"""Another e-mail, another phone: the new one is proved first, and the e-mail that was there is told."""

from typing import Any, Final

from allauth.account import views as allauth_views
from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from otklik.kit import clock, codes
from otklik.people import accounts, letters
from otklik.people.models import User
from otklik.web import access
from otklik.web.access import PersonRequest
from otklik.web.account import forms, tries
from otklik.web.account.views.page import Page
from otklik.web.errors import too_many

_WAITS: Final = "otklik_phone"  # in the session: {"phone", "nonce", "until", "tries"}
_MINUTES: Final = 10
_TRIES: Final = 3


class Email(Page, allauth_views.EmailView):  # type: ignore[misc]  # allauth has no types
    """Says the same whether the new address has an account or not; then the letter decides."""

    template_name = "account/email.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        new = found["new_emailaddress"]
        return {**found, "waiting": new.email if new else "", "now": self.request.user.email}


@access.own_account
@never_cache
@reauthentication_required(app="allauth.account", allow_get=True)  # type: ignore[untyped-decorator]
def phone(request: PersonRequest) -> HttpResponse:
    """Send a code to the new number; nothing is changed until it comes back."""
    user = request.user
    form = forms.PhoneForm(request.POST if request.method == "POST" else {"phone": user.phone})
    if request.method != "POST":
        return _phone_page(request, user, form, status=200)
    if not form.is_valid():
        return _phone_page(request, user, form)
    number = form.cleaned_data["phone"]
    if number == user.phone and user.phone_confirmed_at:
        form.add_error("phone", _("Этот номер у вас уже подтверждён."))
        return _phone_page(request, user, form)
    some = tries.of_sms(request, user.pk, number)
    if tries.spent(some):
        return too_many(request)
    tries.count(some)
    until = clock.now().timestamp() + _MINUTES * 60
    waits = {"phone": number, "nonce": codes.nonce(), "until": until, "tries": 0}
    request.session[_WAITS] = waits
    letters.phone_code(user, to=number, nonce=str(waits["nonce"]))
    return redirect("account_verify_phone")


@access.own_account
@never_cache
def phone_code(request: PersonRequest) -> HttpResponse:
    """The code of the SMS: three tries, ten minutes."""
    waits = request.session.get(_WAITS)
    if not waits or waits["until"] < clock.now().timestamp():
        return _phone_anew(request, _("Код устарел. Запросите новый.") if waits else "")
    if request.method != "POST":
        return _code_page(request, waits, forms.PhoneCodeForm())
    form = forms.PhoneCodeForm(request.POST)
    if not form.is_valid():
        return _code_page(request, waits, form, status=422)
    number, nonce = waits["phone"], waits["nonce"]
    if not codes.same(
        form.cleaned_data["code"], letters.phone_code_of(request.user.pk, phone=number, nonce=nonce)
    ):
        waits["tries"] += 1
        request.session[_WAITS] = waits
        if waits["tries"] >= _TRIES:
            return _phone_anew(request, _("Код введён неверно три раза. Запросите новый."))
        form.add_error("code", _("Код не подходит. Проверьте его и попробуйте ещё раз."))
        return _code_page(request, waits, form, status=422)
    accounts.confirm_phone(request.user, phone=number, now=clock.now())
    del request.session[_WAITS]
    messages.success(request, _("Телефон подтверждён."))
    return redirect("mfa_index")


def _phone_page(request: HttpRequest, user: User, form: forms.PhoneForm, status: int = 422) -> HttpResponse:
    context = {
        "errors": forms.errors(form) if status == 422 else {},
        "typed": forms.typed(form, "phone"),
        "confirmed": user.phone if user.phone_confirmed_at else "",
    }
    return render(request, "account/phone.html", context, status=status)


def _code_page(
    request: HttpRequest, waits: dict[str, Any], form: forms.PhoneCodeForm, status: int = 200
) -> HttpResponse:
    context = {"errors": forms.errors(form) if form.is_bound else {}, "phone": waits["phone"]}
    return render(request, "account/phone_code.html", {**context, "minutes": _MINUTES}, status=status)


def _phone_anew(request: HttpRequest, why: str) -> HttpResponse:
    request.session.pop(_WAITS, None)
    if why:
        messages.error(request, why)
    return redirect("account_change_phone")
