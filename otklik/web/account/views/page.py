"""What the pages of accounts share."""

from typing import Any

from django import forms as django_forms
from django.db import transaction
from django.http import HttpResponse

from otklik.web.account import forms


class Page:
    """Context of every page with a form, and the transaction around its POST with its letters."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            answer: HttpResponse = super().post(*args, **kwargs)  # type: ignore[misc]
        return answer

    def form_invalid(self, form: django_forms.BaseForm) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if answer.status_code == 200:
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
