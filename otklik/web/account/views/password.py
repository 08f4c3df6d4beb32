"""A new password: by the letter's link, or with the old one at hand. Whatever else is signed in is signed out."""

from typing import Any

from allauth.account import views as allauth_views
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse_lazy

from otklik.people import sessions
from otklik.web.account.views.page import Page


class Reset(Page, allauth_views.PasswordResetView):  # type: ignore[misc]  # allauth has no types
    template_name = "account/reset.html"


def reset_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "account/reset_sent.html")


class NewPassword(Page, allauth_views.PasswordResetFromKeyView):  # type: ignore[misc]
    """The link of the letter; it is taken from the address at once, so that it is not left in the browser's history."""

    template_name = "account/new_password.html"
    success_url = reverse_lazy("login")

    def dispatch(self, request: HttpRequest, uidb36: str, key: str, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = super().dispatch(request, uidb36, key, **kwargs)
        answer["Cache-Control"] = "no-store"
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        sessions.end_all(self.reset_user.pk)
        return answer


class _EndsOthers(Page):
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        request: HttpRequest = self.request  # type: ignore[attr-defined]
        was = request.session.session_key or ""
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        sessions.end_others(request.user.pk or 0, was=was, now=request.session.session_key or "")
        return answer


class Change(_EndsOthers, allauth_views.PasswordChangeView):  # type: ignore[misc]
    template_name = "account/password.html"


class SetFirst(_EndsOthers, allauth_views.PasswordSetView):  # type: ignore[misc]
    """For an account that came from outside and has none yet."""

    template_name = "account/password_first.html"
