"""The page where business begins: its categories and the ombudsman, one row that administrators change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from otklik.business import content as contents
from otklik.business.content import BadMeasure
from otklik.business.models import Front
from otklik.classifier.models import Category
from otklik.kit.kept import kept
from otklik.kit.marks import Changed
from otklik.people import changes
from otklik.people.models import User

TEXTS: Final = {"name": 150, "post": 200, "address": 300, "hours": 300, "words": 2000}
# Until an administrator says otherwise: codes of the classifier that the release brings.
CATEGORIES: Final = ("business", "economy", "trade")


@dataclass(frozen=True, slots=True)
class Ombudsman:
    """In the reader's language; name "" while nobody has written it down."""

    name: str = ""
    post: str = ""
    address: str = ""
    hours: str = ""
    words: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Whole:
    categories: tuple[str, ...]
    ombudsman: Mapping[str, Mapping[str, str]]
    phone: str
    email: str
    url: str
    version: int  # 0: nobody has written anything

    def spoken(self, language: str) -> Ombudsman:
        words = self.ombudsman.get(language) or self.ombudsman.get(settings.LANGUAGE_CODE) or {}
        return Ombudsman(**words, phone=self.phone, email=self.email, url=self.url)


@kept(60)
def front() -> Whole:
    return read()


def read() -> Whole:
    """As it is now. One statement."""
    row = Front.objects.filter(pk=1).first()
    if row is None:
        return Whole(CATEGORIES, {}, "", "", "", 0)
    return Whole(tuple(row.categories), row.ombudsman, row.phone, row.email, row.url, row.version)


def is_business(category: str) -> bool:
    return category in front().categories


@dataclass(slots=True)
class Typed:
    categories: Sequence[str]
    ombudsman: dict[str, dict[str, str]]
    phone: str = ""
    email: str = ""
    url: str = ""


@transaction.atomic
def keep(typed: Typed, *, base: int | None, by: User | None, now: datetime) -> bool:
    """Whether anything changed. base: the version that was edited; None overwrites. Raises BadMeasure, Changed."""
    wrong: dict[str, str] = {}
    known = set(Category.objects.values_list("code", flat=True))
    if unknown := [code for code in typed.categories if code not in known]:
        wrong["categories"] = _("Категории с кодом «%(code)s» нет.") % {"code": unknown[0][:64]}
    values: dict[str, Any] = {
        "categories": list(dict.fromkeys(typed.categories)),
        "ombudsman": contents.texts_of(typed.ombudsman, TEXTS, (), wrong),
        **contents.contacts(typed.phone, typed.email, typed.url, wrong),
    }
    if wrong:
        raise BadMeasure(wrong)
    row = Front.objects.select_for_update().filter(pk=1).first()
    before = {name: getattr(row, name) for name in values} if row else None
    if before == values:
        return False
    if base is not None and (row.version if row else 0) != base:
        raise Changed(
            _(
                "Пока вы писали, страницу сохранил кто-то ещё. Ваш текст остался в форме: сравните и сохраните."
            )
        )
    row = row or Front(version=0)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    changes.write(by=by, what="business:front", before=before, after=values, now=now)
    transaction.on_commit(front.again)
    return True
