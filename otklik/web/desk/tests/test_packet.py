"""The ledger searched, a packet opened, its trouble dealt with. What is inside a packet is never believed."""

import io
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.tests.given import MONDAY, a_moderator
from otklik.exchange import opening, outbox
from otklik.exchange.models import Packet
from otklik.exchange.tests.given import a_zip
from otklik.kit import clock
from otklik.people.models import StaffDeed, User
from otklik.web.citizen.tests.given import seen
from otklik.web.desk.tests.test_exchange import a_packet_sent
from otklik.web.tests.world import as_

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

XML = '<?xml version="1.0"?><a:header xmlns:a="urn:x" a:uid="7"><a:title>Ответ &lt;b&gt; &amp; всё</a:title></a:header>'


@pytest.fixture
def desk() -> Client:
    return as_(a_moderator())


def kept(files: dict[str, bytes], **more: object) -> Packet:
    name = f"msed/in/{uuid4()}.zip"
    default_storage.save(name, ContentFile(outbox.zipped(files)))
    said = {"direction": "in", "kind": "document", "folder": "f", "file": name, "state": "taken"}
    return Packet.objects.create(**{**said, "created_at": clock.now(), **more})


def test_it_is_found_by_number_uid_partner_state_and_day(desk):
    packet = a_packet_sent()
    other = kept({}, partner_name="Чужой орган", created_at=MONDAY - timedelta(days=30), state="quarantined")
    number = seen(desk.get(f"/desk/exchange/{packet.pk}")).partition("Обращение № ")[2][:11]

    def found(**said: str) -> list[int]:
        page = desk.get("/desk/exchange", said).content.decode()
        return [pk for pk in (packet.pk, other.pk) if f'href="/desk/exchange/{pk}"' in page]

    assert found() == [other.pk]
    assert found(all="1") == [packet.pk, other.pk]
    assert found(number=number) == found(uid=str(packet.message_uid)) == [packet.pk]
    assert found(uid=str(packet.document_uid)) == found(partner=str(packet.partner_uid)) == [packet.pk]
    assert found(state="quarantined") == [other.pk]
    assert found(until="2026-02-20", all="1") == [other.pk]
    assert found(since="2026-03-01", state="spooled") == [packet.pk]


@pytest.mark.parametrize(
    "said",
    [
        {"number": "12"},
        {"uid": "x"},
        {"partner": "'"},
        {"since": "2026-02-30"},
        {"since": "01.03.2026", "until": "2026-02-01"},
    ],
)
def test_what_cannot_be_asked_is_said_in_words(desk, said):
    assert desk.get("/desk/exchange", said).status_code == 422
    assert desk.get("/desk/exchange", {"from": "x", **said}).status_code == 400


def test_pages_go_on_by_keys_and_keep_the_question(desk):
    for n in range(60):
        kept({}, created_at=MONDAY - timedelta(minutes=n), state="delivered", direction="out")
    page = desk.get("/desk/exchange?state=delivered").content.decode()
    assert page.count("<tr><td") == 50
    further = page.rpartition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "state=delivered" in further
    with CaptureQueriesContext(connection) as told:
        assert desk.get(f"/desk/exchange{further}").content.decode().count("<tr><td") == 10
    assert len(told) <= 5


def test_a_packet_of_ours_is_opened_with_its_xml_in_lines_and_its_files(desk):
    packet = a_packet_sent()
    page = desk.get(f"/desk/exchange/{packet.pk}").content.decode()
    assert "passport.xml" in page or "document.xml" in page
    assert "&lt;xdms:communication" in page
    file = desk.get(f"/desk/exchange/{packet.pk}/files/1")
    assert file["Content-Disposition"].startswith(f'attachment; filename="packet-{packet.pk}-1.')
    assert file["Content-Type"] == "application/octet-stream"
    assert "sandbox" in file["Content-Security-Policy"]
    assert StaffDeed.objects.filter(object_kind="packet", what="saw").count() == 2


def test_markup_of_others_is_text_and_a_file_within_a_zip_is_given(desk):
    inner = a_zip({"ответ.pdf": b"%PDF"})
    evil = {"<script>alert(1)</script>.xml": b"<html><script>alert(1)</script></html>", "doc.edc.zip": inner}
    packet = kept(evil)
    page = desk.get(f"/desk/exchange/{packet.pk}").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "ответ.pdf" in page
    file = desk.get(f"/desk/exchange/{packet.pk}/files/2-1")
    assert (file.content, file["Content-Disposition"]) == (
        b"%PDF",
        f'attachment; filename="packet-{packet.pk}-2-1.pdf"',
    )


