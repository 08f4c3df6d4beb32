"""From the section to the wizard: a draft of the special topic with what the person has typed already."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from otklik.appeals.lifecycle import Kind
from otklik.appeals.steps import drafting
from otklik.cadastre import figures, typed
from otklik.classifier import fields as own_fields
from otklik.classifier import queries as classifier
from otklik.classifier.queries import TopicCard
from otklik.kit.errors import Refusal
from otklik.people.models import User

# Name in the section → code of the topic's question that asks the same. The number goes to the question of its type.
_MONEY: Final = ("value", "market_value")


class NoTopic(Refusal):
    """The topic of settings.CADASTRE_TOPIC is switched off or was never there."""

    code = "no_cadastre_topic"
    status = 404


def topic() -> TopicCard | None:
    """None: nobody offers it."""
    found = classifier.topic(settings.CADASTRE_TOPIC)
    return found if found and Kind.PROBLEM.value in found.kinds and not found.emergency_advice else None


def begin(*, draft_id: UUID, said: Mapping[str, str], owner: User | None, now: datetime, today: date) -> None:
    """A draft of the topic whose questions are answered as far as `said` goes; the wizard asks for the rest.

    Raises NoTopic.
    """
    chosen = topic()
    if chosen is None:
        raise NoTopic(_("Тема о стоимости земли сейчас выключена. Выберите другую тему обращения."))
    raw = answers(chosen, said)
    values, _wrong = own_fields.read(chosen.fields, raw)
    known: dict[str, Any] = {
        "category": chosen.category_code,
        "topic": chosen.code,
        "topic_title": chosen.title,
        "raw": raw,
        "fields": values,
        "text": words(said, today=today),
    }
    drafting.begin(draft_id=draft_id, kind=Kind.PROBLEM, owner=owner, now=now)
    drafting.told(draft_id=draft_id, said=known, now=now)


def answers(chosen: TopicCard, said: Mapping[str, str]) -> dict[str, str]:
    """By the code of the topic's questions, as its form would send them."""
    found = {name: _plain(typed.money(said.get(name, ""), name, {})) for name in _MONEY}
    found |= {
        "area": _plain(typed.area(said.get("area", ""), "area", {})),
        "valued_on": said.get("valued_on", ""),
    }
    number = next((one.code for one in chosen.fields if one.type == "cadastral"), "")
    found |= {number: said.get("number", "")} if number else {}
    asked = {one.code for one in chosen.fields}
    return {code: answer for code, answer in found.items() if answer and code in asked}


def words(said: Mapping[str, str], *, today: date) -> str:
    """A beginning of the text, in Russian as everything that goes to an authority; "" where there is nothing to say."""
    value, area = typed.money(said.get("value", ""), "", {}), typed.area(said.get("area", ""), "", {})
    if not value or not area:
        return ""
    per = round(value / area, 2)
    text = f"Кадастровая стоимость участка {_ru(value)} ₽ при площади {_ru(area)} м²: {_ru(per)} ₽ за м²."
    average = figures.average(said.get("place", ""), said.get("use", ""), on=today)
    if average:
        text += f" Среднее по округу {_ru(average.value)} ₽ за м² ({average.source})."
    return f"{text} Прошу проверить расчёт стоимости и ответить, может ли она быть снижена."


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _ru(value: Decimal) -> str:
    return f"{value.normalize():,f}".replace(",", " ").replace(".", ",")
