"""Rows of the queries as the parts of a page want them: addresses, words, tones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from otklik.appeals import labels, ready
from otklik.appeals.lifecycle import PUBLIC, Decision, Kind, Move, State
from otklik.appeals.queries.card import Card, Event
from otklik.appeals.queries.lists import TABS, Row
from otklik.appeals.queries.similar import Neighbour
from otklik.appeals.rules import number as numbers
from otklik.appeals.rules.spans import Mark
from otklik.kit import clock
from otklik.web.citizen.held import held
from otklik.web.parts.filters import ru_date
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
class Entry:
    """A line of `timeline`."""

    title: str
    detail: str
    at: datetime
    tone: str
    actor: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What `photo_grid` reads."""

    url: str
    small_url: str
    tiny_url: str
    alt: str


_TONE_OF_MOVE = {
    Move.REFUSE: "bad",
    Move.EXPIRE: "bad",
    Move.LAPSE: "bad",
    Move.ASK: "waiting",
    Move.CLARIFY: "neutral",
    Move.UNROUTED: "waiting",
    Move.READDRESS: "waiting",
    Move.RETURN: "bad",
    Move.ANSWER: "good",
    Move.RATE: "good",
    Move.PUBLISH: "active",
    Move.ASSIGN: "active",
    Move.REGISTER: "active",
    Move.RESEND: "active",
}


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
    key = added_key if found.state not in PUBLIC else ""
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
        "entries": [_entry(event) for event in reversed(found.timeline)],
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
        "answers": [(answer, pictures(answer.photos, _("Фото к ответу"))) for answer in found.answers],
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


def _entry(event: Event) -> Entry:
    return Entry(
        title=str((labels.MOVE_AT_DESK if event.detail.get("desk") else labels.MOVE)[event.move]),
        detail="\n".join(part for part in (_told(event), event.reason) if part),
        at=event.at,
        tone=_TONE_OF_MOVE.get(event.move, "neutral"),
        actor="",
    )


def _told(event: Event) -> str:
    """The facts kept with a move, in words."""
    if words := _FACTS.get(event.move):
        return words(event.detail)
    detail, notice = event.detail, event.detail.get("notice", "")
    named = [str(labels.NOTICE.get(notice, notice))]
    named += [str(labels.KIND[Kind(detail["kind"])])] if "kind" in detail else []
    named += [detail.get(key, "") for key in ("authority", "executor", "topic", "address")]
    if detail.get("number"):
        named.append(f"№ {detail['number']}")
    return ", ".join(part for part in named if part)


def _hidden(detail: dict[str, Any]) -> str:
    """What a moderator hid or showed again: the sort of it."""
    sorts = {"text": _("часть текста"), "photo": _("фото"), "author": _("имя автора")}
    named = [str(labels.MARK[Mark(mark)]) for mark in detail.get("marks", [])]
    marks = ", ".join(name if name.isupper() else name.lower() for name in named)
    sort = " ".join(
        part for part in (sorts.get(detail.get("what", ""), ""), f"({marks})" if marks else "") if part
    )
    return (_("Скрыто: %(what)s") if detail.get("hidden", True) else _("Снова показано: %(what)s")) % {
        "what": sort
    }


def _refused(detail: dict[str, Any]) -> str:
    return ready.refusal_title(detail.get("code", "other"))


def _answered(detail: dict[str, Any]) -> str:
    return str(labels.DECISION[Decision(detail["decision"])])


def _rated(detail: dict[str, Any]) -> str:
    verdict = _("вопрос решён") if detail["solved"] else _("вопрос не решён")
    return _("Оценка %(stars)s из 5, %(verdict)s") % {"stars": detail["stars"], "verdict": verdict}


def _closed(detail: dict[str, Any]) -> str:
    return "" if detail.get("rated") else _("Без оценки автора")


def _merged(detail: dict[str, Any]) -> str:
    return _("Обращение № %(number)s") % {"number": numbers.spoken(detail["original"])}


def _clarified(detail: dict[str, Any]) -> str:
    return _("Добавлено фото: %(n)d") % {"n": detail["photos"]} if detail.get("photos") else ""


def _extended(detail: dict[str, Any]) -> str:
    until = detail.get("until", "")
    return _("Новый срок: %(day)s") % {"day": ru_date(date.fromisoformat(until))} if until else ""


def _handed(detail: dict[str, Any]) -> str:
    return str(detail.get("executor") or _("никто"))


_FACTS: Final[Mapping[Move, Callable[[dict[str, Any]], str]]] = {
    Move.REFUSE: _refused,
    Move.EXPIRE: _refused,
    Move.ANSWER: _answered,
    Move.RATE: _rated,
    Move.CLOSE: _closed,
    Move.MERGE: _merged,
    Move.CLARIFY: _clarified,
    Move.EXTEND: _extended,
    Move.HAND: _handed,
    Move.REDACT: _hidden,
}


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
