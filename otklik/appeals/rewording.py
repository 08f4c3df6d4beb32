"""Ready words are changed: checked, only added, the newest in force; back to an earlier version or to the release's."""

import re
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from otklik.appeals import ready
from otklik.appeals.lifecycle import RefusalReason
from otklik.appeals.models import ReadyWords
from otklik.appeals.ready import Words
from otklik.kit.errors import Refusal
from otklik.kit.marks import Changed
from otklik.kit.slugs import slug
from otklik.people import changes
from otklik.people.models import User

TITLE_MAX: Final = 150
TEXT_MAX: Final = 4_000
_CODE: Final = re.compile(r"[a-z0-9_-]{1,40}")
_LOCK: Final = 7_310_453  # advisory: one writes at a time


# Set by the portal itself, or the only one left for what no other says.
_ALWAYS: Final = ready.NOT_BY_HAND | {RefusalReason.OTHER.value}


class BadWords(Refusal):
    code = "bad_words"
    status = 422

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


class NoSuchWords(Refusal):
    code = "no_such_words"
    status = 404


def current(kind: str, code: str, language: str) -> Words:
    """What is in force, asked now. Raises NoSuchWords."""
    check(kind, language)
    found = {one.code: one for one in ready.every(kind, language, ready.newest())}
    if code not in found:
        raise NoSuchWords(_("Таких слов нет."))
    return found[code]


def check(kind: str, language: str) -> None:
    """Raises NoSuchWords."""
    if kind not in ready.KINDS or language not in dict(settings.LANGUAGES):
        raise NoSuchWords(_("Таких слов нет."))


@transaction.atomic
def add(*, kind: str, title: str, text: str, by: User, now: datetime) -> str:
    """A new question or answer, in Russian; reasons are the program's. Returns its code. Raises BadWords."""
    _lock()
    check(kind, "ru")
    if kind == ready.REFUSAL:
        raise NoSuchWords(_("Причины отказа добавить нельзя: их коды заданы программой."))
    there = ready.every(kind, "ru", ready.newest())
    title, text = _checked(kind, title, text)
    if any(one.title == title for one in there):
        raise BadWords("title", _("Такое название уже есть."))
    code = slug(title, taken={one.code for one in there}, longest=40)
    order = max((one.order for one in there), default=0) + 10
    _write(Words(kind, code, title, text, True, order), "ru", None, by=by, now=now)
    return code


@transaction.atomic
def save(*, words: Words, language: str, shown: int, by: User, now: datetime) -> bool:
    """The next version of these words; False: nothing to change. shown: the version that the form showed.

    Raises BadWords, NoSuchWords, Changed.
    """
    _lock()
    there = current(words.kind, words.code, language)
    if _version(words.kind, words.code, language) != shown:
        raise Changed(
            _("Пока вы правили, эти слова изменил другой администратор. Посмотрите, что там теперь.")
        )
    title, text = _checked(words.kind, words.title, words.text)
    _check_switch(words)
    if (there.title, there.text, there.active) == (title, text, words.active):
        return False
    _write(
        Words(words.kind, words.code, title, text, words.active, there.order), language, there, by=by, now=now
    )
    return True


@transaction.atomic
def restore(*, kind: str, code: str, language: str, version: int, by: User, now: datetime) -> None:
    """The words of that version again, 0: those of the release. Raises NoSuchWords."""
    _lock()
    there = current(kind, code, language)
    if version == 0:
        if code not in ready.of_release(kind, language):
            raise NoSuchWords(_("У выпуска портала таких слов нет."))
        words, back = ready.of_release(kind, language)[code], True
    else:
        row = ReadyWords.objects.filter(kind=kind, code=code, language=language, version=version).first()
        if row is None or row.of_release:
            raise NoSuchWords(_("Такой версии нет."))
        words, back = Words(kind, code, row.title, row.text, row.active, row.order), False
    _write(words, language, there, by=by, now=now, of_release=back)


def history(kind: str, code: str, language: str) -> list[ReadyWords]:
    """Newest first, a hundred at most."""
    rows = ReadyWords.objects.filter(kind=kind, code=code, language=language).select_related("by")
    return list(rows.order_by("-version")[:100])


@transaction.atomic
def bring(*, words: Words, language: str, by: User | None, now: datetime) -> bool:
    """Words of another portal under their code; False: they are so already. Raises BadWords, NoSuchWords."""
    _lock()
    check(words.kind, language)
    known = ready.of_release(words.kind, language).get(words.code)
    if known is None and (words.kind == ready.REFUSAL or not _CODE.fullmatch(words.code)):
        raise NoSuchWords(_("Таких слов нет."))
    there = ready.newest().get((words.kind, words.code, language), known)
    title, text = _checked(words.kind, words.title, words.text)
    _check_switch(words)
    said = (title, text, words.active, words.order)
    if there and (there.title, there.text, there.active, there.order) == said:
        return False
    _write(Words(words.kind, words.code, *said), language, there, by=by, now=now)
    return True


def _check_switch(words: Words) -> None:
    """Raises BadWords."""
    if not words.active and words.kind == ready.REFUSAL and words.code in _ALWAYS:
        raise BadWords("active", _("Эту причину выключить нельзя: без неё портал не обойдётся."))


def _checked(kind: str, title: str, text: str) -> tuple[str, str]:
    title, text = " ".join(title.split()), text.replace("\r\n", "\n").strip()
    if not 1 <= len(title) <= TITLE_MAX:
        raise BadWords("title", _("Напишите название: до %(n)d знаков.") % {"n": TITLE_MAX})
    if len(text) > TEXT_MAX or (not text and kind != ready.REFUSAL):
        raise BadWords("text", _("Напишите текст: до %(n)d знаков.") % {"n": TEXT_MAX})
    return title, text


def _version(kind: str, code: str, language: str) -> int:
    """0: nobody ever changed them."""
    rows = ReadyWords.objects.filter(kind=kind, code=code, language=language).order_by("-version")
    return rows.values_list("version", flat=True).first() or 0


def _write(
    words: Words,
    language: str,
    before: Words | None,
    *,
    by: User | None,
    now: datetime,
    of_release: bool = False,
) -> None:
    said = {"title": words.title, "text": words.text, "active": words.active}
    ReadyWords.objects.create(
        kind=words.kind, code=words.code, language=language, order=words.order, by=by, at=now, of_release=of_release,
        version=_version(words.kind, words.code, language) + 1, **said,
    )  # fmt: skip
    was = {"title": before.title, "text": before.text, "active": before.active} if before else None
    changes.write(by=by, what=f"words:{words.kind}/{words.code}/{language}", before=was, after=said, now=now)
    ready.edited.answers.clear()


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
