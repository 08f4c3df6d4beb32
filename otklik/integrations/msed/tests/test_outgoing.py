"""What leaves is within the limits of the schema, whatever went in, and says so by the eyes of two engines."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik.integrations.msed import (
    BadPacket,
    Citizen,
    FilePart,
    Link,
    NoticeKind,
    Party,
    Signatory,
    Version,
    renewed,
    unpack,
)
from otklik.integrations.msed.container import unzipped
from otklik.integrations.msed.package import ZIP_NAME
from otklik.integrations.msed.tests.given import (
    PDF,
    TODAY,
    TOWN,
    VERSIONS,
    a_document,
    a_notice,
    a_receipt,
    files_of,
    packed,
    pass_two_engines,
)

pytestmark = pytest.mark.route

WILD = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
LONG = "длинное слово " * 400
WIRE_NAME = re.compile(r"[A-Za-z0-9_]{1,250}\.[A-Za-z0-9]{3,4}")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(VERSIONS))
def test_any_words_at_all_make_a_valid_message(data, version):
    def words():
        return data.draw(WILD)

    document = a_document(
        document_id=words(),
        number=words(),
        kind=words(),
        annotation=words(),
        sender=Party(TOWN.uid, words(), words()),
        recipient=Party(TOWN.uid, words(), "ZAOZ~MEDOGU"),
        signatory=Signatory(words(), words(), TODAY),
        citizen=Citizen(words(), words(), words(), words()),
        links=(Link("Ответ", "", words(), TODAY),),
        body=FilePart(words(), PDF, words(), 1),
        attachments=(FilePart(words(), b"x", words()), FilePart(words(), b"y", words())),
    )
    kind = data.draw(st.sampled_from([NoticeKind.ACCEPTED, NoticeKind.REFUSED, NoticeKind.COURSE_CHANGED]))
    notice = a_notice(kind, number=words(), reason=words(), text=words(), comment=words())

    for message in (document, notice, a_receipt(comment=words())):
        assert pass_two_engines(files_of(message, version), version)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("changes", "read", "length"),
    [
        ({"number": "ОТК-" + "7" * 60}, lambda d: d.number, 31),
        ({"annotation": LONG}, lambda d: d.annotation, 4000),
        ({"kind": LONG}, lambda d: d.kind, 511),
        ({"recipient": replace(TOWN, name=LONG)}, lambda d: d.recipient.name, 511),
        ({"signatory": Signatory(LONG, LONG, TODAY)}, lambda d: d.signatory.post, 511),
    ],
    ids=["number", "annotation", "kind", "organisation", "post"],
)
def test_what_is_too_long_is_cut_and_the_cut_is_shown(changes, read, length, version):
    files = files_of(a_document(**changes), version)

    assert pass_two_engines(files, version)
    kept = read(unpack(files).message)
    assert len(kept) in (length, length - 1)  # the blank before a cut goes too
    assert kept.endswith("…")


@pytest.mark.parametrize("version", [Version.V2_7, Version.V2_7_1])
def test_a_long_annotation_leaves_room_for_the_citizen(version):
    document = a_document(
        annotation=LONG, citizen=Citizen("Ветродуев К. С.", "Заокская область", "k@example.test", "4821")
    )

    annotation = unpack(files_of(document, version)).message.annotation
    assert annotation.endswith("Заявитель: Ветродуев К. С., Заокская область, k@example.test, № 4821")
    assert len(annotation) <= 4000


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("name", "on_the_wire"),
    [
        ("Фото ямы.JPG", "Foto_yamy.JPG"),
        ("щука №5 (1).jpeg", "schuka_5_1.jpeg"),
        ("Ҫӗр ӑшӑ.png", "Ser_asha.png"),
        ("..\\..\\evil.exe", "evil.exe"),
        ("../../etc/passwd", None),
        ("без расширения", "bez_rasshireniya.bin"),
        ("照片.jpg", "file.jpg"),
        (".htaccess", "file.htac"),
        ("x" * 400 + ".pdf", "x" * 100 + ".pdf"),
        ("passport.xml", None),
        ("document.xml", None),
        ("", "file.bin"),
    ],
    ids=lambda value: (value or "none")[:30],
)
def test_names_of_files_suit_every_receiver_and_the_original_is_told(name, on_the_wire, version):
    document = a_document(attachments=(FilePart(name, b"x", "Приложение"),))

    files = files_of(document, version)

    [part] = unpack(files).message.attachments
    assert on_the_wire in (None, part.name)
    assert WIRE_NAME.fullmatch(part.name)
    assert part.description == (f"Приложение ({name})" if name and name != part.name else "Приложение")
    inside = unzipped(files[ZIP_NAME]) if ZIP_NAME in files else files
    assert all(WIRE_NAME.fullmatch(own) for own in inside if not own.endswith(".ini"))


@pytest.mark.parametrize("version", VERSIONS)
def test_files_of_one_name_are_told_apart(version):
    names = ["Фото.jpg", "foto.jpg", "FOTO.jpg", "document.pdf", "regStamp.png", "sign_1.p7s"]
    parts = tuple(FilePart(name, bytes([place]), "") for place, name in enumerate(names))

    came = unpack(files_of(a_document(attachments=parts), version)).message

    assert [part.content for part in came.attachments] == [part.content for part in parts]
    assert len({part.name.lower() for part in came.attachments}) == len(parts)
    assert came.body.content == PDF


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"recipient": Party(TOWN.uid, TOWN.name)}, "нет адреса МЭДО"),
        ({"body": None}, "Нет файла документа"),
        ({"body": FilePart("a.pdf", b"<html>")}, "не PDF"),
        ({"signatory": None}, "подписавший"),
        ({"document_uid": "77"}, "Неверный идентификатор"),
        ({"message_uid": ""}, "Неверный идентификатор"),
    ],
    ids=["no address", "no text", "no PDF", "no signatory", "no guid", "no message uid"],
)
def test_what_breaks_the_format_does_not_leave(changes, reason, version):
    with pytest.raises(BadPacket, match=reason):
        packed(a_document(**changes), version)


@pytest.mark.parametrize(
    ("kind", "version"),
    [
        (NoticeKind.PUBLISHED, Version.V2_2),
        (NoticeKind.STATE_REGISTERED, Version.V2_2),
        (NoticeKind.STATE_REGISTERED, Version.V2_7),
    ],
)
def test_a_notice_that_a_version_does_not_know_does_not_leave_in_it(kind, version):
    with pytest.raises(BadPacket, match="не знает уведомления"):
        packed(a_notice(kind), version)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_reason_of_ones_own_goes_out_as_a_listed_one_and_in_the_comment(version):
    notice = unpack(files_of(a_notice(NoticeKind.REFUSED, reason="Перевёрнуты страницы"), version)).message

    assert notice.reason == "Не подлежит регистрации"
    assert notice.comment.startswith("Перевёрнуты страницы")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("message", [a_notice(), a_receipt()], ids=["notice", "receipt"])
def test_notices_and_receipts_have_an_envelope_of_the_same_habits(message, version):
    package = packed(message, version)
    cover = package.files[package.envelope].decode("cp1251")

    assert package.envelope == f"{package.name}.ini"
    assert list(package.files)[-1] == package.envelope
    assert [name for name in package.files if name != package.envelope] == re.findall(
        r"\d=(\S+\.xml)\r\n", cover
    )
    assert f"\r\n0={message.recipient.address}\r\n" in cover
    assert unpack(package.files).message.recipient.uid == message.recipient.uid


@pytest.mark.parametrize("version", VERSIONS)
def test_a_packet_renewed_differs_by_the_uid_of_its_message_only(version):
    document = a_document(annotation="Ӑшӑ 💡")
    package = packed(document, version)
    uid = "99999999-9999-4999-8999-999999999999"

    new = renewed(package, message_uid=uid)

    assert (new.name, new.envelope, list(new.files)[-1]) == (uid, f"{uid}.ini", f"{uid}.ini")
    assert pass_two_engines(new.files, version)
    assert unpack(new.files).message == replace(unpack(package.files).message, message_uid=uid)
    same = {name for name in package.files if new.files.get(name) == package.files[name]}
    assert set(package.files) - same == {next(iter(package.files)), package.envelope}
