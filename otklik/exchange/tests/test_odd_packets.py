"""Packets that break a rule and can still be understood: taken, acknowledged, the oddity told in the ledger."""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import NamedTuple

import pytest

from otklik.exchange.tests.given import (
    Files,
    bring,
    collected,
    quarantined,
    row_of,
    sealed,
    taken,
    told,
    with_container,
    with_xml,
)
from otklik.exchange.tests.test_bad_packets import attribute, renamed
from otklik.integrations.msed import FilePart, Message, NoticeKind, Version
from otklik.integrations.msed.envelope import is_envelope
from otklik.integrations.msed.package import ZIP_NAME
from otklik.integrations.msed.tests.given import (
    NOON,
    PORTAL,
    TODAY,
    TOWN,
    a_document,
    a_notice,
    an_answer_to,
    files_of,
)

pytestmark = [pytest.mark.route, pytest.mark.django_db]

OURS = a_document()
OLD = Version.V2_2


def an_answer(**changes) -> Message:
    return an_answer_to(OURS, **changes)


def enveloped(change: Callable[[str], str], *, encoding: str = "cp1251") -> Files:
    """A 2.2 answer whose envelope was written in another way."""
    files = sealed(files_of(an_answer(attachments=OURS.attachments), OLD))
    text = files["envelope.ltr"].decode("cp1251")
    return {**files, "envelope.ltr": change(text).encode(encoding)}


def spaced(text: str) -> str:
    return "".join(f"  {line}" if "[" in line else f"\t{line.replace('=', ' = ', 1)}" for line in lines(text))


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def sub(pattern: str, by: str, *, encoding: str = "cp1251") -> Callable[[bytes], bytes]:
    return lambda xml: re.sub(pattern, by, xml.decode(encoding), flags=re.DOTALL).encode(encoding)


def dated(old_date: str, new_date: str) -> Files:
    """A 2.2 notice of 24.11.2026 12:00 Moscow time, with its times and dates written in another way."""
    return with_xml(files_of(a_notice(), OLD), sub(old_date, new_date))


def of_version(version: str) -> Files:
    return with_xml(files_of(an_answer(), OLD), attribute("communication", "version", version))


def nested(xml: bytes) -> bytes:
    """Two recipients, each a destination inside a destination, we the second."""
    [one] = re.findall(rb"<xdms:destination>.*</xdms:destination>", xml, re.DOTALL)
    return xml.replace(one, one.replace(PORTAL.uid.encode(), TOWN.uid.encode()) + one)


class Odd(NamedTuple):
    name: str
    packet: Callable[[], Files]
    understood: Callable[[Message], bool]
    remark: str = ""  # in the ledger


