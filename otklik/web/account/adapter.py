"""What allauth asks of us: our letters instead of its own, our words, our columns of an account."""

import base64
from secrets import token_bytes
from typing import TYPE_CHECKING, Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.appeals import owners
from otklik.kit import clock, codes
from otklik.people import accounts, consents, letters, names, sessions
from otklik.people.models import SECOND_STEPS, User
from otklik.web import access
from otklik.web.account import tries
from otklik.web.api.problems import for_programs

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

PASSWORD_MAX: Final = 1000  # characters
_SAID: Final = {
    "account/messages/email_confirmed.txt": gettext_lazy("Почта подтверждена."),
    "account/messages/email_confirmation_failed.txt": gettext_lazy(
        "Эта почта уже подтверждена для другой учётной записи."
    ),
    "account/messages/password_changed.txt": gettext_lazy("Новый пароль сохранён."),
    "account/messages/password_set.txt": gettext_lazy("Новый пароль сохранён."),
    "mfa/messages/totp_activated.txt": gettext_lazy("Вход с кодом из приложения включён."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Вход с кодом из приложения выключен."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("Ключ доступа добавлен."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("Ключ доступа удалён."),
}

_WAYS: Final = {
    "reauthenticate": gettext_lazy("Ввести пароль"),
    "mfa_reauthenticate": gettext_lazy("Ввести код из приложения или запасной код"),
    "mfa_reauthenticate:webauthn": gettext_lazy("Предъявить ключ доступа"),
}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """settings.ACCOUNT_ADAPTER."""

    error_messages: Final = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy(
            "Почта, телефон или пароль не подходят. Проверьте раскладку и попробуйте ещё раз."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Слишком много попыток входа. Подождите пять минут или задайте новый пароль."
        ),
        "enter_current_password": gettext_lazy("Прежний пароль не подходит."),
        "duplicate_email": gettext_lazy("Эта почта у вас уже указана."),
        "invalid_password_reset": gettext_lazy("Ссылка неполная или устарела."),
        "incorrect_code": gettext_lazy("Код не подходит. Проверьте его и попробуйте ещё раз."),
        "incorrect_password": gettext_lazy("Пароль не подходит. Проверьте раскладку и попробуйте ещё раз."),
        "rate_limited": gettext_lazy("Слишком много попыток. Подождите пять минут и попробуйте ещё раз."),
    }

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "otklik.web.account.stages.SecondStep"}
        return [ours.get(path, path) for path in super().get_login_stages()]

    def save_user(self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True) -> User:
        said = form.cleaned_data
        parts = {part: said[part] for part in ("given_name", "patronymic", "surname")}
        for part, words in parts.items():
            setattr(user, part, words)
        user.name = names.whole(**parts)
        user.phone = said["phone"]
        saved: User = super().save_user(request, user, form, commit=commit)
        if said.get("rules"):
            consents.give(saved, consents.RULES, now=clock.now())
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
            case "login_code":
                letters.login_code(to=email, nonce=context["code"])

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """News of what was done with the account, for the case that somebody else did it."""
        match template_prefix.rpartition("/")[2]:
            case "password_reset" | "password_changed" | "password_set":
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
        """Only what we have words for: «вы вошли» is seen without them. The app has its answer, no cookie."""
        if for_programs(request):
            return
        if words := message or _SAID.get(message_template or ""):
            messages.add_message(request, level, str(words))

    def unstash_verified_email(self, request: HttpRequest) -> None:
        """An e-mail is proved by its letter only: none waits in a session, and the app has none to look into."""

    @transaction.atomic
    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """The address is proved: whoever only claimed it loses it; what was filed with it joins the account."""
        accounts.release(email_address.email, keeper_id=email_address.user_id)
        proved = bool(super().confirm_email(request, email_address))
        if proved:
            owners.take_over(email_address.user, email_address.email, now=clock.now())
        return proved

    def clean_email(self, email: str) -> str:
        return names.email(email)

    def clean_password(self, password: str, user: User | None = None) -> str:
        if len(password) > PASSWORD_MAX:
            raise forms.ValidationError(_("Пароль слишком длинный."))
        return str(super().clean_password(password, user=user))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth counts in this process, we for all of them."""
        super().pre_authenticate(request, **credentials)
        if tries.spent(tries.of_password(request, credentials["email"])):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        tries.count(tries.of_password(request, credentials["email"]))

    def login(self, request: HttpRequest, user: User) -> None:
        """The session has a new key from here on; the person sees it in the list of their own."""
        super().login(request, user)
        if not request.session.session_key:  # somebody else was signed in: all of it was thrown away
            request.session.save()
        agent = request.headers.get("User-Agent", "")
        key = str(request.session.session_key)
        sessions.begin(user_id=user.pk, key=key, ip=self.get_client_ip(request), agent=agent)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, str]]:
        """In our words."""
        return [
            {**way, "description": str(_WAYS[way["id"]])}
            for way in super().get_reauthentication_methods(user)
        ]

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(request, _("Эта учётная запись закрыта."))
        return redirect("login")

    def generate_login_code(self) -> str:
        """What allauth keeps in the session is only what the code is counted from."""
        return codes.nonce()


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """settings.MFA_ADAPTER. Secrets of apps and codes are stored encrypted: a copy of the database opens nothing."""

    error_messages: Final = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("Код или ключ не подходит. Попробуйте ещё раз."),
        "cannot_delete_authenticator": gettext_lazy("Для вашей должности второй шаг входа обязателен."),
        "cannot_generate_recovery_codes": gettext_lazy("Сначала включите второй шаг входа."),
    }

    def is_mfa_enabled(self, user: User, types: list[str] | None = None) -> bool:
        """An account that was just looked up to sign in knows it already."""
        known: bool | None = (
            getattr(user, "has_app_or_key", None) if types and set(types) == set(SECOND_STEPS) else None
        )
        return bool(super().is_mfa_enabled(user, types)) if known is None else known

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one of who must have one stays."""
        user = authenticator.user
        others = Authenticator.objects.filter(user=user, type__in=SECOND_STEPS).exclude(pk=authenticator.pk)
        return not access.second_factor_wanted(user) or bool(others.exists())

    def encrypt(self, text: str) -> str:
        return _boxes()[0].encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """With the key of today or one of settings.SECRET_KEY_FALLBACKS; else something that nobody can guess: an empty
        secret would have codes that everybody can count.
        """
        from cryptography.fernet import InvalidToken

        for box in _boxes():
            try:
                return box.decrypt(encrypted_text.encode()).decode()
            except InvalidToken:
                continue
        return base64.b32encode(token_bytes(20)).decode()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: our pages write their letters in the transaction of the change."""


def _boxes() -> "list[Fernet]":
    from cryptography.fernet import Fernet  # 6 MB that a process needs only for second steps

    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = [salted_hmac("otklik.mfa", "", secret=key, algorithm="sha256").digest() for key in keys]
    return [Fernet(base64.urlsafe_b64encode(key)) for key in made]
