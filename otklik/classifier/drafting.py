"""The draft of the classifier: objects are put in, put in order, taken back. `publishing` makes it the one in force."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from otklik.classifier import content
from otklik.classifier.content import Key, One
from otklik.classifier.imports import COLUMNS
from otklik.classifier.models import Category, ClassifierDraft, Topic
from otklik.kit.errors import Refusal
from otklik.kit.importing import BadValue, Row
from otklik.kit.marks import Changed, mark
from otklik.kit.slugs import slug
from otklik.people.models import User

_LOCK: Final = 7_310_452  # advisory: one puts, publishes or returns at a time
TITLE_MAX: Final = 150  # of a category


class BadObject(Refusal):
    code = "bad_object"
    status = 422

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)  # by name of the field


class InUse(Refusal):
    code = "in_use"


def planned() -> dict[Key, One]:
    """The classifier as the draft makes it. Three statements."""
    return content.with_draft(content.live(), content.drafts())


def mark_of(rows: Iterable[ClassifierDraft]) -> str:
    return mark([[row.kind, row.code, row.was, row.becomes] for row in rows])


def read_topic(typed: Mapping[str, Any]) -> tuple[One, dict[str, str]]:
    """Values of a topic, and what is wrong, by name of the field. typed: as a file has it."""
    row, values, errors = Row(0, typed), dict[str, Any](), dict[str, str]()
    for name, read in COLUMNS.items():
        try:
            values[name] = read(row)
        except BadValue as wrong:
            errors[name] = wrong.text[:1].upper() + wrong.text[1:] + "."
    if not typed.get("kinds"):
        errors["kinds"] = _("Отметьте, о чём можно писать: хотя бы одно.")
    return values, errors


@transaction.atomic
def put_topic(*, code: str, typed: Mapping[str, Any], shown: str, by: User, now: datetime) -> str:
    """Draft a topic; code "": a new one, which gets a code out of its title. Returns the code.

    shown: the mark of what the form showed ("" of a new one). Raises BadObject, Changed.
    """
    lock()
    there = planned()
    was = _asked(there, ("topic", code), shown) if code else None
    values, errors = read_topic(typed)
    category = str(typed.get("category", ""))
    if ("category", category) not in there:
        errors["category"] = _("Выберите категорию.")
    same = [
        one
        for one in content.topics(there, category)
        if one["title"] == values.get("title") and one["code"] != code
    ]
    if same:
        errors["title"] = _("Такая тема в этой категории уже есть.")
    if errors:
        raise BadObject(errors)
    made = code or slug(values["title"], taken={code for _kind, code in there} | _known("topic"))
    if was is None:
        values["order"] = max((one["order"] for one in content.topics(there, category)), default=0) + 10
    put({("topic", made): {"code": made, "category": category, **values}}, by, now)
    return made


@transaction.atomic
def put_category(*, code: str, title: str, active: bool, shown: str, by: User, now: datetime) -> str:
    """Draft a category; code "": a new one at the end. Returns the code. Raises BadObject, Changed."""
    lock()
    there, title = planned(), " ".join(title.split())
    was = _asked(there, ("category", code), shown) if code else None
    if not 1 <= len(title) <= TITLE_MAX:
        raise BadObject({"title": _("Напишите название: до %(n)d знаков.") % {"n": TITLE_MAX}})
    rows = content.categories(there)
    if any(one["title"] == title and one["code"] != code for one in rows):
        raise BadObject({"title": _("Такая категория уже есть.")})
    made = code or slug(title, taken={code for _kind, code in there} | _known("category"))
    order = was["order"] if was else max((one["order"] for one in rows), default=0) + 10
    becomes = {"code": made, "title": title, "order": order, "active": active}
    put({("category", made): becomes}, by, now)
    return made


@transaction.atomic
def delete_category(*, code: str, by: User, now: datetime) -> None:
    """Only an empty one: a topic is never deleted. A repeat does nothing. Raises InUse."""
    lock()
    there = planned()
    if ("category", code) not in there:
        return
    if content.topics(there, code) or Topic.objects.filter(category__code=code).exists():
        raise InUse(_("В категории есть темы: перенесите их в другую или выключите категорию."))
    put({("category", code): None}, by, now)


@transaction.atomic
def reorder(*, kind: str, category: str, codes: list[str], by: User, now: datetime) -> None:
    """Categories, or topics of a category, in this order. Raises Changed: the list has others by now."""
    lock()
    there = planned()
    rows = content.categories(there) if kind == "category" else content.topics(there, category)
    known = {one["code"]: one for one in rows}
    if sorted(known) != sorted(codes):
        raise Changed(_("Список изменился, пока вы его переставляли. Откройте страницу заново."))
    orders = {code: place * 10 for place, code in enumerate(codes, start=1)}
    others = {(kind, c): {**known[c], "order": o} for c, o in orders.items() if known[c]["order"] != o}
    put(others, by, now)


def moved(codes: list[str], code: str, step: int) -> list[str]:
    """`codes` with `code` so many places further; at the ends it stays."""
    if code not in codes:
        return codes
    rest = [one for one in codes if one != code]
    place = min(max(codes.index(code) + step, 0), len(rest))
    return [*rest[:place], code, *rest[place:]]


def take_back(ids: Iterable[int]) -> None:
    """Rows of the draft by id. A repeat does nothing."""
    ClassifierDraft.objects.filter(pk__in=list(ids)).delete()


def drop() -> None:
    ClassifierDraft.objects.all().delete()


def _asked(there: Mapping[Key, One], key: Key, shown: str) -> One:
    """The object that a form edits. Raises Changed."""
    one = there.get(key)
    if one is None or mark(one) != shown:
        raise Changed(
            _(
                "Пока вы правили, это изменил другой администратор. Сверьтесь с черновиком и сохраните ещё раз."
            )
        )
    return one


def put(given: Mapping[Key, One | None], by: User, now: datetime) -> None:
    """What is in force already leaves the draft."""
    there, made = content.live(), list[ClassifierDraft]()
    for key, becomes in given.items():
        kind, code = key
        if there.get(key) == becomes:
            ClassifierDraft.objects.filter(kind=kind, code=code).delete()
        else:
            row = {"kind": kind, "code": code, "was": there.get(key), "becomes": becomes}
            made.append(ClassifierDraft(**row, by=by, at=now))
    ClassifierDraft.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["kind", "code"],
        update_fields=["was", "becomes", "by", "at"],
    )


def _known(kind: str) -> set[str]:
    model = Topic if kind == "topic" else Category
    return set(model.objects.values_list("code", flat=True))


def lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
