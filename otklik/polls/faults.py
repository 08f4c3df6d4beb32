"""What keeps a draft from being published: everything at once, in words, with where it is mended. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from otklik.polls.answers import dead_ends
from otklik.polls.asking import Poll, Question, Words

OPTIONS: Final = {"single": 2, "multiple": 2, "ranking": 2}  # at least
OPTIONS_MOST: Final = {"single": 30, "multiple": 30, "ranking": 10}  # nobody ranks more
MARKS: Final = (0, 10)  # of a scale
TEXT_MOST: Final = 1000  # characters of an answer
SHORTEST: Final = timedelta(hours=1)  # a poll runs
LONGEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Fault:
    words: str
    question: str = ""  # its code; "" is the poll itself


@dataclass(frozen=True, slots=True)
class Towns:
    """What the portal has: municipalities of today by code, what Госуслуги may be asked (their scopes; empty: off)."""

    areas: Collection[str]
    esia: Collection[str]


def of(poll: Poll, *, towns: Towns, now: datetime) -> list[Fault]:
    """Of the poll first, then of its questions in their order."""
    found = [Fault(words) for words in (*_texts(poll), *_voters(poll, towns), *_times(poll, now))]
    if not poll.questions:
        found.append(Fault(_("В опросе нет ни одного вопроса.")))
    dead = set(dead_ends(poll.questions))
    for question in poll.questions:
        found += [Fault(words, question.code) for words in _question(question, poll.languages)]
        if question.code in dead:
            found.append(Fault(_branch(question, poll.questions), question.code))
    if poll.questions and all(one.after for one in poll.questions):
        found.append(Fault(_("Хотя бы один вопрос должен задаваться всем.")))
    return found


def _texts(poll: Poll) -> Iterator[str]:
    if not poll.languages:
        yield _("Выберите хотя бы один язык.")
    for language in poll.languages:
        if not poll.title.get(language):
            yield _("Нет названия на языке: %(language)s.") % {"language": _named(language)}
        if not poll.about.get(language):
            yield _("Не сказано, зачем опрос, на языке: %(language)s.") % {"language": _named(language)}


def _voters(poll: Poll, towns: Towns) -> Iterator[str]:
    if poll.voters == "anybody" and (poll.territory_codes or poll.confirmed_home or poll.age_from):
        yield _("Когда голосуют все желающие, проверить место жительства и возраст нельзя.")
    if poll.voters == "organisations" and (poll.territory_codes or poll.confirmed_home or poll.age_from):
        yield _("У организаций портал не знает ни муниципалитета, ни возраста: уберите эти условия.")
    if poll.voters == "citizens" and poll.needs_esia and not towns.esia:
        yield _("Вход через Госуслуги не подключён: возраст и место жительства подтвердить некому.")
    elif poll.voters == "citizens":
        yield from _unasked(poll, towns)
    gone = [code for code in poll.territory_codes if code not in towns.areas]
    if gone:
        yield _("Таких муниципалитетов сейчас нет: %(codes)s.") % {"codes": ", ".join(gone)}


def _unasked(poll: Poll, towns: Towns) -> Iterator[str]:
    """Nobody at all could vote, and a published poll does not change."""
    said = _(
        "Портал не спрашивает это у Госуслуг: %(what)s. Настроить (OTKLIK_ESIA_SCOPE) может администратор сервера."
    )
    if poll.age_from and "birthdate" not in towns.esia:
        yield said % {"what": _("дата рождения")}
    if poll.confirmed_home and "addresses" not in towns.esia:
        yield said % {"what": _("адрес регистрации")}


def _times(poll: Poll, now: datetime) -> Iterator[str]:
    opens_at = poll.opens_at or now
    if poll.opens_at and poll.opens_at < now - SHORTEST:
        yield _("День начала уже прошёл. Исправьте его или оставьте пустым: голосование начнётся сразу.")
    if poll.closes_at is None:
        yield _("Не сказано, когда голосование закончится.")
    elif poll.closes_at <= now:
        yield _("Конец голосования уже прошёл.")
    elif poll.closes_at - max(opens_at, now) < SHORTEST:
        yield _("От начала до конца голосования меньше часа.")
    elif poll.closes_at - opens_at > LONGEST:
        yield _("Голосование дольше года. Такой опрос лучше повторить.")


def _question(question: Question, languages: Collection[str]) -> Iterator[str]:
    for language in languages:
        if not question.text.get(language):
            yield _("Нет текста вопроса на языке: %(language)s.") % {"language": _named(language)}
        if question.kind in OPTIONS and any(not option.text.get(language) for option in question.options):
            yield _("Не у всех вариантов есть текст на языке: %(language)s.") % {"language": _named(language)}
    if question.kind in OPTIONS:
        yield from _options(question)
    if question.kind == "scale" and not MARKS[0] <= question.low < question.high <= MARKS[1]:
        yield _("Шкала должна идти от меньшей оценки к большей, от %(low)d до %(high)d.") % {
            "low": MARKS[0],
            "high": MARKS[1],
        }
    if question.kind == "text" and not 1 <= question.most <= TEXT_MOST:
        yield _("Длина ответа: от 1 до %(n)d знаков.") % {"n": TEXT_MOST}


def _options(question: Question) -> Iterator[str]:
    n = len(question.options)
    if n < OPTIONS[question.kind]:
        yield _("Нужны хотя бы два варианта ответа.")
    elif n > OPTIONS_MOST[question.kind]:
        yield _("Вариантов не больше %(n)d.") % {"n": OPTIONS_MOST[question.kind]}
    if _twice([option.text for option in question.options]):
        yield _("Два варианта с одним и тем же текстом.")
    if question.kind != "single" and n and not 1 <= question.least <= question.most <= n:
        yield _("Сколько вариантов выбрать: от 1 до %(n)d, и наименьшее не больше наибольшего.") % {"n": n}


def _twice(texts: list[Words]) -> bool:
    said = [(language, text) for words in texts for language, text in words.items() if text]
    return len(set(said)) < len(said)


def _branch(question: Question, questions: Collection[Question]) -> str:
    codes = [one.code for one in questions]
    if question.after not in codes:
        return _("Вопрос зависит от вопроса, которого больше нет.")
    if codes.index(question.after) >= codes.index(question.code):
        return _("Вопрос зависит от того, который задают позже.")
    return _("Вопрос зависит от варианта, которого больше нет.")


def _named(language: str) -> str:
    return dict(settings.LANGUAGES).get(language, language)
