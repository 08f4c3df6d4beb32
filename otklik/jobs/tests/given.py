"""An appeal on its way through МСЭД, and what the authority says of it, laid into the real spool."""

from itertools import count
from uuid import uuid4

from django.conf import settings

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Dispatch
from otklik.appeals.steps import dispatch
from otklik.appeals.tests.given import MONDAY, an_appeal, an_authority
from otklik.exchange import inbox, outbox
from otklik.exchange.models import Packet
from otklik.exchange.tests.given import bring
from otklik.integrations.msed import Document, Link, Message, Notice, NoticeKind, Party, Receipt, Version
from otklik.integrations.msed.tests.given import a_document, a_notice, a_receipt, files_of
from otklik.jobs import inbound

_places = count()


def under_way(*, state: State = State.SENDING, version: str = "2.7.1", **appeal) -> Dispatch:
    """An appeal with its document; nothing lies in the spool yet."""
    authority = appeal.pop("authority", None) or an_authority(version=version)
    ours = an_appeal(state=state, authority=authority, **appeal)
    dispatch.begin(ours, authority, now=MONDAY)
    return Dispatch.objects.get(appeal=ours)


def its_authority(ours: Dispatch) -> Party:
    return Party(str(ours.authority.msed_uid), ours.authority.name, ours.authority.msed_address)


def notice_of(ours: Dispatch, kind: NoticeKind, **changes) -> Notice:
    return a_notice(
        kind,
        **{
            "sender": its_authority(ours),
            "recipient": outbox.us(),
            "document_uid": str(ours.document_uid),
            "foundation_number": ours.number,
            "foundation_on": ours.on,
            **changes,
        },
    )


def answer_of(ours: Dispatch, **changes) -> Document:
    return a_document(
        **{
            "sender": its_authority(ours),
            "recipient": outbox.us(),
            "number": "ИСХ-501/26",
            "kind": "Письмо",
            "annotation": "Решение: решено\nЯма засыпана.",
            "links": (Link("В ответ на", str(ours.document_uid), ours.number, ours.on),),
            "attachments": (),
            **changes,
        }
    )


def receipt_of(ours: Dispatch) -> Receipt:
    packet = Packet.objects.get(document_uid=ours.document_uid)
    return a_receipt(
        acknowledged_uid=str(packet.message_uid), sender=its_authority(ours), recipient=outbox.us()
    )


def say(*messages: Message, version: Version = Version.V2_7_1) -> None:
    """They come in this order and the inbox takes them in."""
    for place, message in enumerate(messages):
        name = f"{next(_places):06}-{uuid4().hex[:6]}"
        bring(settings.MSED_SPOOL, files_of(message, version), name=name, minutes_ago=15 - place)
    inbox.collect(heed=inbound.heed, now=MONDAY)


def fresh(ours: Dispatch) -> tuple[Appeal, Dispatch]:
    """Both as they are in the database now."""
    now = Dispatch.objects.select_related("appeal").get(pk=ours.pk)
    return now.appeal, now
