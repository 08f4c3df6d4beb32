"""The wizard's last page: is all there, and who files it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.utils.translation import gettext as _

from otklik.appeals.steps.intake import Author
from otklik.people.models import User

EMAIL_MAX = 254  # characters; longer ones are no addresses (RFC 5321) but pass Django's check


@dataclass(frozen=True, slots=True)
class Form:
    author: Author
    signed_in: bool
    missing: list[tuple[str, str]]  # (name of the wizard's page, words) still to be filled in
    errors: dict[str, str] = field(default_factory=dict)


def read(data: Mapping[str, Any], account: User | None, post: Mapping[str, str] | None) -> Form:
    missing = _missing(data)
    if account is not None:
        author = Author(name=account.name, email=account.email, account=account)
    else:
        author = Author(
            name=(post or {}).get("name", "").strip(), email=(post or {}).get("email", "").strip()
        )
    errors: dict[str, str] = {}
    if post is not None:
        errors = {} if account else _wrong(author)
        if missing:
            errors[""] = _("Сначала заполните недостающее.")
    return Form(author=author, signed_in=account is not None, missing=missing, errors=errors)


def _missing(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    pages = [
        ("wizard-topic", _("Выберите тему"), bool(data.get("topic"))),
        ("wizard-place", _("Укажите адрес"), bool(data.get("address"))),
        ("wizard-text", _("Опишите, что случилось"), bool(data.get("text_done"))),
    ]
    return [(page, words) for page, words, there in pages if not there]


def _wrong(author: Author) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not author.name:
        errors["name"] = _("Напишите, как к вам обращаться.")
    try:
        validate_email(author.email)
        MaxLengthValidator(EMAIL_MAX)(author.email)
    except ValidationError:
        errors["email"] = _(
            "Укажите адрес электронной почты, например ivan@example.ru: на него придёт ответ."
        )
    return errors
