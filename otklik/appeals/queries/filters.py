"""What a reader narrows the public appeals to. The address of the page is the whole of it: read, checked, written back.

Lists, the map, the search and the tables of statistics share it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from otklik.appeals import public
from otklik.appeals.lifecycle import ANSWERED, PUBLIC, Kind, State
from otklik.appeals.models import Appeal
from otklik.appeals.queries import names
from otklik.kit.errors import Refusal
from otklik.places import queries as places

TABS: Final = (*(kind.value for kind in Kind), "answers")
ALL: Final = "all"  # of every kind: maps and searches begin with it
STAGES: Final = tuple(state.value for state in State if state in PUBLIC)
SORTS: Final = ("date", "heat", "category")
OWED: Final = (State.SENDING, State.REGISTERED)  # the authority owes an answer
_KINDS: Final = tuple(kind.value for kind in Kind)
_FIRST: Final = date(1990, 1, 1)
_LAST: Final = date(2199, 12, 31)


class BadFilter(Refusal):
    """The address asks for something that there is not. field: whose value it is."""

    code = "bad_filter"
    status = 400

    def __init__(self, field: str, text: str, options: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(text)
        self.field = field
        self.options = options  # (value, label) of `settlement`: one of them was meant


@dataclass(frozen=True, slots=True)
class Filter:
    """Empty values narrow nothing. Codes and ids are known ones."""

    tab: str = TABS[0]  # one of TABS, or ALL
    kind: str = ""  # in «Решения» and ALL only: elsewhere the tab says it
    category: str = ""  # code
    topic: str = ""  # code; its category is given with it
    settlement: int = 0  # id
    area: str = ""  # OKTMO of the municipality
    authority: str = ""  # code
    stage: str = ""  # a State value
    overdue: bool = False  # an answer is owed, and its last day is over
    since: date | None = (
        None  # first and last day of what the list shows: publication, or the answer in «Решения»
    )
    until: date | None = None
    photo: bool = False
    answered: bool = False
    rating: int = 0  # 1..5
    sort: str = SORTS[0]

    @classmethod
    def read(cls, params: Mapping[str, str], *, tab: str = TABS[0]) -> "Filter":
        """Of a query string. Other names are passed over. tab: where none is named.

        `place` is a settlement as it was typed: its name leads to the id. Raises BadFilter.
        """
        tab = _one(params, "tab", (*TABS, ALL)) or tab
        category, topic = _subject(params)
        said = cls(
            tab=tab,
            kind=_one(params, "kind", _KINDS) if tab in ("answers", ALL) else "",
            category=category,
            topic=topic,
            settlement=_settlement(params),
            area=_one(params, "area", names.areas()),
            authority=_one(params, "authority", names.authorities().by_code),
            stage=_one(params, "stage", STAGES),
            overdue=_flag(params, "overdue"),
            since=_day(params, "since"),
            until=_day(params, "until"),
            photo=_flag(params, "photo"),
            answered=_flag(params, "answered") and tab != "answers",
            rating=int(_one(params, "rating", ("1", "2", "3", "4", "5")) or 0),
            sort=_one(params, "sort", SORTS) or SORTS[0],
        )
        if said.since and said.until and said.since > said.until:
            raise BadFilter("until", _("Последний день раньше первого."))
        return said

    def query(self) -> str:
        """The one query string that reads as this: values in one order, nothing that narrows nothing."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        written = {name: "1" if value is True else value for name, value in said.items() if value}
        if self.sort == SORTS[0]:
            del written["sort"]
        return urlencode(written)

    def but(self, **changed: Any) -> "Filter":
        """The same with these values; without a category there is no topic either."""
        made = replace(self, **changed)
        return replace(made, topic="") if not made.category else made

    @property
    def narrowed(self) -> tuple[str, ...]:
        """Names of the filters that are set; tab and order are none."""
        return tuple(f.name for f in fields(self) if f.name not in ("tab", "sort") and getattr(self, f.name))

    @property
    def kinds(self) -> tuple[str, ...]:
        return (self.tab,) if self.tab in _KINDS else (self.kind,) if self.kind else _KINDS

    @property
    def states(self) -> tuple[str, ...]:
        """Those that an appeal of this list can be in, sorted."""
        left = set(PUBLIC) & ({State(self.stage)} if self.stage else PUBLIC)
        left &= ANSWERED if self.answered or self.tab == "answers" else PUBLIC
        return tuple(sorted(left & set(OWED) if self.overdue else left))

    @property
    def order(self) -> str:
        """What the rows go by: what is overdue goes by its last day, the latest first, whatever order is asked for."""
        if self.overdue:
            return "due"
        return SORTS[0] if self.sort == "category" and self.category else self.sort

    @property
    def column(self) -> str:
        """The moment that the list shows, and that `since` and `until` are about."""
        return "answered_at" if self.tab == "answers" else "published_at"

    @property
    def span(self) -> tuple[datetime | None, datetime | None]:
        """The first moment of `since` and the one after `until`."""
        return (
            _midnight(self.since) if self.since else None,
            _midnight(self.until + timedelta(days=1)) if self.until else None,
        )

    @property
    def apart(self) -> list[int] | None:
        """Topics of which each is walked by itself, the rows of the page read afterwards; empty: all of them together.
        None: rows are read on the way.
        """
        return None

    @property
    def further(self) -> list[tuple[str, Any]]:
        """What else a reader narrows by: a column with its sign, and the value."""
        return []


