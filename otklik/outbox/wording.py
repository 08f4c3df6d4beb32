"""The words of a message: text templates of the release, one file a kind; the first line is the subject.

An administrator's words (`wordings`) go before the file of the release. `<kind>.sms.txt`, where there is one, is the
text for telephones: a title that is not sent, and one line.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

import jinja2
from django.conf import settings
from jinja2.sandbox import ImmutableSandboxedEnvironment

from otklik.look import naming
from otklik.outbox.models import Message, Wording

# (kind, language) → the words of an administrator.
Edited = Mapping[tuple[str, str], str]
_LINK: Final = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)»]")


class Words(NamedTuple):
    subject: str
    body: str

    @property
    def link(self) -> str:
        """Where the message leads: the first address in it, "" where there is none."""
        found = _LINK.search(self.body)
        return found[0] if found else ""


def in_force() -> Edited:
    """What administrators changed, newest versions only: one statement for a batch."""
    newest = Wording.objects.order_by("kind", "language", "-version").distinct("kind", "language")
    return {(row.kind, row.language): row.text for row in newest if row.text}


def text_of(message: Message, more: Mapping[str, Any] | None = None, edited: Edited | None = None) -> Words:
    """Subject and body in the message's language. more: what is made only now, as links with keys are.

    edited: see `in_force`, asked for here when it is not given. Raises jinja2.TemplateError: no such kind, or a name
    that the context has not.
    """
    known = in_force() if edited is None else edited
    shown = {**portal(message.language), "to": message.to, **message.context, **(more or {})}
    return rendered(_chosen(message, known), shown)


def subject_of(message: Message, edited: Edited) -> str:
    """For lists: needs nothing that only the moment of sending can make. The kind's name where it has no words."""
    shown = {**portal(message.language), "to": message.to, **message.context}
    try:
        head = _text(message, edited).partition("\n")[0]
        return " ".join(compiled(head).render(shown).split())
    except jinja2.TemplateError:
        return message.kind


def rendered(template: jinja2.Template, shown: Mapping[str, Any]) -> Words:
    subject, _, body = template.render(shown).partition("\n")
    return Words(" ".join(subject.split()), body.strip() + "\n")


def footer(message: Message, end: str) -> str:
    """Last lines of a letter that may be ended. end: the address that does it."""
    shown = {**portal(message.language), "end": end, "account": message.user_id is not None}
    return "\n" + template("_footer", message.language).render(shown).strip() + "\n"


@cache
def template(kind: str, language: str) -> jinja2.Template:
    """Of the release: in that language, else in Russian."""
    return environment().select_template([f"{kind}.{language}.txt", f"{kind}.txt"])


@lru_cache(maxsize=200)
def compiled(text: str) -> jinja2.Template:
    """An administrator's text; it reaches its context and nothing else."""
    return _sandbox().from_string(text)


@cache
def file_of(kind: str, language: str) -> str:
    """Text of the release. Raises jinja2.TemplateNotFound."""
    name = template(kind, language).name
    assert name and environment().loader  # noqa: S101  # from a file
    return environment().loader.get_source(environment(), name)[0]  # type: ignore[union-attr]


@cache
def kinds() -> tuple[str, ...]:
    """Every kind of message that the release knows."""
    found = {path.name for folder in _folders() for path in folder.glob("*.txt")}
    return tuple(
        sorted(re.sub(r"(\.en)?\.txt$", "", name) for name in found if ".en." not in name and name[0] != "_")
    )


def portal(language: str = "") -> dict[str, Any]:
    """What every template may name besides its own context."""
    return {
        "portal": naming.portal(language),
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
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_folders()),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701  # text/plain
        keep_trailing_newline=True,
        auto_reload=settings.DEBUG,
    )


def _chosen(message: Message, edited: Edited) -> jinja2.Template:
    kind, language = _kind(message), message.language
    text = _edited_text(kind, language, edited)
    return compiled(text) if text else template(kind, language)


def _text(message: Message, edited: Edited) -> str:
    kind, language = _kind(message), message.language
    return _edited_text(kind, language, edited) or file_of(kind, language)


def _kind(message: Message) -> str:
    by_phone = f"{message.kind}.sms"
    return by_phone if message.channel == Message.Channel.SMS and by_phone in kinds() else message.kind


def _edited_text(kind: str, language: str, edited: Edited) -> str:
    """A kind without a file in that language: Russian words of an administrator go before the Russian file."""
    if text := edited.get((kind, language)):
        return text
    return edited.get((kind, "ru"), "") if edited and template(kind, language).name == f"{kind}.txt" else ""


@cache
def _sandbox() -> jinja2.Environment:
    return ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined, autoescape=False, keep_trailing_newline=True
    )


def _folders() -> list[Any]:
    return [
        settings.BASE / package / "templates/letters"
        for package in ("outbox", "appeals", "people", "oversight", "hotline", "works", "polls", "assessment")
    ]
