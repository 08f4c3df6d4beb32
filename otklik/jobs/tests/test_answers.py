"""Answers through the spool: which appeal each belongs to, in the order of medo.md A6, and what is not guessed."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Answer, AnswerFile
from otklik.appeals.tests.given import an_authority
from otklik.exchange import queries
from otklik.exchange.models import Packet
from otklik.exchange.tests.given import quarantined
from otklik.files import documents
from otklik.integrations.msed import FilePart, Link, NoticeKind, Version
from otklik.integrations.msed.tests.given import PDF, VERSIONS
from otklik.jobs.tests.given import answer_of, fresh, notice_of, say, under_way
from otklik.outbox.tests.given import kinds

pytestmark = [pytest.mark.route, pytest.mark.django_db]

REPORT = "ИСХ-501/26"


def answered(ours) -> bool:
    return fresh(ours)[0].state == State.ANSWERED


# --- whose answer it is ---


@pytest.mark.parametrize("version", VERSIONS)
def test_the_uid_of_the_link_comes_before_its_number(version):
    ours, other = under_way(), under_way()

    say(
        answer_of(ours, links=(Link("Ответ", str(ours.document_uid), other.number, other.on),)),
        version=version,
    )

    assert (answered(ours), answered(other)) == (True, False)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("uid", ["", "77777777-7777-4777-8777-777777777777"])
def test_without_a_known_uid_number_and_date_decide(version, uid):
    ours, _ = under_way(), under_way()

    say(answer_of(ours, links=(Link("На №", uid, ours.number, ours.on),)), version=version)

    assert answered(ours)


def test_one_useful_link_among_several_is_enough():
    ours = under_way()
    links = (
        Link("Связан с", str(uuid4()), "77", ours.on),
        Link("В ответ на", str(ours.document_uid), ours.number, ours.on),
    )

    say(answer_of(ours, links=links))

    assert answered(ours)


@pytest.mark.parametrize("version", VERSIONS)
def test_without_a_link_the_number_told_by_the_report_decides(version):
    ours, _ = under_way(), under_way()

    say(notice_of(ours, NoticeKind.REPORT_SENT), answer_of(ours, links=()), version=version)

    assert answered(ours)


def test_a_report_of_another_authority_decides_nothing(settings):
    ours, other = under_way(), under_way()

    say(notice_of(other, NoticeKind.REPORT_SENT), answer_of(ours, links=()))

    assert not answered(ours)
    assert not answered(other)
    assert len(quarantined(settings.MSED_SPOOL)) == 1


@pytest.mark.parametrize(
    "links",
    [
        lambda ours: (),
        lambda ours: (Link("Ответ", str(uuid4()), "", None),),
        lambda ours: (Link("Ответ", "", ours.number, ours.on + timedelta(days=1)),),
        lambda ours: (Link("Ответ", "", ours.number + "0", ours.on),),
    ],
    ids=["no link", "an unknown uid", "another date", "another number"],
)
def test_what_can_not_be_matched_is_not_guessed_but_shown_at_the_desk(links, settings):
    ours = under_way()

    say(answer_of(ours, links=links(ours)), version=Version.V2_2)

    assert not answered(ours)
    [reason] = quarantined(settings.MSED_SPOOL).values()
    assert "не связан ни с одним обращением" in reason
    [line] = queries.find(queries.Asked(trouble=True)).rows
    assert (line.alarm, line.error) == ("Не с чем связать", reason)
    assert line.partner == ours.authority.name


def test_an_unmatched_answer_that_comes_again_after_its_report_is_taken():
    ours = under_way()
    answer = answer_of(ours, links=())

    say(answer, notice_of(ours, NoticeKind.REPORT_SENT), answer)

    assert answered(ours)
    assert queries.find(queries.Asked(trouble=True)).rows == []


# --- once and only where awaited ---


@pytest.mark.parametrize("state", [State.SENDING, State.REGISTERED])
@pytest.mark.parametrize("version", VERSIONS)
def test_an_answer_is_published_and_the_author_told(version, state):
    ours = under_way(state=state)

    say(answer_of(ours), version=version)

    answer = Answer.objects.get()
    assert (answer.text, answer.decision, answer.number) == ("Яма засыпана.", "solved", REPORT)
    assert answer.signatory == "Снегурова В. И., Модератор"
    assert (answer.dispatch, answer.appeal.state) == (ours, State.ANSWERED)
    assert kinds() == ["answered"]


def test_the_same_answer_in_a_second_message_makes_no_second_answer(settings):
    ours = under_way()
    answer = answer_of(ours)

    say(answer, answer, replace(answer, message_uid=str(uuid4())))

    assert Answer.objects.count() == len(kinds()) == 1
    assert quarantined(settings.MSED_SPOOL) == {}
    assert Packet.objects.filter(direction="in", state="taken").count() == 2


@pytest.mark.parametrize("state", [State.ANSWERED, State.CLOSED, State.WITHDRAWN])
def test_an_answer_that_nobody_awaits_is_shown_at_the_desk(state, settings):
    ours = under_way(state=state)

    say(answer_of(ours))

    assert not Answer.objects.exists()
    [reason] = quarantined(settings.MSED_SPOOL).values()
    assert "не ждёт ответа" in reason


@pytest.mark.parametrize("state", [State.SENDING, State.REGISTERED])
def test_an_answer_to_thanks_is_owed_by_nobody_and_stops_nobody(state, settings):
    """It once stopped the whole inbox: the map of life has no such move."""
    thanks, ours = under_way(kind="thanks", state=state), under_way()

    say(answer_of(thanks), answer_of(ours))

    assert fresh(thanks)[0].state == state
    assert len(quarantined(settings.MSED_SPOOL)) == 1
    assert answered(ours)


def test_an_answer_to_the_first_document_counts_while_the_second_is_under_way():
    first = under_way()
    first.refused = "Ошибка адресации"
    first.save()
    second = under_way(authority=an_authority())
    second.appeal, second.round = first.appeal, 2
    second.save()

    say(answer_of(first))

    assert answered(first)


# --- what it brings ---


@pytest.mark.parametrize("version", VERSIONS)
def test_files_come_with_their_russian_names_and_a_false_photo_is_a_file(version):
    ours = under_way()
    files = (
        FilePart("Акт осмотра № 5.docx", b"PK a document", "Акт"),
        FilePart("фото.jpg", b"\xff\xd8 no photo", ""),
    )

    say(answer_of(ours, attachments=files), version=version)

    kept = list(AnswerFile.objects.order_by("place"))
    assert [file.title for file in kept] == ["Текст обращения", "Акт (Акт осмотра № 5.docx)", "фото.jpg"]
    assert not any(file.is_photo for file in kept)
    assert [documents.read(file.pk) for file in kept] == [PDF, files[0].content, files[1].content]


def test_an_answer_without_a_text_points_at_its_file():
    ours = under_way()

    say(answer_of(ours, annotation="Решение: разъяснено"))

    assert Answer.objects.get().text == "Текст ответа приложен в файле."
