"""Forms of accounts: allauth's, with the fields that a citizen has here."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.models import EmailAddress
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from otklik.kit import codes
from otklik.people import letters, names, queries
from otklik.people.models import User


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
    """By e-mail or by a confirmed phone. E-mails are kept in lower case, so they are looked up so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = {"required": _("Укажите почту или телефон.")}
        self.fields["login"] = forms.CharField(max_length=names.EMAIL_MAX, error_messages=wanted)

    def add_prefix(self, field_name: str) -> str:
        """The page calls the e-mail «username», the name under which browsers keep passwords."""
        return "username" if field_name == "login" else super().add_prefix(field_name)

    def clean_login(self) -> str:
        """A phone becomes the e-mail of its account, so that attempts are counted for the account."""
        said = str(self.cleaned_data["login"]).strip().lower()
        if "@" in said:
            return said
        try:
            return queries.email_of_phone(names.phone(said)) or said
        except ValidationError:
            return said


class RegisterForm(PersonFields, allauth_forms.SignupForm):  # type: ignore[misc]
    """`website` is a trap: people do not see it, robots fill it in (settings.ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD)."""

    rules = forms.BooleanField(
        error_messages={"required": _("Без согласия с правилами зарегистрироваться нельзя.")}
    )
    field_order = ["surname", "given_name", "patronymic", "email", "phone", "password1", "rules"]


class AgainForm(forms.Form):
    """Where the letter of confirmation is to go once more."""

    email = forms.EmailField(max_length=254)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class ConfirmCodeForm(AgainForm):
    """The code of the letter of confirmation, which may have been opened on another device."""

    code = forms.CharField(max_length=40, error_messages={"required": _("Введите код из письма.")})


class LoginCodeForm(allauth_forms.RequestLoginCodeForm):  # type: ignore[misc]
    """A code goes only to an address that is confirmed: whoever merely claims one gets none, and no account opens."""

    _user: User | None

    def clean_email(self) -> str:
        email = str(super().clean_email())
        mine = EmailAddress.objects.filter(user=self._user, email=email, verified=True)
        if self._user and not mine.exists():
            self._user = None
        return email


class LoginCodeConfirmForm(allauth_forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    """allauth hands over what it keeps in the session: the nonce, "" when no account has the address."""

    code = forms.CharField(max_length=40, error_messages={"required": _("Введите код из письма.")})

    def clean_code(self) -> str:
        said = str(self.cleaned_data["code"])
        if not self.expected_code or not codes.same(said, letters.login_code_of(self.expected_code)):
            raise ValidationError(_("Код не подходит. Проверьте его и попробуйте ещё раз."))
        return said


class PhoneForm(forms.Form):
    phone = forms.CharField(max_length=40, error_messages={"required": _("Укажите номер телефона.")})

    def clean_phone(self) -> str:
        return names.phone(self.cleaned_data["phone"])


class PhoneCodeForm(forms.Form):
    code = forms.CharField(max_length=40, error_messages={"required": _("Введите код из сообщения.")})


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
