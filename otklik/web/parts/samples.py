"""Invented rows that show every part in every state: the styleguide page and the tests of the look."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from otklik.appeals import labels
from otklik.appeals.lifecycle import Kind, Stage, State
from otklik.web.parts.icon.part import names
from otklik.web.parts.tabs.part import Tab
from otklik.web.parts.vision_panel.prefs import Vision

DRAWING: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240"><rect width="320" height="240" fill="%s"/>'
    '<path d="M0 240V170l80-60 70 50 60-80 110 90v70z" fill="%s"/>'
    '<circle cx="250" cy="60" r="24" fill="#fff"/></svg>'
)


@dataclass(frozen=True, slots=True)
class SampleEntry:
    title: str
    at: datetime
    tone: str
    actor: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SampleRow:
    kind: str
    number: str
    topic: str
    excerpt: str
    place: str
    at: datetime
    state: str
    state_label: str
    tone: str
    authority: str = ""
    supporters: int = 0
    rating: int | None = None
    photo: str = ""


@dataclass(frozen=True, slots=True)
class SamplePhoto:
    url: str
    small_url: str
    tiny_url: str
    alt: str
    drop_url: str


def context(now: datetime) -> dict[str, Any]:
    """Everything that styleguide.html reads. now: aware."""
    return {
        "icon_names": names(),
        "states": [(state, str(labels.STATE[state]), labels.TONE[state]) for state in State],
        "stages": [(stage, str(labels.STAGE[stage])) for stage in Stage],
        "kinds": list(Kind),
        "entries": _entries(now),
        "rows": _rows(now),
        "photos": _photos(),
        "sample_tabs": _tabs(),
        "prefs": Vision(),
        "moment": now,
    }


def _entries(now: datetime) -> list[SampleEntry]:
    return [
        SampleEntry("Обращение получено, ему присвоен номер", now - timedelta(days=9), "neutral"),
        SampleEntry(
            "Модератор задал вопрос автору",
            now - timedelta(days=8),
            "waiting",
            actor="Модератор портала",
            detail="Уточните, пожалуйста, с какой стороны дома не горит фонарь.",
        ),
        SampleEntry("Обращение опубликовано", now - timedelta(days=7), "active", actor="Модератор портала"),
        SampleEntry(
            "Опубликован ответ",
            now - timedelta(days=2),
            "good",
            actor="Администрация города Заокска",
            detail="Светильник заменён 21 ноября.\n\nСостояние линии проверено, замечаний нет.",
        ),
        SampleEntry(
            "Автор не согласен: вопрос не решён",
            now,
            "bad",
            actor="Автор обращения",
            detail="Горит один фонарь из трёх.",
        ),
    ]


def _rows(now: datetime) -> list[SampleRow]:
    lamp = SampleRow(
        kind=Kind.PROBLEM,
        number="482-917",
        topic="Не горит уличное освещение",
        excerpt="Третью неделю не горят фонари на пешеходной дорожке от школы к остановке. Дети идут домой "
        "в темноте, под ногами лёд…",
        place="г. Заокск, ул. Речная, у дома 14",
        at=now - timedelta(days=3),
        state=State.REGISTERED,
        state_label=str(labels.STATE[State.REGISTERED]),
        tone=labels.TONE[State.REGISTERED],
        authority="Администрация города Заокска",
        supporters=23,
        photo=_picture("#bcd4ec", "#4d6f8f"),
    )
    answered = replace(
        lamp,
        kind=Kind.PROPOSAL,
        number="517-204",
        topic="Обустройство пешеходного перехода",
        excerpt="Предлагаю сделать переход у новой поликлиники: сейчас до ближайшего 400 метров.",
        state=State.ANSWERED,
        state_label=str(labels.STATE[State.ANSWERED]),
        tone=labels.TONE[State.ANSWERED],
        rating=4,
        supporters=1,
        photo="",
    )
    thanks = replace(
        answered,
        kind=Kind.THANKS,
        number="530-668",
        topic="Работа участкового терапевта",
        excerpt="Спасибо врачам поликлиники посёлка Луговой за внимание к пожилым людям.",
        state=State.CLOSED,
        state_label=str(labels.STATE[State.CLOSED]),
        tone=labels.TONE[State.CLOSED],
        authority="",
        rating=None,
        supporters=0,
    )
    return [lamp, answered, thanks]


def _photos() -> list[SamplePhoto]:
    pairs = [("#bcd4ec", "#4d6f8f"), ("#dce8d2", "#5f7f4a"), ("#f0dfc4", "#8f6a3a")]
    words = ["Фонарь у дома 14, вид от дороги", "Дорожка к остановке вечером", "Опора № 7 вблизи"]
    return [
        SamplePhoto(picture, picture, picture, alt, "#photos")
        for picture, alt in zip([_picture(*p) for p in pairs], words, strict=True)
    ]


def _tabs() -> list[Tab]:
    return [
        Tab("#problems", str(labels.KINDS[Kind.PROBLEM]), current=True, count=12480),
        Tab("#proposals", str(labels.KINDS[Kind.PROPOSAL]), count=1733),
        Tab("#thanks", str(labels.KINDS[Kind.THANKS]), count=364),
        Tab("#answers", "Решения"),
    ]


def _picture(sky: str, hills: str) -> str:
    return "data:image/svg+xml," + quote(DRAWING % (sky, hills))
