"""Packets that can't be used: each lies in quarantine with its reason, is answered if it may be, and stops nobody."""

import re
import struct
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import pytest

from otklik.exchange.models import Packet
from otklik.exchange.tests.given import (
    Files,
    a_zip,
    bring,
    collected,
    quarantined,
    sealed,
    taken,
    told,
    with_container,
    with_xml,
)
from otklik.integrations.msed import NIL_UID, Version
from otklik.integrations.msed.package import ZIP_NAME
from otklik.integrations.msed.tests.given import (
    PDF,
    TOWN,
    a_document,
    a_notice,
    a_receipt,
    an_answer_to,
    files_of,
)

pytestmark = [pytest.mark.route, pytest.mark.django_db]

LAUGHS = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def old() -> Files:
    """A 2.2 answer: loose files and an XML in windows-1251."""
    return files_of(an_answer_to(a_document()), Version.V2_2)


def new() -> Files:
    """A 2.7.1 answer in a container."""
    return files_of(an_answer_to(a_document()), Version.V2_7_1)


def without(files: Files, name: str) -> Files:
    return {own: raw for own, raw in files.items() if own != name}


def without_envelope(files: Files) -> Files:
    return {name: raw for name, raw in files.items() if not name.endswith(".ini")}


def attribute(element: str, name: str, value: str) -> Callable[[bytes], bytes]:
    """Set an attribute of an element, or take it away ("")."""
    new = f' xdms:{name}="{value}"'.encode() if value else b""
    return lambda xml: re.sub(rf'(<xdms:{element}\b[^>]*?) xdms:{name}="[^"]*"'.encode(), rb"\1" + new, xml)


def after_the_prolog(extra: bytes) -> Callable[[bytes], bytes]:
    return lambda xml: xml.replace(b"?>", b"?>" + extra, 1)


def renamed(old_name: str, new_name: str) -> Callable[[Files], Files]:
    return lambda files: {new_name if name == old_name else name: raw for name, raw in files.items()}


def with_name(name: str) -> Files:
    return swapped(a_zip({name: PDF}))(new())