def filtered(said: Filter, *, today: date) -> QuerySet[Appeal]:
    """Exactly the appeals that the filter shows, in no order. today: by which an answer is overdue."""
    text, values = conditions(said, today=today)
    only = RawSQL(text, values, BooleanField())  # noqa: S611  # our own text, values apart
    return Appeal.objects.filter(public.SHOWN, only, kind__in=said.kinds, state__in=said.states)


def conditions(said: Filter, *, today: date, besides: str = "") -> tuple[str, list[Any]]:
    """The same as SQL on `appeals_appeal`, with its values; kind and state are left out. Never empty.

    besides: a column whose `bounds` are left out too.
    """
    found: list[tuple[str, Any]] = []
    if said.topic:
        found.append(("topic_id = %s", names.topics().by_code[said.topic].id))
    elif said.category:
        found.append(("category_id = %s", names.categories().by_code[said.category].id))
    if said.authority:
        found.append(("authority_id = %s", names.authorities().by_code[said.authority].id))
    for column, value in (
        ("settlement_id = %s", said.settlement),
        ("area = %s", said.area),
        ("rating = %s", said.rating),
        ("has_photo = %s", said.photo),
        ("answered_at > %s", said.answered and "-infinity"),
    ):
        if value:
            found.append((column, value))
    found += said.further
    for column in {"answer_by", said.column} - {besides}:
        low, high = bounds(said, column, today=today)
        found += [(f"{column} >= %s", low)] if low else []
        found += [(f"{column} < %s", high)] if high else []
    words = [f"appeals_appeal.{column}" for column, _value in found]
    return " AND ".join([*words, f"appeals_appeal.{said.column} IS NOT NULL"]), [value for _, value in found]


def bounds(said: Filter, column: str, *, today: date) -> tuple[date | None, date | None]:
    """The least that `column` may be, and what it must be less than."""
    if column == "answer_by":
        return None, today if said.overdue else None
    return said.span if column == said.column else (None, None)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE))


def _one(params: Mapping[str, str], name: str, known: Any) -> str:
    value = params.get(name, "")
    if value and value not in known:
        raise BadFilter(name, _("Такого значения нет: его убрали или в адресе ошибка. Выберите другое."))
    return value


def _flag(params: Mapping[str, str], name: str) -> bool:
    return _one(params, name, ("1",)) == "1"


def _day(params: Mapping[str, str], name: str) -> date | None:
    typed = params.get(name, "")
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed) if len(typed) == 10 else None
    except ValueError:
        day = None
    if day is None or not _FIRST <= day <= _LAST:
        raise BadFilter(name, _("Нужна дата, например 2026-03-31."))
    return day


def _subject(params: Mapping[str, str]) -> tuple[str, str]:
    """Category and topic. A form that has changed its category still sends the topic of the old one: it is dropped."""
    category = _one(params, "category", names.categories().by_code)
    topic = _one(params, "topic", names.topics().by_code)
    if not topic:
        return category, ""
    belongs = names.categories().by_id[names.topics().by_code[topic].category].code
    if "category" in params and category != belongs:
        return category, ""
    return belongs, topic


def _settlement(params: Mapping[str, str]) -> int:
    """By id, or by the name in `place`; an emptied `place` is none."""
    typed, key = params.get("place", "").strip(), params.get("settlement", "")
    if not typed and "place" in params:
        return 0
    row = names.settlement(int(key)) if key.isdecimal() and len(key) <= 18 else None
    if key and row is None:
        raise BadFilter("place", _("Такого населённого пункта нет. Напишите его название."))
    if row and (not typed or typed.lower() in (row.label.lower(), row.name.lower())):
        return row.id
    return _called(typed[:200]) if typed else 0


def _called(typed: str) -> int:
    found = places.settlements_called(typed)
    if not found:
        raise BadFilter("place", _("Такого населённого пункта нет. Проверьте название."))
    if len(found) > 1:
        options = tuple((str(row.id), row.label) for row in found)
        raise BadFilter("place", _("Таких названий несколько. Выберите нужное."), options)
    return found[0].id
