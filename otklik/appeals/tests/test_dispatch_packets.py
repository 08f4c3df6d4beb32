"""Our document as it leaves: what it holds, what is cut, and where it can not go."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.conf import settings as configured

from otklik.appeals.lifecycle import Attention, State
from otklik.appeals.models import Appeal, Dispatch
from otklik.appeals.steps import assignment, dispatch
from otklik.appeals.tests.given import MONDAY, a_duty, a_moderator, an_appeal, an_authority
from otklik.appeals.tests.test_redaction import a_photo
from otklik.authorities.models import Authority
from otklik.exchange import outbox
from otklik.exchange.models import Packet
from otklik.exchange.tests.given import told
from otklik.integrations.msed import Version
from otklik.integrations.msed.container import unzipped
from otklik.integrations.msed.tests.given import pass_two_engines

pytestmark = [pytest.mark.route, pytest.mark.django_db]

VERSIONS = ["2.2", "2.7", "2.7.1"]


def begun(*, version: str = "2.7.1", personal: bool = False, **appeal) -> Dispatch:
    authority = an_authority(version=version)
    Authority.objects.filter(pk=authority.pk).update(msed_personal_data=personal)
    ours = an_appeal(state=State.SENDING, authority=authority, **appeal)
    dispatch.begin(ours, authority, now=MONDAY)
    return Dispatch.objects.get(appeal=ours, round=ours.dispatches.count())


def sent(ours: Dispatch) -> dict[str, bytes]:
    """The packet's files as they lie in the spool."""
    dispatch.send(dispatch_id=ours.pk, now=MONDAY)
    packet = Packet.objects.get(document_uid=ours.document_uid)
    folder = configured.MSED_SPOOL / "to_msed" / packet.folder
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_document_holds_what_the_partner_needs(version, settings):
    ours = begun(version=version)

    sent(ours)

    [document] = told(settings.MSED_SPOOL)
    assert document.document_uid == str(ours.document_uid)
    assert (document.number, document.on, document.kind) == (ours.number, date(2026, 3, 2), "Обращение")
    assert document.sender.uid == settings.MSED_UID
    assert document.recipient.uid == str(ours.authority.msed_uid)
    assert document.annotation == "Проблема: Яма на дороге. д. Липовка, ул. Новая, д. 5. Яма у дома 5"
    assert document.body.content.startswith(b"%PDF-")
    assert b"pdfaid" in document.body.content


@pytest.mark.parametrize("version", VERSIONS)
def test_photos_of_what_was_merged_with_it_travel_too_as_many_as_one_appeal_may_have(version, settings):
    settings.PHOTOS = 3
    ours = begun(version=version)
    other = an_appeal(state=State.DUPLICATE, original=ours.appeal)
    further = an_appeal(state=State.DUPLICATE, original=other)
    off = an_appeal(state=State.DUPLICATE, original=ours.appeal, withheld=True)
    a_photo(ours.appeal)
    a_photo(other, hidden=True)
    a_photo(other, clarifies=True, place=1)
    a_photo(off)
    for place in range(4):
        a_photo(further, place=place)

    sent(ours)

    [document] = told(settings.MSED_SPOOL)
    assert [part.name.lower() for part in document.attachments] == [
        "photo_1.jpg",
        "photo_2.jpg",
        "photo_3.jpg",
    ]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("personal", [False, True])
def test_the_authors_name_travels_only_where_it_is_needed(personal, version):
    files = sent(begun(version=version, personal=personal, author_name="Ветродуева Аглая"))

    inside = {**files, **(unzipped(files["document.edc.zip"]) if "document.edc.zip" in files else {})}
    words = b"".join(raw for name, raw in inside.items() if name.endswith(".xml"))
    assert any("Ветродуева".encode(code) in words for code in ("cp1251", "utf-8")) == personal


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "text",
    ["я" * 9999, "💡 «Ӑшӑ» \u2028 & <b> ]]> \u0007", "=" * 500, "№\r\n[ФАЙЛЫ]\r\n0=a.exe"],
    ids=["long", "strange letters", "one endless word", "like an envelope"],
)
def test_whatever_a_citizen_types_two_engines_accept_the_message(text, version):
    files = sent(begun(version=version, personal=True, text=text, address="ул. " + "Длинная " * 30))

    assert pass_two_engines(files, Version(version)) == (1 if version == "2.2" else 2)


