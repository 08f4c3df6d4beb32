"""The form of somebody who comes from elsewhere for the first time."""

from typing import Any

from allauth.socialaccount.models import SocialLogin
from django import forms
from django.utils.translation import gettext_lazy as _

from otklik.web.account.forms import PersonFields


class Finish(PersonFields):
    """Only what the other side did not say, and the e-mail, which it may have said."""

    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": _("Укажите почту: на неё приходят ответы."),
            "invalid": _("Такого адреса почты нет. Проверьте, нет ли опечатки."),
        },
    )

    def __init__(self, login: SocialLogin, said: Any = None) -> None:
        super().__init__(said, initial={"email": login.user.email})
        self.login = login
        self.named = bool(login.user.given_name and login.user.surname)
        for field in ("surname", "given_name", "patronymic", "phone") if self.named else ("phone",):
            del self.fields[field]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def taken_over(self) -> SocialLogin:
        """The record of the sign-in with what was typed."""
        for part in ("surname", "given_name", "patronymic"):
            if part in self.cleaned_data:
                setattr(self.login.user, part, self.cleaned_data[part])
        self.login.user.email = self.cleaned_data["email"]
        return self.login
