"""What allauth asks of us: our letters instead of its own, our words, our columns of an account."""

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.people import accounts, letters, names
from otklik.people.models import User

_SAID: Final = {
    "account/messages/email_confirmed.txt": gettext_lazy("Почта подтверждена."),
    "account/messages/email_confirmation_failed.txt": gettext_lazy(
        "Эта почта уже подтверждена для другой учётной записи."
    ),
    "account/messages/password_changed.txt": gettext_lazy("Новый пароль сохранён."),
}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """settings.ACCOUNT_ADAPTER."""

    error_messages: Final = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy(
            "Почта или пароль не подходят. Проверьте раскладку и попробуйте ещё раз."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Слишком много попыток входа. Подождите пять минут или задайте новый пароль."
        ),
        "enter_current_password": gettext_lazy("Прежний пароль не подходит."),
        "duplicate_email": gettext_lazy("Эта почта у вас уже указана."),
        "invalid_password_reset": gettext_lazy("Ссылка неполная или устарела."),
    }

    def save_user(self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True) -> User:
        said = form.cleaned_data
        parts = {part: said[part] for part in ("given_name", "patronymic", "surname")}
        for part, words in parts.items():
            setattr(user, part, words)
        user.name = names.whole(**parts)
        user.phone = said["phone"]
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters of allauth pass here; one that we have no words for is not sent."""
        match template_prefix.rpartition("/")[2]:
            case "email_confirmation" | "email_confirmation_signup":
                letters.confirm(context["user"], to=email)
            case "account_already_exists":
                letters.already_yours(to=email)
            case "password_reset_key":
                letters.reset(context["user"], to=email)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """News of what was done with the account, for the case that somebody else did it."""
        match template_prefix.rpartition("/")[2]:
            case "password_reset" | "password_changed":
                letters.password_changed(user, to=user.email)
            case "email_changed" if email and context:
                letters.email_changed(user, to=email, new=context["to_email"])

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only what we have words for: «вы вошли» is seen without them."""
        if words := _SAID.get(message_template or ""):
            messages.add_message(request, level, str(words))

    @transaction.atomic
    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """The address is proved: whoever only claimed it loses it."""
        accounts.release(email_address.email, keeper_id=email_address.user_id)
        return bool(super().confirm_email(request, email_address))

    def clean_email(self, email: str) -> str:
        if len(email) > 254:  # RFC 5321; Django's check lets longer ones pass
            raise forms.ValidationError(_("Такого адреса почты нет."))
        return email
