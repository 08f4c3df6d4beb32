"""Whatever is packed is read back the same, in every version."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik.integrations.msed import (
    MOSCOW,
    REFUSAL_REASONS,
    Citizen,
    Executor,
    FilePart,
    Link,
    NoticeKind,
    Party,
    Signatory,
    Version,
    unpack,
)
from otklik.integrations.msed.dialect import DIALECTS
from otklik.integrations.msed.tests.given import (
    NOON,
    PDF,
    PORTAL,
    TOWN,
    VERSIONS,
    a_document,
    a_notice,
    a_receipt,
    an_answer_to,
    files_of,
    packed,
    pass_two_engines,
)

pytestmark = pytest.mark.route

# Text as people write it: any script, emoji, quotes, ampersands and line breaks; edges and blanks are tidied.
TAGS = "".join(map(chr, range(0xE0000, 0xE0100)))
CHARACTERS = st.characters(
    exclude_categories=["Cs", "Cc", "Cn", "Co"], exclude_characters="\u2028\u2029\x85" + TAGS
)
WORDS = st.text(CHARACTERS, min_size=1, max_size=60).map(lambda s: " ".join(s.split())).filter(bool)
TEXTS = st.lists(WORDS, min_size=1, max_size=4).map("\n".join)
UIDS = st.uuids().map(str)
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
ZONES = st.sampled_from([MOSCOW, UTC, timezone(timedelta(hours=-7)), timezone(timedelta(hours=10))])
# Moments that a clock on the wall really showed: those skipped in spring come back as another hour.
MOMENTS = st.datetimes(
    datetime(1990, 1, 2),  # noqa: DTZ001  # Hypothesis wants naive bounds
    datetime(2099, 12, 30),  # noqa: DTZ001
    timezones=ZONES,
    allow_imaginary=False,
).map(lambda at: at.replace(microsecond=0))
NUMBERS = st.text(CHARACTERS, min_size=1, max_size=31).map(lambda s: " ".join(s.split())).filter(bool)
FILES = st.builds(
    FilePart, st.from_regex(r"\A[a-z]{1,8}\.(jpg|png|pdf|docx)\Z"), st.binary(max_size=99), WORDS
)
LINKS = st.builds(Link, st.sampled_from(["В ответ на", "Связан с"]), UIDS, NUMBERS, DAYS)
DOCUMENTS = st.builds(
    a_document,
    message_uid=UIDS,
    document_uid=UIDS,
    document_id=WORDS,
    number=NUMBERS,
    on=DAYS,
    annotation=TEXTS,
    created=MOMENTS,
    sender=st.builds(Party, UIDS, WORDS, st.just("")),
    recipient=st.builds(Party, UIDS, WORDS, st.just("ZAOZ~MEDOGU")),
    signatory=st.builds(Signatory, WORDS, WORDS, DAYS),
    executor=st.none() | st.builds(Executor, WORDS, WORDS, WORDS),
    citizen=st.none() | st.builds(Citizen, WORDS, WORDS, WORDS, NUMBERS),
    links=st.lists(LINKS, max_size=3).map(tuple),
    body=st.builds(FilePart, st.just("document.pdf"), st.just(PDF), WORDS, st.integers(1, 500)),
    attachments=st.lists(FILES, max_size=3, unique_by=lambda file: file.name).map(tuple),
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(DOCUMENTS, st.sampled_from(VERSIONS))
def test_a_document_comes_back_as_it_was_sent(document, version):
    came, answer_in = unpack(files_of(document, version), own=document.recipient)

    expected = replace(document, addressee_titles=(document.recipient.name,))
    if DIALECTS[version].container:  # what a passport has no place for
        expected = replace(
            expected,
            document_id="",
            citizen=None,
            signatory=replace(document.signatory, on=None),
            links=tuple(replace(link, kind="") for link in document.links),
        )
        if document.citizen:
            expected = replace(expected, annotation=came.annotation)
            assert came.annotation.startswith(document.annotation)
            assert document.citizen.name in came.annotation
    assert came == expected
    assert answer_in is version


@QUICK
@given(st.data(), st.sampled_from(VERSIONS))
def test_a_notice_comes_back_as_it_was_sent(data, version):
    kinds = [kind for kind in NoticeKind if kind not in DIALECTS[version].foreign_notices]
    notice = data.draw(
        st.builds(
            a_notice,
            st.sampled_from(kinds),
            message_uid=UIDS,
            document_uid=UIDS,
            document_id=WORDS,
            created=MOMENTS,
            time=MOMENTS,
            foundation_number=NUMBERS,
            foundation_on=st.none() | DAYS,
            comment=TEXTS,
        )
    )
    changes = {
        NoticeKind.ACCEPTED: {"number": data.draw(NUMBERS), "on": data.draw(DAYS)},
        NoticeKind.REFUSED: {"reason": data.draw(st.sampled_from(REFUSAL_REASONS))},
        NoticeKind.EXECUTOR_ASSIGNED: {"executor": data.draw(WORDS)},
        NoticeKind.COURSE_CHANGED: {"text": data.draw(TEXTS)},
    }
    notice = replace(notice, **changes.get(notice.kind, {}))

    came = unpack(files_of(notice, version), own=PORTAL).message
    assert came == replace(notice, sender=replace(TOWN, address=""))


@QUICK
@given(
    st.builds(
        a_receipt,
        message_uid=UIDS,
        acknowledged_uid=UIDS,
        created=MOMENTS,
        time=MOMENTS,
        accepted=st.booleans(),
        comment=TEXTS,
    ),
    st.sampled_from(VERSIONS),
)
def test_a_receipt_comes_back_as_it_was_sent(receipt, version):
    came = unpack(files_of(receipt, version), own=PORTAL).message

    assert came == replace(receipt, sender=replace(TOWN, address=""))


def test_an_error_of_the_network_comes_back_in_2_7_1():
    receipt = a_receipt(
        accepted=False, error_code=248, error_file="originalMessage.zip", content="MEDOErrorAcknowledgment"
    )

    came = unpack(files_of(receipt), own=PORTAL).message
    assert (came.error_code, came.error_file, came.content) == (
        248,
        "originalMessage.zip",
        "MEDOErrorAcknowledgment",
    )


def everything():
    yield a_document(citizen=Citizen("Ветродуев К. С.", "Заокская область", "k@example.test", "4821-3307"))
    yield an_answer_to(a_document())
    yield from map(a_notice, NoticeKind)
    yield a_receipt()
    yield a_receipt(accepted=False, error_code=248, error_file="originalMessage.zip", content="Ошибка")


@pytest.mark.parametrize("version", VERSIONS)
def test_every_outgoing_message_passes_the_schema_in_two_engines(version):
    for message in everything():
        if getattr(message, "kind", "") not in DIALECTS[version].foreign_notices:
            assert pass_two_engines(files_of(message, version), version)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_same_message_makes_the_same_bytes(version):
    document = a_document()

    assert packed(document, version).files == packed(document, version).files


@pytest.mark.parametrize("version", VERSIONS)
def test_a_packet_suits_the_four_habits_of_receivers(version):
    package = packed(a_document(), version)

    assert package.envelope == f"{package.name}.ini"
    assert list(package.files)[-1] == package.envelope
    cover = package.files[package.envelope].decode("cp1251")
    assert all(f"={name}\r\n" in cover for name in package.files if name != package.envelope)
    came = unpack(package.files).message
    assert came.kind == "Обращение"
    assert came.recipient.uid == TOWN.uid


@pytest.mark.parametrize("version", VERSIONS)
def test_letters_that_windows_1251_lacks_are_not_lost(version):
    document = a_document(annotation="Ӑшӑ ҫул 💡 中文 €", recipient=replace(TOWN, name="Ҫӗр 🏠"))

    came = unpack(files_of(document, version)).message
    assert came.annotation == document.annotation
    assert came.recipient.name == "Ҫӗр 🏠"


def test_2_2_writes_moscow_time_without_a_zone_and_2_7_1_with_one():
    late = a_receipt(created=datetime(2026, 11, 24, 21, 30, tzinfo=UTC))

    assert b'created="2026-11-25T00:30:00"' in files_of(late, Version.V2_2)["acknowledgment.xml"]
    assert b'created="2026-11-25T00:30:00+03:00"' in files_of(late, Version.V2_7_1)["acknowledgment.xml"]


def test_a_naive_moment_is_moscow_time():
    receipt = a_receipt(time=NOON.replace(tzinfo=None))

    assert unpack(files_of(receipt)).message.time == NOON


@pytest.mark.parametrize("version", VERSIONS)
def test_a_text_of_nothing_but_tag_characters_is_said_to_be_none(version):
    """Flags of emoji are made of them; iconv drops them on the way to windows-1251."""
    came, _version = unpack(files_of(a_document(annotation="\U000e0001"), version), own=PORTAL)

    assert came.annotation == "не указано"
