"""Calls: what the exchange tells of them, who takes them, the draft that an operator writes meanwhile."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from otklik.appeals.lifecycle import Kind
from otklik.appeals.steps import drafting
from otklik.hotline.models import Call, CallEvent, Seat
from otklik.integrations.telephony.wire import Event, Notice
from otklik.kit.errors import Refusal
from otklik.people import names
from otklik.people.models import User

CHANNEL: Final = "otklik_calls"  # of NOTIFY: the streams of the desk listen to it


class TakenByAnother(Refusal):
    """Another operator has the call."""

    code = "taken_by_another"


class BadExtension(Refusal):
    code = "bad_extension"
    status = 422


@transaction.atomic
def announce(notice: Notice, *, now: datetime) -> tuple[int, bool]:
    """Write down what the exchange tells; the call's id, and whether it is news. At the commit the streams hear of it.

    The same event of the same call changes nothing the second time. Events may come in any order.
    """
    call, _is_new = Call.objects.get_or_create(
        external_id=notice.id, defaults={"began_at": notice.at, "line": notice.line}
    )
    call = Call.objects.select_for_update().get(pk=call.pk)
    event, is_news = CallEvent.objects.get_or_create(
        call=call, event=notice.event.value, defaults={"at": notice.at, "told_at": now}
    )
    if is_news:
        _learn(call, notice)
        _tell(event, call)
    return call.pk, is_news


def _learn(call: Call, notice: Notice) -> None:
    """What this event says beyond what is known. Whoever sits where it was answered has the call."""
    call.said = call.said or notice.phone
    call.phone = call.phone or as_phone(notice.phone)
    call.extension = notice.operator or call.extension
    call.lon, call.lat = notice.point or (call.lon, call.lat)
    call.began_at = min(call.began_at, notice.at)
    if notice.event is Event.ANSWERED:
        call.answered_at = notice.at
        if call.operator_id is None and (seat := Seat.objects.filter(extension=notice.operator).first()):
            call.operator_id = seat.operator_id
    if notice.event is Event.ENDED:
        call.ended_at = notice.at
    call.save()


def _tell(event: CallEvent, call: Call) -> None:
    """Nothing personal: whoever hears it asks for the card by the call's id, with the rights of an operator."""
    said = json.dumps({"id": event.pk, "call": call.pk, "event": event.event, "extension": call.extension})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, said])


def as_phone(said: str) -> str:
    """E.164; "" for a hidden number and for what is none («anonymous», an extension of the house)."""
    try:
        return names.phone(said)
    except ValidationError:
        return ""


def begin(*, key: str, phone: str, operator: User, now: datetime) -> int:
    """A call that no exchange told of: id of it. A repeat with the same key makes no second one."""
    call, _is_new = Call.objects.get_or_create(
        external_id=f"hand-{key}"[:80],
        defaults={
            "phone": as_phone(phone),
            "said": phone[:32],
            "operator": operator,
            "began_at": now,
            "answered_at": now,
        },
    )
    return call.pk


def another(*, call_id: int, operator: User, now: datetime) -> int:
    """The same caller has a further trouble: a call for it beside this one. A repeat makes no third one."""
    call = Call.objects.get(pk=call_id)
    further, _is_new = Call.objects.get_or_create(
        external_id=f"{call.external_id[:60]}+{call.pk}",
        defaults={
            "phone": call.phone,
            "said": call.said,
            "line": call.line,
            "operator": operator,
            "began_at": now,
            "answered_at": now,
        },
    )
    return further.pk


@transaction.atomic
def take(*, call_id: int, operator: User, from_id: int | None = None) -> None:
    """The operator has the call from now on; from_id: whom it is taken over from, as the page showed it.

    A repeat changes nothing. Raises TakenByAnother: somebody was faster.
    """
    call = Call.objects.select_for_update(of=("self",)).select_related("operator").get(pk=call_id)
    if call.operator_id not in (None, operator.pk, from_id):
        raise _taken(call)
    Call.objects.filter(pk=call_id).update(operator=operator)


@transaction.atomic
def keep(*, call_id: int, typed: Mapping[str, str], operator: User, now: datetime) -> None:
    """Store what the operator has typed so far; the call is the operator's from now on.

    Raises TakenByAnother, drafting.AlreadyFiled.
    """
    call = held(call_id, operator)
    drafting.begin(draft_id=call.draft, kind=Kind.PROBLEM, owner=None, now=now)
    drafting.told(draft_id=call.draft, said={"typed": dict(typed)}, now=now)


def drop(*, call_id: int, operator: User) -> None:
    """The call ends without an appeal: what was typed is deleted. A repeat finds nothing. Raises TakenByAnother."""
    with transaction.atomic():
        call = held(call_id, operator)
        try:
            drafting.drop(draft_id=call.draft)
        except (drafting.NoDraft, drafting.AlreadyFiled):
            return


def held(call_id: int, operator: User) -> Call:
    """The call, locked until the commit, and the operator's. Raises TakenByAnother."""
    call = Call.objects.select_for_update(of=("self",)).select_related("operator").get(pk=call_id)
    if call.operator_id not in (None, operator.pk):
        raise _taken(call)
    if call.operator_id is None:
        call.operator = operator
        call.save(update_fields=["operator"])
    return call


def _taken(call: Call) -> TakenByAnother:
    return TakenByAnother(_("Звонок ведёт %(name)s.") % {"name": call.operator})


@transaction.atomic
def sit(*, operator: User, extension: str) -> None:
    """Calls that ring there open at this operator's desk; "" gives the seat up. Whoever sat there before does no more.

    Raises BadExtension.
    """
    extension = extension.strip()
    if len(extension) > 16 or not extension.isprintable():
        raise BadExtension(_("Внутренний номер длиннее 16 знаков."))
    Seat.objects.filter(operator=operator).exclude(extension=extension).delete()
    if extension:
        Seat.objects.filter(extension=extension).exclude(operator=operator).delete()
        Seat.objects.get_or_create(operator=operator, defaults={"extension": extension})


def typed(draft: UUID) -> dict[str, Any]:
    """What was typed so far; empty before the first word."""
    return dict(drafting.said_of(draft).get("typed", {}))
