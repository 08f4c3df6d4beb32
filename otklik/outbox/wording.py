"""The words of a message: text templates of the release, one file a kind; the first line is the subject."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import jinja2
from django.conf import settings

from otklik.outbox.models import Message


def text_of(message: Message, more: Mapping[str, Any] | None = None) -> tuple[str, str]:
    """Subject and body in the message's language. more: what is made only now, as links with keys are.

    Raises jinja2.TemplateError: no such kind, or a name that the context has not.
    """
    shown = {**portal(), "to": message.to, **message.context, **(more or {})}
    subject, _, body = template(message.kind, message.language).render(shown).partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"


def template(kind: str, language: str) -> jinja2.Template:
    """In that language, else in Russian."""
    return environment().select_template([f"{kind}.{language}.txt", f"{kind}.txt"])


def portal() -> dict[str, Any]:
    """What every template may name besides its own context."""
    return {
        "portal": settings.PORTAL_NAME,
        "base": settings.BASE_URL,
        "moderation_hours": settings.MODERATION_HOURS,
        "question_days": settings.QUESTION_DAYS,
        "confirm_days": settings.CONFIRM_DAYS,
        "close_days": settings.CLOSE_AFTER_DAYS,
        "reset_hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
    }


@cache
def environment() -> jinja2.Environment:
    """Plain text, so nothing is escaped; a missing name is an error."""
    folders = [settings.BASE / package / "templates/letters" for package in ("outbox", "appeals", "people")]
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701  # text/plain
        keep_trailing_newline=True,
    )