@pytest.mark.parametrize("place", ["0", "99", "1-9", "x", "1-1-1-1", "9" * 30, "-1"])
def test_a_file_that_is_not_there_is_not_found(desk, place):
    assert desk.get(f"/desk/exchange/{kept({'a.xml': b'<a/>'}).pk}/files/{place}").status_code == 404


@pytest.mark.parametrize("raw", [b"not a zip", b""])
def test_a_spoiled_a_lost_and_an_unread_packet_say_so(desk, raw):
    packet = kept({})
    default_storage.save(packet.file, ContentFile(raw))
    assert "не читается" in seen(desk.get(f"/desk/exchange/{packet.pk}"))
    Packet.objects.update(file="msed/in/lost.zip")
    assert "не читается" in seen(desk.get(f"/desk/exchange/{packet.pk}"))
    Packet.objects.update(file="")
    assert "в карантине" in seen(desk.get(f"/desk/exchange/{packet.pk}"))


def test_what_is_too_large_is_cut_and_what_swells_is_not_given(desk, monkeypatch):
    packet = kept({"long.xml": b"<a>" + b"x" * 600_000 + b"</a>"})
    assert "Показано начало" in seen(desk.get(f"/desk/exchange/{packet.pk}"))
    monkeypatch.setattr(opening, "FILE_MAX", 1_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.bin", b"0" * 100_000)
    default_storage.save(packet.file, ContentFile(out.getvalue()))
    assert desk.get(f"/desk/exchange/{packet.pk}/files/1").status_code == 404


def test_xml_is_laid_out_and_a_dtd_or_another_encoding_only_shown():
    assert opening.laid_out(XML.encode()).splitlines() == [
        '<a:header xmlns:a="urn:x" a:uid="7">', "  <a:title>Ответ <b> & всё</a:title>", "</a:header>"
    ]  # fmt: skip
    bomb = b'<!DOCTYPE a [<!ENTITY x "xxxx"><!ENTITY y "&x;&x;">]><a>&y;</a>'
    assert opening.laid_out(bomb) == bomb.decode()
    told = '<?xml version="1.0" encoding="windows-1251"?><a>Слово</a>'
    assert opening.laid_out(told.encode("cp1251")) == "<a>Слово</a>"
    assert opening.laid_out("Слово".encode("cp1251")) == "Слово"
    deep = opening.laid_out(b"<a>" * 20_000 + b"</a>" * 20_000)
    assert max(map(len, deep.splitlines())) < 100


def test_trouble_is_dealt_with_in_words_and_stays_so_until_it_is_sent_again(desk):
    packet = a_packet_sent()
    Packet.objects.update(alarm="no_receipt")
    path = f"/desk/exchange/{packet.pk}"
    desk.post(f"{path}/dismiss", {"words": "  "})
    assert "Нет квитанции" in seen(desk.get("/desk/exchange"))
    desk.post(f"{path}/dismiss", {"words": "Участник получил, квитанции не будет"})
    desk.post(f"{path}/dismiss", {"words": "Ещё раз"})
    assert "Всё в порядке" in seen(desk.get("/desk/exchange"))
    page = seen(desk.get(path))
    assert "Участник получил" in page
    assert "Марк" in page
    outbox.raise_alarms(now=clock.now() + timedelta(days=90))
    assert "Всё в порядке" in seen(desk.get("/desk/exchange"))
    desk.post(f"{path}/again")
    outbox.raise_alarms(now=clock.now() + timedelta(days=90))
    assert "Нет квитанции" in seen(desk.get("/desk/exchange"))


@pytest.mark.parametrize("role", ["clerk", "head", "operator", "analyst", "citizen"])
def test_nobody_else_opens_a_packet(role):
    client, packet = (
        as_(User.objects.create_user("x@example.test", "pass", name="Икс", role=role)),
        kept({"a": b"1"}),
    )
    for path in ("", "/files/1"):
        assert client.get(f"/desk/exchange/{packet.pk}{path}").status_code == 403
