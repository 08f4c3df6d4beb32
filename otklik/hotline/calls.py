"""Calls: what the exchange tells of them, who takes them."""

import json
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from otklik.hotline.models import Call, CallEvent
from otklik.integrations.telephony.wire import Event, Notice
from otklik.people import names

CHANNEL: Final = "otklik_calls"  # of NOTIFY: the streams of the desk listen to it


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
    """What this event says beyond what is known."""
    call.said = call.said or notice.phone
    call.phone = call.phone or as_phone(notice.phone)
    call.extension = notice.operator or call.extension
    call.began_at = min(call.began_at, notice.at)
    if notice.event is Event.ANSWERED:
        call.answered_at = notice.at
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
