"""What comes of a call: a new appeal, or joining one that is there."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.appeals import following, letters
from otklik.appeals.lifecycle import FINAL, State
from otklik.appeals.models import Appeal
from otklik.appeals.steps import intake, moderation
from otklik.hotline import queries
from otklik.hotline.calls import held
from otklik.hotline.models import Call, Callback, Joined, SpokenConsent
from otklik.kit.errors import Refusal
from otklik.outbox.models import Message
from otklik.outbox.put import Address, Note, put
from otklik.people import consents
from otklik.people.models import User


class NoConsent(Refusal):
    """Personal data of a caller who has not agreed aloud."""

    code = "no_consent"
    status = 422


class CannotJoin(Refusal):
    """No such appeal, or it has ended."""

    code = "cannot_join"
    status = 422


class NotTheirs(Refusal):
    """The appeal was filed from another number."""

    code = "not_theirs"


@dataclass(frozen=True, slots=True)
class Caller:
    """Whom the operator speaks with, as far as the caller says."""

    name: str
    phone: str  # E.164; "" for none
    wants_call: bool = False  # the answer is to be read to them by telephone
    agreed: bool = False  # aloud, to the portal's rules


@transaction.atomic
def file(*, call_id: int, filing: intake.Filing, caller: Caller, operator: User, now: datetime) -> Appeal:
    """Store the appeal of this call and tell the caller its number by SMS. A repeat returns the same appeal.

    Who leaves no e-mail, or asks for it, is called back with the answer.
    Raises NoConsent, calls.TakenByAnother, intake.BadFiling, intake.Emergency.
    """
    call = held(call_id, operator)
    if call.appeal:
        return call.appeal
    _consent(call, caller, operator, now)
    appeal = intake.receive(filing, now=now)
    call.appeal = appeal
    call.save(update_fields=["appeal"])
    reached = bool(appeal.author_email or appeal.author)
    if caller.phone and reached:  # the letter went elsewhere; without an e-mail it is this SMS already
        put(Note("received", letters.about(appeal), about=appeal.number), [_by_sms(caller.phone)])
    if caller.phone and (caller.wants_call or not reached):
        _call_back(appeal, caller, is_author=True)
    return appeal


@transaction.atomic
def join(*, call_id: int, number: str, caller: Caller, operator: User, now: datetime) -> None:
    """The caller's trouble is that of this appeal: counted once as a supporter, told of the answer by SMS.

    A repeat changes nothing. Raises NoConsent, CannotJoin, calls.TakenByAnother.
    """
    call = held(call_id, operator)
    appeal = Appeal.objects.select_related("topic").filter(number=number).first()
    if appeal is None or appeal.withheld or State(appeal.state) in FINAL:
        raise CannotJoin(_("Присоединиться нельзя: такого обращения нет, или оно уже закрыто."))
    if caller.phone and caller.phone == appeal.author_phone:
        raise CannotJoin(_("Это обращение самого звонящего: он и так узнает ответ."))
    _consent(call, caller, operator, now)
    if _joined_before(call, appeal, caller.phone):
        return
    Joined.objects.create(
        call=call, appeal=appeal, phone=caller.phone, name=caller.name[:150], by=operator, at=now
    )
    following.count_caller(appeal.pk, 1)
    if caller.phone:
        said = letters.about(appeal)
        del said["name"]  # the author's
        once = f"call-joined {call.pk} {appeal.number}"
        put(Note("call-joined", said, about=appeal.number, once=once), [_by_sms(caller.phone)])
        if caller.wants_call:
            _call_back(appeal, caller, is_author=False)


@transaction.atomic
def unjoin(*, call_id: int, joined_id: int, operator: User, now: datetime) -> None:
    """It was the wrong appeal. A repeat finds nothing to undo. Raises calls.TakenByAnother."""
    held(call_id, operator)
    row = Joined.objects.select_for_update().filter(pk=joined_id, call=call_id, undone_at=None).first()
    if row is None:
        return
    row.undone_at = now
    row.save(update_fields=["undone_at"])
    following.count_caller(row.appeal_id, -1)
    Callback.objects.filter(
        appeal=row.appeal_id, phone=row.phone, is_author=False, state=Callback.State.WAITING
    ).update(state=Callback.State.NEEDLESS)


@transaction.atomic
def reply(*, call_id: int, number: str, words: str, operator: User, now: datetime) -> None:
    """The author answers the moderator's question by telephone: of the own appeal only, as the number tells.

    Raises NotTheirs, moderation.NeedsWords, WrongState, calls.TakenByAnother.
    """
    call = held(call_id, operator)
    own = [past for past in queries.caller(call.phone).appeals if past.number == number and not past.joined]
    if not own:
        raise NotTheirs(_("Ответить за автора можно только по обращению, поданному с этого номера."))
    moderation.reply(appeal_id=own[0].id, words=words, now=now, by_phone=operator)


def _joined_before(call: Call, appeal: Appeal, phone: str) -> bool:
    """In this call, or from this number: twice is one voice. Under the lock of the appeal's counts."""
    following.hold(appeal.pk)
    there = Joined.objects.filter(appeal=appeal, undone_at=None)
    return there.filter(call=call).exists() or bool(phone and there.filter(phone=phone).exists())


def _consent(call: Call, caller: Caller, operator: User, now: datetime) -> None:
    """Once a call. Who leaves neither name nor number gives nothing away."""
    if not (caller.name or caller.phone):
        return
    if not caller.agreed:
        raise NoConsent(
            _("Прочитайте согласие и отметьте, что звонящий согласен: без этого данные не хранят.")
        )
    SpokenConsent.objects.get_or_create(
        call=call, defaults={"version": consents.versions()[consents.RULES], "asked_by": operator, "at": now}
    )


def _call_back(appeal: Appeal, caller: Caller, *, is_author: bool) -> None:
    open_ones = Callback.objects.filter(
        appeal=appeal, phone=caller.phone, state__in=[Callback.State.WAITING, Callback.State.DUE]
    )
    if not open_ones.exists():
        Callback.objects.create(
            appeal=appeal, is_author=is_author, phone=caller.phone, name=caller.name[:150]
        )


def _by_sms(phone: str) -> Address:
    return Address(phone, Message.Channel.SMS)
