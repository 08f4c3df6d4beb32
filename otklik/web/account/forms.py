"""Forms of accounts: allauth's, with the fields that a citizen has here."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from otklik.people import names


class PersonFields(forms.Form):
    """ФИО and phone, checked as `people.names` says."""

    surname = forms.CharField(max_length=names.NAME_MAX, error_messages={"required": _("Напишите фамилию.")})
    given_name = forms.CharField(max_length=names.NAME_MAX, error_messages={"required": _("Напишите имя.")})
    patronymic = forms.CharField(max_length=names.NAME_MAX, required=False)
    phone = forms.CharField(max_length=40, required=False)

    def clean_surname(self) -> str:
        return names.name(self.cleaned_data["surname"])

    def clean_given_name(self) -> str:
        return names.name(self.cleaned_data["given_name"])

    def clean_patronymic(self) -> str:
        return names.name(self.cleaned_data["patronymic"])

    def clean_phone(self) -> str:
        return names.phone(self.cleaned_data["phone"])


class SignInForm(allauth_forms.LoginForm):  # type: ignore[misc]  # allauth has no types
    """E-mails are kept in lower case, so they are looked up so."""

    def add_prefix(self, field_name: str) -> str:
        """The page calls the e-mail «username», the name under which browsers keep passwords."""
        return "username" if field_name == "login" else super().add_prefix(field_name)

    def clean_login(self) -> str:
        return str(self.cleaned_data["login"]).strip().lower()


class RegisterForm(PersonFields, allauth_forms.SignupForm):  # type: ignore[misc]
    """`website` is a trap: people do not see it, robots fill it in (settings.ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD)."""

    field_order = ["surname", "given_name", "patronymic", "email", "phone", "password1"]


class AgainForm(forms.Form):
    """Where the letter of confirmation is to go once more."""

    email = forms.EmailField(max_length=254)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


def errors(form: forms.BaseForm) -> dict[str, str]:
    """Name of the field on the page → what is wrong with it first; "" is the form as a whole."""
    return {
        form.add_prefix(name) if name in form.fields else "": str(wrong[0])
        for name, wrong in form.errors.items()
    }


def typed(form: forms.BaseForm, name: str) -> str:
    """What stands in the field; a password is never shown again."""
    value: Any = form[name].value()
    return "" if value is None else str(value)
