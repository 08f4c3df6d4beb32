"""What guards an account besides its password: apps with codes, keys, recovery codes."""

import base64
from typing import Any

from allauth.account import views as allauth_views
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes.internal import flows as code_flows
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as key_views
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from otklik.people import letters, queries
from otklik.web import access
from otklik.web.access import PersonRequest
from otklik.web.account import factor_forms
from otklik.web.account.adapter import MfaAdapter
from otklik.web.account.views.page import Page


class AddApp(Page, totp_views.ActivateTOTPView):  # type: ignore[misc]  # allauth has no types
    template_name = "account/app_add.html"

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        letters.factor_changed(self.request.user, what="app-on")
        return answer


class RemoveApp(Page, totp_views.DeactivateTOTPView):  # type: ignore[misc]
    template_name = "account/app_remove.html"

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        letters.factor_changed(self.request.user, what="app-off")
        return answer


class AddKey(Page, key_views.AddWebAuthnView):  # type: ignore[misc]
    """The page carries the challenge; a script makes the key and posts it."""

    template_name = "account/key_add.html"
    form_class = factor_forms.KeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        return {**found, "options": found["js_data"]["creation_options"]}

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        letters.factor_changed(self.request.user, what="key-on")
        return answer


class RemoveKey(Page, key_views.RemoveWebAuthnView):  # type: ignore[misc]
    template_name = "account/key_remove.html"
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        if not MfaAdapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, str(MfaAdapter.error_messages["cannot_delete_authenticator"]))
            return redirect("mfa_index")
        answer: HttpResponse = super().form_valid(form)
        letters.factor_changed(self.request.user, what="key-off")
        return answer


@access.own_account
@never_cache
@reauthentication_required(app="allauth.mfa", allow_get=True)  # type: ignore[untyped-decorator]
def recovery_codes(request: PersonRequest) -> HttpResponse:
    """GET says how many are left; POST makes new ones and shows them, this once."""
    if request.method != "POST":
        return render(request, "account/codes.html", {"codes": [], "factors": queries.factors(request.user)})
    if not queries.has_second_factor(request.user):
        messages.error(request, str(MfaAdapter.error_messages["cannot_generate_recovery_codes"]))
        return redirect("mfa_index")
    with transaction.atomic():
        made = code_flows.generate_recovery_codes(request).wrap()
        made.mark_as_viewed()
        letters.factor_changed(request.user, what="codes")
    codes = made.get_unused_codes()
    text = "\n".join((_("Запасные коды, каждый на один вход:"), *codes, ""))
    file = "data:text/plain;charset=utf-8;base64," + base64.b64encode(text.encode()).decode()
    return render(request, "account/codes.html", {"codes": codes, "file": file})


class _Again(Page):
    """Before what matters the person proves once more who they are."""

    template_name = "account/again.html"
    way = "password"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "way": self.way}


class AgainByPassword(_Again, allauth_views.ReauthenticateView):  # type: ignore[misc]
    pass


class AgainByCode(_Again, mfa_views.ReauthenticateView):  # type: ignore[misc]
    form_class = factor_forms.AgainByCodeForm
    way = "code"


@method_decorator(never_cache, name="dispatch")
class AgainByKey(_Again, key_views.ReauthenticateWebAuthnView):  # type: ignore[misc]
    way = "key"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        return {**found, "options": found["js_data"]["request_options"]}

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, str(MfaAdapter.error_messages["incorrect_code"]))
        return redirect(self.passthrough_next_url(self.request.path))