def lying_zip() -> bytes:
    """Says ten bytes and unpacks to five million."""
    raw = bytearray(a_zip({"passport.xml": b"\0" * 5_000_000}))
    place = raw.index(b"PK\x01\x02")
    raw[22:26] = raw[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(raw)


def locked_zip() -> bytes:
    raw = bytearray(a_zip({"passport.xml": b"<c/>"}))
    place = raw.index(b"PK\x01\x02")
    raw[6] |= 1
    raw[place + 8] |= 1
    return bytes(raw)


def doubled_zip() -> bytes:
    return a_zip({"passport.xml": b"<c/>", "Passport.XML": b"<c/>"})


def swapped(content: bytes) -> Callable[[Files], Files]:
    return lambda files: {**files, ZIP_NAME: content}


class Bad(NamedTuple):
    name: str
    packet: Callable[[], Files]
    reason: str
    answered: bool = True  # accepted=false goes to the sender


CASES = [
    # the envelope and the set of files
    Bad("no envelope", lambda: without_envelope(old()), "Нецелостность пакета: нет конверта", False),
    Bad("two envelopes", lambda: {**old(), "b.ltr": b""}, "Нецелостность пакета: больше одного", False),
    Bad("no list of files", lambda: {**without_envelope(old()), "a.ini": b"[X]\r\n"}, "[ФАЙЛЫ]", False),
    Bad("a file too many", lambda: {**old(), "evil.exe": b"MZ"}, "Нецелостность пакета: лишние файлы", False),
    Bad("a file lacks", lambda: without(old(), "document.pdf"), "Нецелостность пакета: нет файлов", False),
    Bad("a file that only the XML names", lambda: sealed(without(old(), "document.pdf")), "Нет файла"),
    # the message
    Bad("no message", lambda: sealed(without(old(), "document.xml")), "нет сообщения XML", False),
    Bad("two messages", lambda: sealed({**old(), "notification.xml": b"<a/>"}), "больше одного", False),
    Bad("not XML", lambda: with_xml(old(), lambda xml: b"rubbish"), "Ошибка в XML", False),
    Bad("half an XML", lambda: with_xml(old(), lambda xml: xml[:-40]), "Ошибка в XML", False),
    Bad("another root", lambda: with_xml(old(), lambda xml: b"<letter/>"), "Корень XML не", False),
    Bad("a DTD", lambda: with_xml(new(), after_the_prolog(b"<!DOCTYPE a>")), "DTD", False),
    Bad("an entity bomb", lambda: with_xml(new(), after_the_prolog(LAUGHS)), "DTD", False),
    Bad("an outside entity", lambda: with_xml(old(), after_the_prolog(OUTSIDE)), "DTD", False),
    Bad(
        "version 3",
        lambda: with_xml(old(), attribute("communication", "version", "3.0")),
        "Неизвестная версия",
    ),
    Bad(
        "no version", lambda: with_xml(old(), attribute("communication", "version", "")), "Неизвестная версия"
    ),
    Bad(
        "another namespace",
        lambda: with_xml(new(), lambda xml: xml.replace(b"urn:IEDMS:MESSAGE", b"urn:IEDMS:LETTER")),
        "Неизвестное пространство имён",
    ),
    Bad(
        "no header uid",
        lambda: with_xml(new(), attribute("header", "uid", "")),
        "Нет идентификатора сообщ",
        False,
    ),
    Bad(
        "a nil header uid",
        lambda: with_xml(old(), attribute("header", "uid", NIL_UID)),
        "Нет идентификатора сообщ",
        False,
    ),
    Bad(
        "a broken header uid",
        lambda: with_xml(old(), attribute("header", "uid", "77")),
        "Неверный идент",
        False,
    ),
    Bad(
        "no sender",
        lambda: with_xml(old(), attribute("source", "uid", "")),
        "Нет идентификатора отправителя",
        False,
    ),
    Bad(
        "a message of nothing",
        lambda: with_xml(old(), lambda xml: xml.replace(b"xdms:document", b"xdms:dokument")),
        "ни документа",
    ),
    Bad(
        "a document without uid",
        lambda: with_xml(old(), attribute("document", "uid", "")),
        "Неверный идентификатор",
    ),
    Bad(
        "an impossible date",
        lambda: with_xml(old(), lambda xml: xml.replace(b"<xdms:date>2026-11-24", b"<xdms:date>2026-13-32")),
        "Неверная дата",
    ),
    Bad(
        "a year before all years",
        lambda: with_xml(new(), attribute("header", "created", "0001-01-01T00:00:00")),
        "Неверная дата",
    ),
    Bad(
        "a notice about nothing",
        lambda: with_xml(files_of(a_notice()), attribute("notification", "uid", "")),
        "Неверный идентификатор",
    ),
    Bad(
        "a receipt that says neither yes nor no",
        lambda: with_xml(files_of(a_receipt()), lambda xml: xml.replace(b">true<", b">perhaps<")),
        "accepted",
        False,
    ),
    # the container
    Bad("a container that lacks", lambda: sealed(without(new(), ZIP_NAME)), "Нет контейнера"),
    Bad("no zip", lambda: swapped(b"PK rubbish")(new()), "Контейнер повреждён"),
    Bad("half a zip", lambda: swapped(new()[ZIP_NAME][:-30])(new()), "Контейнер повреждён"),
    Bad("a zip that is locked", lambda: swapped(locked_zip())(new()), "зашифрован"),
    Bad("a name twice", lambda: swapped(doubled_zip())(new()), "два файла"),
    Bad("a bomb by ratio", lambda: swapped(a_zip({"a.pdf": b"\0" * 5_000_000}))(new()), "zip-бомбу"),
    Bad("a bomb by size", lambda: swapped(a_zip({"a.pdf": b"\0" * 51 * 2**20}))(new()), "больше допустим"),
    Bad("a bomb by number", lambda: swapped(a_zip({f"{n}.a": b"" for n in range(201)}))(new()), "больше 200"),
    Bad("a bomb that lies", lambda: swapped(lying_zip())(new()), "Контейнер повреждён"),
    *(
        Bad(f"a way out: {name}", partial(with_name, name), "Недопустимое имя")
        for name in ("../evil.pdf", "/etc/cron.d/evil", "a/b.pdf", "..\\evil.pdf", "C:evil.pdf", "..")
    ),
    Bad(
        "no passport and two XMLs",
        lambda: with_container(
            new(), lambda inside: {**renamed("passport.xml", "a.xml")(inside), "b.xml": b"<a/>"}
        ),
        "больше одного XML",
    ),
    Bad(
        "no passport at all",
        lambda: with_container(new(), lambda inside: without(inside, "passport.xml")),
        "нет passport.xml",
    ),
    Bad(
        "a passport with a DTD",
        lambda: with_container(
            new(), lambda inside: {**inside, "passport.xml": after_the_prolog(LAUGHS)(inside["passport.xml"])}
        ),
        "DTD",
    ),
    Bad(
        "a passport that is none",
        lambda: with_container(new(), lambda inside: {**inside, "passport.xml": b"<card/>"}),
        "корень XML не container",
    ),
    Bad(
        "no PDF",
        lambda: with_container(new(), lambda inside: without(inside, "document.pdf")),
        "нет файла документа",
    ),
    Bad(
        "two PDFs, neither of the name",
        lambda: with_container(
            new(), lambda inside: {**renamed("document.pdf", "a.pdf")(inside), "b.pdf": PDF}
        ),
        "нет файла документа",
    ),
    Bad(
        "an attachment that lacks",
        lambda: with_container(
            files_of(an_answer_to(a_document(), attachments=a_document().attachments)),
            lambda inside: without(inside, "photo_1.jpg"),
        ),
        "Приложение отсутствует",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_bad_packet_lies_in_quarantine_with_its_reason_and_stops_nobody(case, settings):
    next_one = a_notice()
    bring(settings.MSED_SPOOL, case.packet(), name="bad", minutes_ago=60)
    bring(settings.MSED_SPOOL, files_of(next_one), name="next")

    heard = collected()

    assert case.reason in quarantined(settings.MSED_SPOOL)["bad"]
    row = Packet.objects.get(folder="bad")
    assert (row.state, row.kind, row.direction) == ("quarantined", "unknown", "in")
    assert case.reason in row.error
    assert [message.message_uid for message in heard] == [next_one.message_uid]
    assert taken(settings.MSED_SPOOL) == ["next"]
    refusals = [message for message in told(settings.MSED_SPOOL) if not message.accepted]
    assert [case.reason in refusal.comment for refusal in refusals] == [True] * case.answered
    if case.answered:
        assert (str(row.partner_uid), row.partner_name) == (TOWN.uid, TOWN.name)
        assert refusals[0].recipient.uid == TOWN.uid
