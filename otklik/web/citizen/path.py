"""The path of an appeal in words: each move as a line, with the facts that the journal keeps of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from otklik.appeals import labels, ready
from otklik.appeals.lifecycle import Decision, Kind, Move, WithholdReason
from otklik.appeals.queries.card import Event
from otklik.appeals.rules import number as numbers
from otklik.appeals.rules.spans import Mark
from otklik.web.parts.filters import ru_date


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of `timeline`."""

    title: str
    detail: str
    at: datetime
    tone: str
    actor: str


_TONE_OF_MOVE: Final = {
    Move.REFUSE: "bad",
    Move.EXPIRE: "bad",
    Move.LAPSE: "bad",
    Move.ASK: "waiting",
    Move.CLARIFY: "neutral",
    Move.UNROUTED: "waiting",
    Move.READDRESS: "waiting",
    Move.RETURN: "bad",
    Move.WITHHOLD: "bad",
    Move.ANSWER: "good",
    Move.RATE: "good",
    Move.PUBLISH: "active",
    Move.ASSIGN: "active",
    Move.REGISTER: "active",
    Move.RESEND: "active",
}


def entry(event: Event) -> Entry:
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
    sorts = {
        "text": _("часть текста"),
        "field": _("ответ на вопрос темы"),
        "photo": _("фото"),
        "author": _("имя автора"),
    }
    named = [str(labels.MARK[Mark(mark)]) for mark in detail.get("marks", [])]
    marks = ", ".join(name if name.isupper() else name.lower() for name in named)
    sort = " ".join(part for part in (sorts[detail["what"]], f"({marks})" if marks else "") if part)
    return (_("Скрыто: %(what)s") if detail["hidden"] else _("Снова показано: %(what)s")) % {"what": sort}


def _refused(detail: dict[str, Any]) -> str:
    return ready.refusal_title(detail.get("code", "other"))


def _withheld(detail: dict[str, Any]) -> str:
    return str(labels.WITHHOLD[WithholdReason(detail.get("code", "other"))])


def _answered(detail: dict[str, Any]) -> str:
    return str(labels.DECISION[Decision(detail["decision"])])


def _rated(detail: dict[str, Any]) -> str:
    verdict = _("вопрос решён") if detail["solved"] else _("вопрос не решён")
    if detail.get("formal"):
        verdict = _("%(verdict)s, ответ формальный") % {"verdict": verdict}
    return _("Оценка %(stars)s из 5, %(verdict)s") % {"stars": detail["stars"], "verdict": verdict}


def _closed(detail: dict[str, Any]) -> str:
    return "" if detail.get("rated") else _("Без оценки автора")


def _merged(detail: dict[str, Any]) -> str:
    return _("Обращение № %(number)s") % {"number": numbers.spoken(detail["original"])}


def _clarified(detail: dict[str, Any]) -> str:
    return _("Добавлено фото: %(n)d") % {"n": detail["photos"]} if detail.get("photos") else ""


def _extended(detail: dict[str, Any]) -> str:
    return _("Новый срок: %(day)s") % {"day": ru_date(date.fromisoformat(detail["until"]))}


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
    Move.WITHHOLD: _withheld,
}