CASES = [
    # the envelope
    Odd("leading blanks and spaces round =", lambda: enveloped(spaced), lambda m: m.body is not None),
    Odd("in UTF-8", lambda: enveloped(str, encoding="utf-8"), lambda m: m.number == "ИСХ-501/26"),
    Odd("in UTF-8 with a mark", lambda: enveloped(str, encoding="utf-8-sig"), lambda m: len(m.links) == 1),
    Odd("lower case", lambda: enveloped(str.lower), lambda m: m.sender.address == "zaoz~medogu"),
    Odd("Unix lines", lambda: enveloped(lambda t: t.replace("\r\n", "\n")), lambda m: m.kind == "Письмо"),
    Odd("bytes that are no Russian", lambda: enveloped(lambda t: t + ";Щ\xa0№\r\n"), lambda m: True),
    Odd(
        "more than ten files",
        lambda: files_of(
            an_answer(attachments=tuple(FilePart(f"{n}.jpg", b"x", "Фото") for n in range(12))), OLD
        ),
        lambda m: len(m.attachments) == 12,
    ),
    Odd(
        "our own address for the sender's",
        lambda: enveloped(lambda t: t.replace(TOWN.address, PORTAL.address)),
        lambda m: m.sender.address == "",
    ),
    # encodings of the XML
    Odd(
        "windows-1251 declared, UTF-8 written",
        lambda: with_xml(files_of(an_answer(), OLD), lambda xml: xml.decode("cp1251").encode()),
        lambda m: m.annotation.endswith("Фонарь горит."),
        "объявлен в windows-1251, а записан в utf-8",
    ),
    Odd(
        "UTF-8 declared, windows-1251 written",
        lambda: with_xml(
            files_of(an_answer(), OLD), lambda xml: xml.replace(b"encoding='windows-1251'", b"")
        ),
        lambda m: m.annotation.endswith("Фонарь горит."),
        "объявлен в utf-8, а записан в windows-1251",
    ),
    Odd(
        "UTF-8 with a mark",
        lambda: with_xml(files_of(an_answer()), lambda xml: b"\xef\xbb\xbf" + xml),
        lambda m: m.number == "ИСХ-501/26",
    ),
    Odd(
        "UTF-16",
        lambda: with_xml(
            files_of(an_answer(), OLD),
            lambda xml: xml.decode("cp1251").replace("windows-1251", "utf-16").encode("utf-16"),
        ),
        lambda m: m.number == "ИСХ-501/26",
    ),
    # the header
    Odd(
        "attributes without a namespace",
        lambda: with_xml(files_of(an_answer(), OLD), lambda xml: re.sub(rb' xdms:(\w+=")', rb" \1", xml)),
        lambda m: m.sender.uid == TOWN.uid,
    ),
    Odd(
        "guids in braces and upper case",
        lambda: with_xml(
            files_of(an_answer(), OLD), attribute("source", "uid", "{" + TOWN.uid.upper() + "}")
        ),
        lambda m: m.sender.uid == TOWN.uid,
    ),
    Odd(
        "guids without dashes",
        lambda: with_xml(files_of(an_answer(), OLD), attribute("source", "uid", TOWN.uid.replace("-", ""))),
        lambda m: m.sender.uid == TOWN.uid,
    ),
    Odd(
        "the wrong word for the kind",
        lambda: with_xml(files_of(an_answer()), sub("Транспортный контейнер", "Документ", encoding="utf-8")),
        lambda m: m.body is not None,
    ),
    Odd("two destinations", lambda: with_xml(files_of(an_answer()), nested), lambda m: m.recipient == PORTAL),
    Odd(
        "no destination",
        lambda: with_xml(files_of(an_answer(), OLD), sub("<xdms:deliveryIndex>.*</xdms:deliveryIndex>", "")),
        lambda m: m.recipient == PORTAL,
    ),
    Odd(
        "somebody else's destination",
        lambda: files_of(an_answer(recipient=replace(TOWN, name="Другой орган"))),
        lambda m: m.recipient.name == "Другой орган",
        "Адресовано не нам: Другой орган",
    ),
    *(
        Odd(
            f"version {version}",
            partial(of_version, version),
            lambda m: m.document_uid != "",
        )
        for version in ("2.0", "2.5", "2.6")
    ),
    Odd(
        "version 2.7.0",
        lambda: with_xml(files_of(an_answer(), Version.V2_7), attribute("communication", "version", "2.7.0")),
        lambda m: m.body is not None,
    ),
    # dates
    *(
        Odd(
            f"time {written}",
            partial(dated, "2026-11-24T12:00:00", written),
            lambda m: m.time == NOON,
        )
        for written in (
            "2026-11-24T12:00:00+03:00",
            "2026-11-24T09:00:00Z",
            "2026-11-24T16:00:00.0000000+07:00",
            "2026-11-24 12:00",
        )
    ),
    Odd("a date for a time", lambda: dated("T12:00:00", ""), lambda m: m.time.date() == TODAY),
    *(
        Odd(
            f"date {written}",
            partial(dated, "<xdms:date>2026-11-24", f"<xdms:date>{written}"),
            lambda m: (m.on, m.foundation_on) == (TODAY, TODAY),
        )
        for written in ("2026-11-24T00:00:00", "2026-11-24+03:00", "2026-11-24T23:30:00Z", "24.11.2026")
    ),
    Odd(
        "no date of the document",
        lambda: with_xml(
            files_of(an_answer(), OLD), sub("(</xdms:number>)<xdms:date>[^<]*</xdms:date>", r"\1")
        ),
        lambda m: m.on == date(2026, 11, 24),
        "У документа нет даты",
    ),
    # the words
    Odd(
        "a reason that no list has",
        lambda: with_xml(
            files_of(a_notice(NoticeKind.REFUSED), OLD), sub("Ошибка адресации", "Перевёрнуты страницы")
        ),
        lambda m: m.reason == "Перевёрнуты страницы",
    ),
    Odd(
        "a kind of notice that no list has",
        lambda: with_xml(
            files_of(a_notice(), OLD),
            lambda xml: sub("documentAccepted", "termProlonged")(
                sub('"Зарегистрирован"', '"Продление срока"')(xml)
            ),
        ),
        lambda m: (m.kind, m.text) == (NoticeKind.COURSE_CHANGED, "Продление срока. Сообщено"),
        "Неизвестный вид уведомления",
    ),
    Odd(
        "a number longer than the schema's",
        lambda: with_xml(files_of(a_notice(), OLD), sub("ВХ-77/26", "ВХ-" + "7" * 60)),
        lambda m: m.number == "ВХ-" + "7" * 60,
    ),
    Odd(
        "an annotation longer than the schema's",
        lambda: with_xml(files_of(an_answer(), OLD), sub("Фонарь горит", "Фонарь горит " * 500)),
        lambda m: len(m.annotation) > 6000,
    ),
    Odd(
        "no description of the files",
        lambda: with_xml(files_of(an_answer(), OLD), sub("<xdms:description>[^<]*</xdms:description>", "")),
        lambda m: (m.body.name, m.body.description) == ("document.pdf", ""),
    ),
    Odd(
        "no files at all",
        lambda: sealed(
            with_xml(
                {name: raw for name, raw in files_of(an_answer(), OLD).items() if name != "document.pdf"},
                sub("<xdms:files>.*</xdms:files>", ""),
            )
        ),
        lambda m: m.body is None,
        "Отсутствует текст документа",
    ),
    # the container
    Odd(
        "a passport of another name",
        lambda: with_container(files_of(an_answer()), renamed("passport.xml", "card.xml")),
        lambda m: m.links[0].document_uid == OURS.document_uid,
        "Паспорт контейнера назван «card.xml»",
    ),
    Odd(
        "a PDF that the passport misnames",
        lambda: with_container(files_of(an_answer()), renamed("document.pdf", "text.pdf")),
        lambda m: m.body.name == "text.pdf",
        "Файл документа назван в паспорте «document.pdf»",
    ),
    Odd(
        "names in Russian",
        lambda: with_container(
            files_of(an_answer(attachments=OURS.attachments)),
            lambda inside: {
                name.replace("photo_1", "Фото_после"): raw.replace(b"photo_1.jpg", "Фото_после.jpg".encode())
                for name, raw in inside.items()
            },
        ),
        lambda m: [part.name for part in m.attachments] == ["Фото_после.jpg"],
    ),
    Odd(
        "names of an old Windows",
        lambda: as_old_windows(files_of(an_answer(attachments=OURS.attachments)), "photo_1.jpg", "Фото.jpg"),
        lambda m: [part.name for part in m.attachments] == ["Фото.jpg"],
    ),
    Odd(
        "a container named by the document's guid",
        lambda: sealed(
            renamed(ZIP_NAME, "0a.edc.zip")(
                with_xml(files_of(an_answer()), lambda xml: xml.replace(ZIP_NAME.encode(), b"0a.edc.zip"))
            )
        ),
        lambda m: m.body is not None,
    ),
]


