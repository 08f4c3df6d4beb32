"""The envelope: written strictly, read with patience."""

import pytest

from otklik.integrations.msed import envelope
from otklik.integrations.msed.envelope import Envelope
from otklik.integrations.msed.tests.given import NOON
from otklik.integrations.msed.wire import Defect

pytestmark = pytest.mark.route

FULL = Envelope("ЭСД МЭДО (проба)", ("ZAOZ~MEDOGU", "ADM~MEDOGU"), ("a.pdf", "b.xml"), "annotation.txt", NOON)


def test_what_is_written_is_read_back():
    assert envelope.read(envelope.write(FULL)) == FULL


def test_an_envelope_is_windows_1251_with_windows_line_ends():
    raw = envelope.write(FULL)

    assert raw.startswith("[ПИСЬМО КП ПС СЗИ]\r\nТЕМА=ЭСД МЭДО (проба)\r\n".encode("cp1251"))
    assert "ДАТА=24.11.2026 12:00:00\r\n".encode("cp1251") in raw
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_characters_outside_windows_1251_do_not_break_the_envelope():
    raw = envelope.write(Envelope("Ӑшӑ 💡", (), ("a.pdf",)))

    assert envelope.read(raw).subject == "?ш? ?"


def test_a_line_break_in_the_subject_makes_no_new_key():
    raw = envelope.write(Envelope("тема\r\n[ФАЙЛЫ]\r\n0=evil.exe", (), ("a.pdf",)))

    assert envelope.read(raw).files == ("a.pdf",)


def test_more_than_ten_files_keep_their_order():
    names = tuple(f"photo_{place}.jpg" for place in range(25))

    assert envelope.read(envelope.write(Envelope("", (), names))).files == names


def test_leading_blanks_other_case_and_spaces_round_the_sign_are_forgiven():
    raw = "  [письмо КП ПС СЗИ]\r\n\tТема = проба\r\n [Адресаты]\r\n 0 = X~MEDOGU\r\n  [Файлы]\r\n  0 = a.pdf\r\n"

    read = envelope.read(raw.encode("cp1251"))
    assert (read.subject, read.addresses, read.files) == ("проба", ("X~MEDOGU",), ("a.pdf",))


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig"])
def test_an_envelope_in_utf_8_is_read_too(encoding):
    raw = "[ПИСЬМО КП ПС СЗИ]\nТЕМА=Щука\n[ФАЙЛЫ]\n0=а.pdf\n".encode(encoding)

    assert envelope.read(raw).subject == "Щука"
    assert envelope.read(raw).files == ("а.pdf",)


@pytest.mark.parametrize("raw", [b"", b"\0\xff" * 50, b"[\xd4]\r\n0=a", "[АДРЕСАТЫ]\r\n0=X".encode("cp1251")])
def test_an_envelope_without_a_list_of_files_is_refused(raw):
    with pytest.raises(Defect):
        envelope.read(raw)


def test_the_list_of_files_and_the_folder_must_agree():
    cover = Envelope("", (), ("document.xml", "a.pdf"), text_file="annotation.txt")

    assert envelope.mismatch(cover, ["Document.XML", "a.pdf", "annotation.txt", "x.ini"]) == ""
    assert "нет файлов: a.pdf" in envelope.mismatch(cover, ["document.xml", "annotation.txt"])
    assert "лишние файлы: b.pdf" in envelope.mismatch(
        cover, ["document.xml", "a.pdf", "b.pdf", "annotation.txt"]
    )
