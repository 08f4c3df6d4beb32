"""«Когда мне ответят»: the dates of an appeal that is filed on a day, each with where its term comes from.

The portal's own terms are those of the engine (terms.rules); those of 59-ФЗ are the law's. What of the law was
compared with its text and what is remembered only is said beside each (house rules B1).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from otklik.terms import calendar, days, rules
from otklik.terms.rules import STATEMENT, About

REGISTRATION_DAYS: Final = 3  # calendar days, from receipt
FORWARD_DAYS: Final = 7  # calendar days, from registration
YEARS: Final = 5  # before and after today that are reckoned


@dataclass(frozen=True, slots=True)
class Step:
    """A thing that must be done by a day."""

    title: str
    by: date
    source: str
    verified: bool  # compared with the text of the law, or the portal's own rule
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reckoned:
    steps: list[Step]
    warnings: list[str]  # what the calendar does not know yet


def faults(filed: date, registered: date | None, *, today: date) -> dict[str, str]:
    """What is wrong with the days, by `filed` and `registered`; empty: they can be reckoned with."""
    far = _("Этот год слишком далеко: календарь рабочих дней для него не известен.")
    days_ = {"filed": filed, "registered": registered}
    found = {name: far for name, day in days_.items() if day and abs(day.year - today.year) > YEARS}
    if registered and registered < filed:
        found.setdefault("registered", _("Регистрация не бывает раньше подачи. Проверьте дни."))
    return found


def message(about: About, *, filed: date) -> Reckoned:
    """Of a message on the portal. The answer's term begins when it is published: here on the day it is filed, and on
    the last day that a moderator has.
    """
    found = rules.terms(about, on=filed)
    moderated = filed + timedelta(days=-(-found.moderation_hours // 24))
    source = _("правила портала")
    steps = [
        Step(
            _("Модератор опубликует или откажет"), moderated, source, True,
            _("в течение %(n)s ч, ночи и выходные считаются") % {"n": found.moderation_hours},
        ),
    ]  # fmt: skip
    soonest = rules.answer_by(about, since=filed)
    if soonest is None:
        return Reckoned(steps, [])
    unit = _("рабочих дней") if found.in_working_days else _("календарных дней")
    length = _("%(n)s %(unit)s со дня публикации") % {"n": found.answer_days, "unit": unit}
    latest = rules.answer_by(about, since=moderated) or soonest
    steps.append(Step(_("Ответ, если опубликуют в тот же день"), soonest, source, True, length))
    steps.append(Step(_("Ответ, если модератор возьмёт весь свой срок"), latest, source, True))
    if found.extension_days:
        longest = rules.extended(about, latest, by_days=found.extension_days, on=filed)
        steps.append(
            Step(
                _("Ответ, если срок продлят"), longest, source, True,
                _("не больше чем на %(n)s %(unit)s, о продлении вам напишут")
                % {"n": found.extension_days, "unit": unit},
            )
        )  # fmt: skip
    return Reckoned(steps, _unknown(filed, steps))


def statement(topic_about: About, *, received: date, registered: date | None = None) -> Reckoned:
    """Of an appeal under 59-ФЗ. registered: where it is known; else the last day that the law leaves for it."""
    about = topic_about._replace(regime=STATEMENT)
    last = days.calendar_days_after(received, REGISTRATION_DAYS, is_working=_every)
    since = registered or last
    found = rules.terms(about, on=received)
    steps = [
        Step(
            _("Зарегистрируют"), last, _("59-ФЗ, 3 дня со дня поступления"), True,
            _("тексты сайтов органов расходятся, дни календарные или рабочие: посчитаны календарные"),
        ),
        Step(
            _("Перешлют, если вопрос решает другой орган, и сообщат вам"),
            days.calendar_days_after(since, FORWARD_DAYS, is_working=calendar.is_working),
            _("59-ФЗ, ст. 8 ч. 3, 7 дней со дня регистрации"), False,
        ),
    ]  # fmt: skip
    answer = rules.answer_by(about, since=since)
    if answer is not None:
        shifted = _(
            "если последний день выходной, отвечают в рабочий день перед ним: так принято, в законе не сверено"
        )
        source = _("59-ФЗ, ст. 12 ч. 1, %(n)s дней со дня регистрации") % {"n": found.answer_days}
        steps.append(Step(_("Ответят"), answer, source, True, shifted))
        longest = rules.extended(about, answer, by_days=found.extension_days, on=received)
        source = _("59-ФЗ, ст. 12 ч. 2, не больше чем на %(n)s дней") % {"n": found.extension_days}
        steps.append(Step(_("Ответят, если срок продлят и сообщат вам"), longest, source, False))
    return Reckoned(steps, _unknown(received, steps))


def _every(_day: date) -> bool:
    """Registration is counted to the day itself, whatever day it is."""
    return True


def _unknown(first: date, steps: list[Step]) -> list[str]:
    years = range(first.year, max(step.by.year for step in steps) + 1)
    words = _("Перенос дней %(year)s года ещё не опубликован: сроки считаются по обычным выходным.")
    return [words % {"year": year} for year in years if not calendar.is_published(year)]
