"""Rows of the queries as the parts of a page want them: addresses, words, tones."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from otklik.appeals import labels
from otklik.appeals.lifecycle import Decision, Kind, Move, State
from otklik.appeals.public import is_shown
from otklik.appeals.queries.card import Card
from otklik.appeals.queries.lists import TABS, Row
from otklik.appeals.queries.similar import Neighbour
from otklik.appeals.rules import number as numbers
from otklik.kit import clock
from otklik.web.citizen import path
from otklik.web.citizen.held import held
from otklik.web.parts.tabs.part import Tab


@dataclass(frozen=True, slots=True)
class ListRow:
    """What `appeal_card` reads."""

    kind: str
    number: str
    topic: str
    excerpt: str
    place: str
    at: datetime
    state: str
    state_label: str
    tone: str
    authority: str
    supporters: int
    rating: int | None
    photo: str
    url: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What `photo_grid` reads."""

    url: str
    small_url: str
    tiny_url: str
    alt: str


def tab(request: HttpRequest) -> str:
    asked = request.GET.get("tab", "")
    return asked if asked in TABS else TABS[0]


def tabs(request: HttpRequest, *, current: str) -> list[Tab]:
    """The four tabs of the brief; the chosen category stays."""
    words = {**{kind.value: labels.KINDS[kind] for kind in Kind}, "answers": _("Решения")}
    category = request.GET.get("category", "")
    more = {"category": category} if category else {}
    return [
        Tab(
            url=f"{request.path}?{urlencode({'tab': code, **more})}",
            label=str(words[code]),
            current=code == current,
        )
        for code in TABS
    ]


def list_row(row: Row) -> ListRow:
    decision = f"{labels.DECISION[Decision(row.decision)]}. " if row.decision else ""
    return ListRow(
        kind=row.kind.value,
        number=numbers.spoken(row.number),
        topic=row.topic,
        excerpt=_cut(f"{decision}{row.answer}" if row.answer else row.excerpt),
        place=row.address,
        at=row.at,
        state=row.state.value,
        state_label=str(labels.STATE[row.state]),
        tone=labels.TONE[row.state],
        authority=row.authority,
        supporters=row.supporters,
        rating=row.rating,
        photo=_thumb().format(row.photo) if row.photo else "",
        url=f"{list_path()}/{row.number}",
    )


def found_row(row: Row, *, topic: Markup, place: Markup, text: Markup, answer: Markup) -> ListRow:
    """A line of the search: the same, with what was looked for marked."""
    told = Markup("{} {}").format(_("Ответ:"), answer) if answer else text
    return replace(list_row(row), topic=topic, place=place, excerpt=told)


def card(found: Card, *, link: str = "") -> dict[str, Any]:
    """Context of the appeal page, the public one and the author's.

    link: token of the author's link; what is not public yet is asked for with it.
    """
    added_key = f"?{urlencode({'by': link})}" if link else ""  # never public
    key = "" if is_shown(found.state, withheld=found.withheld) else added_key
    sent = [event.detail for event in found.timeline if event.move is Move.ASSIGN]
    stages = labels.STAGE_AT_DESK if sent and sent[-1].get("desk") else labels.STAGE
    return {
        "card": found,
        "kind_label": labels.KIND[found.kind],
        "state_label": labels.STATE[found.state],
        "tone": labels.TONE[found.state],
        "held": held(found, today=timezone.localdate(clock.now())),
        "stages": [(stage.value, str(stages[stage])) for stage in found.stages],
        "stage": found.stage.value if found.stage in found.stages else found.stages[-1].value,
        "stage_tone": "bad" if found.state in (State.REFUSED, State.WITHDRAWN, State.RETURNED) else "active",
        "entries": [path.entry(event) for event in reversed(found.timeline)],
        "pictures": pictures(found.photos, _("Фото к обращению"), key=key),
        "added_pictures": pictures(
            found.added, _("Добавленное фото"), key=f"?{urlencode({'by': link})}" if link else ""
        ),
        "joined_pictures": [
            (number, pictures([photo for _n, photo in some], _("Фото из объединённого обращения")))
            for number, some in groupby(found.joined, key=itemgetter(0))
        ],
        "hidden_pictures": pictures(found.hidden, _("Скрытое фото"), key=added_key),
        "map_url": reverse("appeal-map", args=[found.number]) + key,
        "answers": [
            (answer, pictures(answer.photos, _("Фото к ответу"), key=key)) for answer in found.answers
        ],
        "files_key": key,
        "decisions": labels.DECISION,
    }


@dataclass(frozen=True, slots=True)
class Nearby:
    url: str
    topic: str
    place: str
    state: str
    state_label: str
    tone: str
    distance: str


def neighbour(row: Neighbour) -> Nearby:
    return Nearby(
        url=reverse("appeal", args=[row.number]),
        topic=row.topic,
        place=row.address,
        state=row.state.value,
        state_label=str(labels.STATE[row.state]),
        tone=labels.TONE[row.state],
        distance=_("%(n)d м отсюда") % {"n": round(row.metres, -1)} if row.metres >= 10 else _("рядом"),
    )


def pictures(ids: list[UUID], alt: str, *, key: str = "") -> list[Picture]:
    return [
        Picture(
            f"{reverse('photo', args=[i, 'full'])}{key}",
            f"{reverse('photo', args=[i, 'card'])}{key}",
            f"{reverse('photo', args=[i, 'thumb'])}{key}",
            f"{alt} {n}",
        )
        for n, i in enumerate(ids, 1)
    ]


@cache
def list_path() -> str:
    """Of the public list; an appeal's page is below it."""
    return reverse("list")


@cache
def _thumb() -> str:
    """Address of a small photo, its id left open."""
    return reverse("photo", args=[UUID(int=0), "thumb"]).replace(str(UUID(int=0)), "{}")


def _cut(text: str) -> str:
    """At most 200 characters, cut at a word."""
    return text if len(text) <= 200 else f"{text[:200].rpartition(' ')[0]}…"
