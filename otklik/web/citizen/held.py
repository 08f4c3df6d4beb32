"""Who holds an appeal now and by when it must be answered, in words."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.appeals.lifecycle import State
from otklik.appeals.queries.card import Card
from otklik.appeals.rules import number as numbers
from otklik.web.citizen.countdown import left, working_days_left
from otklik.web.parts.filters import ru_date
from otklik.web.parts.render import Tone

# An answer is still owed.
OWED: Final = frozenset({State.PUBLISHED, State.SENDING, State.REGISTERED, State.RETURNED})
SOON: Final = 2  # working days: from here on the term is a warning


HOLDER: Final[dict[State, Promise]] = {
    State.UNCONFIRMED: gettext_lazy("Портал ждёт, пока автор подтвердит почту."),
    State.MODERATION: gettext_lazy("Сейчас у модератора портала."),
    State.QUESTION: gettext_lazy("Модератор ждёт ответа автора."),
    State.REFUSED: gettext_lazy("Рассмотрение закончено: в публикации отказано."),
    State.PUBLISHED: gettext_lazy("Сейчас у портала: сотрудник определяет исполнителя."),
    State.SENDING: gettext_lazy("Сейчас у портала: обращение передаётся исполнителю."),
    State.ANSWERED: gettext_lazy("Исполнитель ответил. Теперь слово за автором: решён ли вопрос."),
    State.RETURNED: gettext_lazy("Автор не согласен с ответом. Портал возвращает обращение исполнителю."),
    State.CLOSED: gettext_lazy("Рассмотрение закончено."),
    State.WITHDRAWN: gettext_lazy("Автор отозвал это обращение."),
}


@dataclass(frozen=True, slots=True)
class Held:
    words: str
    term: str  # "" where none runs
    tone: Tone


def held(card: Card, *, today: date) -> Held:
    """today: by the region's calendar."""
    due = card.answer_by if card.state in OWED else None
    count = working_days_left(due, today=today) if due else None
    return Held(_holder(card), _term(card, due, today), _tone(card.state, count))


def _holder(card: Card) -> str:
    if card.state is State.REGISTERED:
        return _("Сейчас у исполнителя: %(name)s.") % {"name": card.authority}
    if card.state in (State.SENDING, State.PUBLISHED) and card.authority:
        return _("Передаётся исполнителю: %(name)s.") % {"name": card.authority}
    if card.state is State.DUPLICATE:
        return _("Рассматривается вместе с обращением № %(n)s.") % {"n": numbers.spoken(card.original)}
    return str(HOLDER[card.state])


def _term(card: Card, due: date | None, today: date) -> str:
    if card.state is State.CLOSED and card.closed_at:
        return _("Закрыто %(day)s.") % {"day": ru_date(card.closed_at)}
    if due is None:
        return ""
    return _("Ответ до %(day)s: %(left)s.") % {"day": ru_date(due), "left": left(due, today=today)}


def _tone(state: State, count: int | None) -> Tone:
    if count is not None and count < 0:
        return Tone.BAD
    if count is not None and count <= SOON:
        return Tone.WAITING
    return {State.ANSWERED: Tone.GOOD, State.RETURNED: Tone.BAD}.get(state, Tone.ACTIVE)
