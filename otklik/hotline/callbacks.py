"""Answers that are read to callers by telephone. Two operators never have the same call-back."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from otklik.appeals import labels, letters
from otklik.appeals.following import ANSWERED as NEWS_OF_ANSWER
from otklik.appeals.lifecycle import ANSWERED as HAVE_ANSWER
from otklik.appeals.lifecycle import FINAL, Decision, State
from otklik.appeals.models import Answer, Appeal
from otklik.appeals.steps import rating
from otklik.appeals.steps.rating import BadRating
from otklik.hotline.models import Callback, Joined
from otklik.kit.errors import Refusal
from otklik.outbox.models import Message
from otklik.outbox.put import Address, Note, put
from otklik.people.models import User

__all__ = ["BadRating"]
HOLD: Final = timedelta(minutes=15)
TRIES: Final = 3
# After the first attempt that nobody took, after the second.
LATER: Final = (timedelta(hours=2), timedelta(days=1))


class NotYours(Refusal):
    """Another operator has it meanwhile, or it is done."""

    code = "not_yours"


def gather(*, now: datetime, limit: int = 500) -> int:
    """What the answers of the last moments mean for callers: call-backs fall due, who joined gets the SMS.

    Returns how many changed. Safe to repeat.
    """
    settled = _due(now, limit) + _needless(now, limit) + _taken_back(now, limit)
    return _follow_merges(limit) + settled + _tell_joined(now, limit)


def _due(now: datetime, limit: int) -> int:
    ids = Callback.objects.filter(state=Callback.State.WAITING, appeal__state=State.ANSWERED).values("pk")
    found = Callback.objects.filter(pk__in=ids[:limit], state=Callback.State.WAITING)
    return found.update(state=Callback.State.DUE, next_at=now)


def _needless(now: datetime, limit: int) -> int:
    """Rated by the link, closed by the clock, refused: there is nothing to read any more."""
    ended = sorted(FINAL - {State.DUPLICATE})
    over = Q(state=Callback.State.WAITING, appeal__state__in=ended)
    over |= Q(state=Callback.State.DUE, appeal__state=State.CLOSED)
    ids = Callback.objects.filter(over).filter(_free(now)).values("pk")
    found = Callback.objects.filter(pk__in=ids[:limit])
    return found.update(state=Callback.State.NEEDLESS)


def _taken_back(now: datetime, limit: int) -> int:
    """The author has returned the answer by the link: the next one is waited for."""
    again = Callback.objects.filter(state=Callback.State.DUE).exclude(
        appeal__state__in=[State.ANSWERED, State.CLOSED]
    )
    ids = again.filter(_free(now)).values("pk")
    found = Callback.objects.filter(pk__in=ids[:limit])
    return found.update(state=Callback.State.WAITING, next_at=None, attempts=0, holder=None, held_until=None)


def _free(now: datetime) -> Q:
    """No operator has it in hand."""
    return Q(held_until=None) | Q(held_until__lte=now)


def _follow_merges(limit: int) -> int:
    """An appeal that was merged is answered with its original, and its callers hear of that."""
    moved = 0
    waiting = Callback.objects.filter(state=Callback.State.WAITING, appeal__state=State.DUPLICATE)
    for row in waiting.select_related("appeal")[:limit]:
        there = Callback.objects.filter(
            appeal=row.appeal.original_id,
            phone=row.phone,
            state__in=[Callback.State.WAITING, Callback.State.DUE],
        )
        changed: dict[str, object] = (
            {"state": Callback.State.NEEDLESS}
            if there.exists()
            else {"appeal": row.appeal.original_id, "is_author": False}
        )
        moved += Callback.objects.filter(pk=row.pk, state=Callback.State.WAITING).update(**changed)
    return moved


def _tell_joined(now: datetime, limit: int) -> int:
    told = 0
    there = sorted(HAVE_ANSWER)  # rated at once, it is closed before we look
    answered = Q(appeal__state__in=there, appeal__answered_at__isnull=False)
    answered |= Q(
        appeal__state=State.DUPLICATE,
        appeal__original__state__in=there,
        appeal__original__answered_at__isnull=False,
    )
    waiting = Joined.objects.filter(answered, told_at=None, undone_at=None).exclude(phone="")
    for row in waiting.select_related("appeal__topic", "appeal__original__topic")[:limit]:
        with transaction.atomic():
            if Joined.objects.filter(pk=row.pk, told_at=None).update(told_at=now):
                _news(row)
                told += 1
    return told


def _news(row: Joined) -> None:
    appeal = row.appeal.original or row.appeal
    answer = Answer.objects.filter(appeal=appeal).order_by("-id").first()
    if answer is None:
        return
    said = letters.about(appeal)
    del said["name"]  # the author's
    said |= {
        "name": row.name,
        "decision": str(labels.DECISION[Decision(answer.decision)]),
        "text": answer.text,
        "followed": said["page"],
    }
    note = Note(NEWS_OF_ANSWER, said, about=appeal.number, once=f"call-answered {row.pk}")
    put(note, [Address(row.phone, Message.Channel.SMS)])


@transaction.atomic
def take_next(*, operator: User, now: datetime) -> int | None:
    """The call-back that has waited longest and nobody has: held for HOLD; the one already held first.

    None: nothing is due.
    """
    due = Callback.objects.filter(state=Callback.State.DUE, next_at__lte=now)
    own = due.filter(holder=operator, held_until__gt=now).order_by("next_at", "id").first()
    free = due.filter(_free(now)).order_by("next_at", "id")
    row = own or free.select_for_update(skip_locked=True).first()
    if row is None:
        return None
    Callback.objects.filter(pk=row.pk).update(holder=operator, held_until=now + HOLD)
    return row.pk


@transaction.atomic
def take(*, callback_id: int, operator: User, now: datetime) -> None:
    """This very one: its caller happens to call. Raises NotYours."""
    row = Callback.objects.select_for_update().filter(pk=callback_id, state=Callback.State.DUE).first()
    if row is None:
        raise NotYours(_("Этот звонок уже сделан."))
    if row.holder_id not in (None, operator.pk) and row.held_until and row.held_until > now:
        raise NotYours(_("Этот звонок взял другой оператор."))
    Callback.objects.filter(pk=row.pk).update(holder=operator, held_until=now + HOLD)


@transaction.atomic
def let_go(*, callback_id: int, operator: User) -> None:
    """Not now: the next operator may have it. A repeat changes nothing."""
    Callback.objects.filter(pk=callback_id, holder=operator, state=Callback.State.DUE).update(
        holder=None, held_until=None
    )


@transaction.atomic
def rated(*, callback_id: int, stars: int, solved: bool, words: str, operator: User, now: datetime) -> None:
    """The author heard the answer and says what it is worth.

    Raises NotYours, rating.BadRating, WrongState (rated by the link meanwhile).
    """
    row = _held(callback_id, operator, now)
    if not row.is_author:
        raise NotYours(_("Оценивает только автор обращения."))
    rating.rate(appeal_id=row.appeal_id, stars=stars, solved=solved, words=words, now=now, by_phone=operator)
    _done(row, Callback.State.DONE, now)
    if not solved:  # it will be answered anew
        Callback.objects.create(appeal_id=row.appeal_id, is_author=True, phone=row.phone, name=row.name)


@transaction.atomic
def read_out(*, callback_id: int, operator: User, now: datetime) -> None:
    """The caller heard the answer and rates nothing. Raises NotYours."""
    _done(_held(callback_id, operator, now), Callback.State.DONE, now)


@transaction.atomic
def missed(*, callback_id: int, operator: User, now: datetime) -> bool:
    """Nobody took the call: once more later; after TRIES attempts an SMS goes instead: True. Raises NotYours."""
    row = _held(callback_id, operator, now)
    row.attempts += 1
    row.holder, row.held_until = None, None
    if row.attempts >= TRIES:
        _done(row, Callback.State.GIVEN_UP, now)
        appeal = Appeal.objects.select_related("topic").get(pk=row.appeal_id)
        said = letters.about(appeal)
        del said["name"]
        note = Note("call-missed", said, about=appeal.number, once=f"call-missed {row.pk}")
        put(note, [Address(row.phone, Message.Channel.SMS)])
        return True
    row.next_at = now + LATER[row.attempts - 1]
    row.save(update_fields=["attempts", "holder", "held_until", "next_at"])
    return False


def _held(callback_id: int, operator: User, now: datetime) -> Callback:
    """Locked, and the operator's: a hold that ran out is the operator's still where nobody else took it."""
    row = Callback.objects.select_for_update().filter(pk=callback_id, state=Callback.State.DUE).first()
    if row is None:
        raise NotYours(_("Этот звонок уже сделан."))
    if row.holder_id != operator.pk:
        raise NotYours(_("Этот звонок взял другой оператор."))
    return row


def _done(row: Callback, state: Callback.State, now: datetime) -> None:
    row.state, row.done_at, row.held_until = state, now, None
    row.save(update_fields=["state", "done_at", "held_until", "attempts", "holder"])