def test_an_annotation_is_cut_and_the_whole_text_is_in_the_pdf(settings):
    short, long = begun(text="я"), begun(text="я" * 9000)
    sent(short)
    sent(long)

    by_uid = {document.document_uid: document for document in told(settings.MSED_SPOOL)}
    cut = by_uid[str(long.document_uid)]
    assert len(cut.annotation) == 4000
    assert cut.annotation.endswith("…")
    pages = [by_uid[str(ours.document_uid)].body.pages or 0 for ours in (short, long)]
    assert pages[0] < pages[1]


@pytest.mark.parametrize("version", VERSIONS)
def test_sending_twice_makes_one_packet(version, settings):
    ours = begun(version=version)

    sent(ours)
    dispatch.send(dispatch_id=ours.pk, now=MONDAY + timedelta(hours=1))

    assert Packet.objects.count() == len(told(settings.MSED_SPOOL)) == 1


def test_a_withdrawn_appeal_is_not_sent(settings):
    ours = begun()
    type(ours.appeal).objects.update(state="withdrawn")

    dispatch.send(dispatch_id=ours.pk, now=MONDAY)

    assert not Packet.objects.exists()


# --- a partner without a MEDO address ---


def without_address() -> Authority:
    authority = an_authority()
    Authority.objects.filter(pk=authority.pk).update(msed_address="")
    authority.refresh_from_db()
    return authority


def test_an_authority_without_a_medo_address_waits_at_the_desk():
    appeal = an_appeal(state=State.PUBLISHED)
    a_duty(authority=without_address())

    assignment.assign(appeal, now=MONDAY)

    appeal.refresh_from_db()
    assert (appeal.state, appeal.attention) == (State.PUBLISHED, Attention.NO_EXCHANGE)


def test_an_authority_without_a_medo_address_can_not_be_chosen_by_hand():
    appeal = an_appeal(state=State.PUBLISHED)

    with pytest.raises(assignment.NoExchange):
        assignment.assign_by_hand(
            appeal_id=appeal.pk, authority_id=without_address().pk, moderator=a_moderator(), now=MONDAY
        )


def test_an_address_that_goes_while_the_appeal_waits_brings_it_back_to_the_desk():
    ours = begun()
    Authority.objects.update(msed_address="")

    dispatch.send(dispatch_id=ours.pk, now=MONDAY)

    ours.appeal.refresh_from_db()
    assert (ours.appeal.state, ours.appeal.attention) == (State.PUBLISHED, Attention.NO_EXCHANGE)
    assert "нет адреса МЭДО" in ours.appeal.journal.get().reason
    assert [appeal.attention for appeal in Appeal.objects.exclude(attention="")] == [Attention.NO_EXCHANGE]
    assert not Packet.objects.exists()


# --- a lost job ---


def test_what_a_lost_job_left_is_queued_again_and_only_that():
    begun()
    there = begun()
    dispatch.send(dispatch_id=there.pk, now=MONDAY)

    assert dispatch.queue_waiting(now=MONDAY + timedelta(minutes=5)) == 0
    assert dispatch.queue_waiting(now=MONDAY + timedelta(minutes=11)) == 1


def test_the_ledger_knows_which_documents_went():
    ours = begun()
    sent(ours)

    assert outbox.known([ours.document_uid, uuid4()]) == {ours.document_uid}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_returned_appeal_points_at_the_document_that_was_answered(version, settings):
    first = begun(version=version)
    sent(first)
    type(first.appeal).objects.update(state="returned")

    assert dispatch.resend_returned(now=MONDAY) == 1
    second = Dispatch.objects.get(round=2)
    sent(second)

    documents = {document.document_uid: document for document in told(settings.MSED_SPOOL)}
    [link] = documents[str(second.document_uid)].links
    assert (link.document_uid, link.number, link.on) == (str(first.document_uid), first.number, first.on)
    assert documents[str(second.document_uid)].number == f"{first.number}/2"