def as_old_windows(files: Files, old_name: str, new_name: str) -> Files:
    """A container whose maker wrote names in cp866 and did not say so."""

    def change(inside: Files) -> Files:
        stand_in = "@" * len(new_name)
        passport = inside["passport.xml"].replace(old_name.encode(), new_name.encode())
        return {**renamed(old_name, stand_in)(inside), "passport.xml": passport}

    raw = with_container(files, change)[ZIP_NAME]
    return {**files, ZIP_NAME: raw.replace(b"@" * len(new_name), new_name.encode("cp866"))}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_odd_packet_is_understood_acknowledged_and_remarked_on(case, settings):
    bring(settings.MSED_SPOOL, case.packet())

    heard = collected()

    assert quarantined(settings.MSED_SPOOL) == {}
    assert [case.understood(message) for message in heard] == [True]
    row = row_of(heard[0].message_uid)
    assert (row.state, row.alarm) == ("taken", "")
    assert case.remark in row.error
    assert bool(row.error) == bool(case.remark)
    [receipt] = told(settings.MSED_SPOOL)
    assert (receipt.accepted, receipt.acknowledged_uid) == (True, heard[0].message_uid)


def test_names_of_files_on_a_windows_disk_are_read(settings):
    """The share was mounted with another charset: the bytes of the names are windows-1251."""
    files = files_of(an_answer(), OLD)
    russian = sealed(with_xml(renamed("document.pdf", "Ответ.pdf")(files), sub("document.pdf", "Ответ.pdf")))
    folder = bring(settings.MSED_SPOOL, {n: r for n, r in russian.items() if n != "Ответ.pdf"})
    (folder / os.fsdecode("Ответ.pdf".encode("cp1251"))).write_bytes(russian["Ответ.pdf"])

    [answer] = collected()

    assert answer.body.name == "Ответ.pdf"
    assert taken(settings.MSED_SPOOL) == ["packet-1"]


def test_an_envelope_of_any_usual_name_is_found(settings):
    for name in ("envelope.ltr", "envelope.ini", "packet-3.ini", "LETTER.LTR"):
        files = files_of(a_notice())
        cover = next(name for name in files if is_envelope(name))
        bring(settings.MSED_SPOOL, renamed(cover, name)(files), name=name.partition(".")[0] + name[-3:])

    assert len(collected()) == 4
