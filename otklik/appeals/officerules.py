"""How a body works at its desk, as its head decides: who signs, which words answers begin with."""

from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from otklik.appeals.models import DeskRules, ReplyTemplate
from otklik.appeals.rules import number as numbers
from otklik.kit.errors import Refusal

TITLE_MAX: Final = 100  # characters
TEXT_MAX: Final = 5000
MOST: Final = 100  # templates of one body


@dataclass(frozen=True, slots=True)
class Template:
    id: int
    title: str
    text: str  # may name {number}, {topic}, {address}


class BadTemplate(Refusal):
    """Without a title or words, too long, or a title that is taken; `text` says which."""

    code = "bad_template"
    status = 422


def signs(authority_id: int) -> bool:
    """Whether the head signs answers before they are published."""
    return DeskRules.objects.filter(authority=authority_id, signs=True).exists()


def sign(authority_id: int, *, wanted: bool) -> None:
    """From the next answer on; one that waits to be signed still does."""
    DeskRules.objects.update_or_create(authority_id=authority_id, defaults={"signs": wanted})


def templates(authority_id: int) -> list[Template]:
    """By title."""
    rows = ReplyTemplate.objects.filter(authority=authority_id).order_by("title")
    return [Template(*row) for row in rows.values_list("pk", "title", "text")[:MOST]]


def filled(text: str, *, number: str, topic: str, address: str) -> str:
    """The template's words with the values of the appeal that they name."""
    said = {"{number}": numbers.spoken(number), "{topic}": topic, "{address}": address}
    for name, value in said.items():
        text = text.replace(name, value)
    return text


def keep(authority_id: int, template_id: int | None, *, title: str, text: str) -> None:
    """A new template, or this one changed. Raises BadTemplate, ReplyTemplate.DoesNotExist."""
    title, text = " ".join(title.split()), text.replace("\r\n", "\n").strip()
    if not title or not text:
        raise BadTemplate(_("Заполните название и текст шаблона."))
    if len(title) > TITLE_MAX or len(text) > TEXT_MAX:
        most = {"title": TITLE_MAX, "text": TEXT_MAX}
        raise BadTemplate(_("Слишком длинно: в названии до %(title)d знаков, в тексте до %(text)d.") % most)
    row = ReplyTemplate(authority_id=authority_id)
    if template_id is not None:
        row = ReplyTemplate.objects.get(pk=template_id, authority=authority_id)
    elif len(templates(authority_id)) == MOST:
        raise BadTemplate(_("Шаблонов уже %(n)d. Уберите лишние.") % {"n": MOST})
    row.title, row.text = title, text
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as e:
        raise BadTemplate(_("Шаблон с таким названием уже есть.")) from e


def drop(authority_id: int, template_id: int) -> None:
    """A repeat does nothing."""
    ReplyTemplate.objects.filter(pk=template_id, authority=authority_id).delete()
