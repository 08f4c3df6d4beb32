"""Forms of the second step. Apart from the others: with them comes what reads passkeys, 11 MB (see `urls.later`)."""

from allauth.core import context
from allauth.mfa.base import forms as code_forms
from allauth.mfa.webauthn import forms as key_forms
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from otklik.web.account import tries


class _CountedCode:
    """Wrong codes are counted for all web processes together."""

    def clean_code(self) -> str:
        some = tries.of_second_step(context.request, self.user)  # type: ignore[attr-defined]
        if tries.spent(some):
            raise ValidationError(_("Слишком много попыток. Подождите пять минут и попробуйте ещё раз."))
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except ValidationError:
            tries.count(some)
            raise


class SecondStepForm(_CountedCode, code_forms.AuthenticateForm):  # type: ignore[misc]
    pass


class AgainByCodeForm(_CountedCode, code_forms.ReauthenticateForm):  # type: ignore[misc]
    pass


class KeyForm(key_forms.AddWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(max_length=60, required=False)
