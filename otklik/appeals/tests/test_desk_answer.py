"""The answer at the desk: written, enclosed, signed, published; and the contractor's link."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings as conf

from otklik.appeals import officerules
from otklik.appeals.lifecycle import Decision, Move, State
from otklik.appeals.models import (
    Answer,
    Appeal,
    DeskRules,
    Errand,
    ErrandDevice,
    ErrandItem,
    Reply,
)
from otklik.appeals.rules import reply as rules
from otklik.appeals.rules.reply import Doubt
from otklik.appeals.steps import answer, consulting, enclosing, errands, handing, replying
from otklik.appeals.steps.enclosing import Upload
from otklik.appeals.steps.replying import Desk, Words
from otklik.appeals.tests.given import MONDAY
from otklik.appeals.tests.office import a_body, an_official, fresh
from otklik.appeals.tests.test_desk_work import asked
from otklik.files import documents, photos
from otklik.files.tests.given import a_picture
from otklik.outbox.models import Message
from otklik.people.models import User
from otklik.people.tests.given import read

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

SAID = Words("Яма заделана 3 марта, работы приняты.", Decision.SOLVED, None)
PDF = Upload("Акт.pdf", b"%PDF-1.7 act")


def saved(desk: Desk, by: User, words: Words = SAID, *, form: UUID | None = None, version: int = 0) -> Reply:
    return replying.save(desk, words, form=form or uuid4(), version=version, by=by, now=MONDAY)


def a_photo(name: str = "после.jpg") -> Upload:
    return Upload(name, a_picture(size=(80, 60)))


# --- writing


def test_one_form_saves_again_and_again_and_a_second_form_is_told(desk, clerk):
    mine, first = uuid4(), saved(desk, clerk, form=(form := uuid4()))
    again = saved(desk, clerk, Words("Новое слово", "", None), form=form)
    assert (first.version, again.version, Reply.objects.get().text) == (1, 1, "Новое слово")

    second = saved(desk, clerk, form=mine, version=1)
    assert second.version == 2
    with pytest.raises(replying.Changed):
        saved(desk, clerk, Words("Поверх", "", None), form=form, version=1)
    assert Reply.objects.get().text == SAID.text


def test_two_first_forms_do_not_overwrite_each_other(desk, clerk):
    saved(desk, clerk)
    with pytest.raises(replying.Changed):
        saved(desk, clerk, Words("Другой ответ", "", None))


@pytest.mark.parametrize("words", [Words("я" * 10_001, "", None), Words("Да", "no-such", None)])
def test_what_cannot_be_kept_is_refused(desk, clerk, words):
    with pytest.raises(replying.BadReply):
        saved(desk, clerk, words)


def test_nothing_is_written_to_what_waits_for_no_answer(desk, appeal, clerk):
    Appeal.objects.filter(pk=appeal.pk).update(state=State.WITHDRAWN)
    with pytest.raises(answer.NotAwaited):
        saved(desk, clerk)


def test_words_of_a_body_that_lost_the_appeal_are_not_shown_to_the_next(desk, appeal, clerk):
    saved(desk, clerk)
    other = a_body()
    Appeal.objects.filter(pk=appeal.pk).update(authority=other)
    with pytest.raises(handing.NotHere):
        saved(desk, clerk)
    theirs = saved(Desk(appeal.pk, other.pk), an_official(other), Words("Свой ответ", "", None))
    assert (theirs.authority, theirs.version) == (other, 1)


# --- publishing


def test_without_a_wish_to_sign_the_clerk_publishes_by_the_step_of_all_answers(desk, appeal, clerk):
    other = a_body()
    opinion = asked(appeal, other, clerk)
    saved(desk, clerk)
    enclosing.attach(desk, [a_photo(), PDF], now=MONDAY)

    assert replying.finish(desk, version=1, signs=False, by=clerk, now=MONDAY)

    told = Answer.objects.get()
    assert (told.text, told.decision, told.signatory, told.dispatch) == (SAID.text, "solved", "", None)
    files = list(told.files.order_by("place").values_list("title", "is_photo"))
    assert sorted(files) == [("Акт.pdf", False), ("после.jpg", True)]
    assert fresh(appeal).state == State.ANSWERED
    assert appeal.journal.latest("id").move == Move.ANSWER
    assert not Reply.objects.exists()
    opinion.refresh_from_db()
    assert opinion.ended_at
    assert "Яма заделана" in read(Message.objects.get(kind="answered"))[1]
    with pytest.raises(answer.NotAwaited):
        replying.finish(desk, version=1, signs=False, by=clerk, now=MONDAY)
    assert Answer.objects.count() == 1


def test_where_the_body_wants_it_the_head_signs(desk, appeal, clerk, head):
    DeskRules.objects.create(authority=appeal.authority, signs=True)
    saved(desk, clerk)
    for _press in range(2):
        assert not replying.finish(desk, version=1, signs=False, by=clerk, now=MONDAY)
    assert fresh(appeal).state == State.REGISTERED
    with pytest.raises(replying.OnSignature):
        saved(desk, clerk, version=1)
    with pytest.raises(replying.OnSignature):
        enclosing.attach(desk, [PDF], now=MONDAY)

    replying.take_back(desk, remarks="Назовите дату.", now=MONDAY)
    came_back = Reply.objects.get()
    assert (came_back.state, came_back.remarks, came_back.version) == ("draft", "Назовите дату.", 2)
    saved(desk, clerk, version=2)
    replying.finish(desk, version=3, signs=False, by=clerk, now=MONDAY)

    with pytest.raises(replying.Changed):  # the head has read another version
        replying.finish(desk, version=2, signs=True, by=head, now=MONDAY)
    assert replying.finish(desk, version=3, signs=True, by=head, now=MONDAY)
    assert Answer.objects.get().signatory == head.name


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (Words(" ", "solved", None), "text"),
        (Words(SAID.text, "", None), "decision"),
        (Words(SAID.text, "planned", None), "planned_on"),
        (Words(SAID.text, "planned", date(2026, 3, 2)), "planned_on"),
    ],
)
def test_an_answer_that_is_not_whole_is_not_published(desk, clerk, words, field):
    saved(desk, clerk, words)
    with pytest.raises(replying.BadReply) as refused:
        replying.finish(desk, version=1, signs=True, by=clerk, now=MONDAY)
    assert refused.value.field == field


def test_a_returned_appeal_gets_another_answer(desk, appeal, clerk):
    saved(desk, clerk)
    replying.finish(desk, version=1, signs=False, by=clerk, now=MONDAY)
    Appeal.objects.filter(pk=appeal.pk).update(state=State.REGISTERED)
    saved(desk, clerk, Words("Заделали ещё раз.", "solved", None))
    replying.finish(desk, version=1, signs=False, by=clerk, now=MONDAY)
    assert Answer.objects.count() == 2


def test_a_formal_reply_is_pointed_out():
    template = "Ваше обращение рассмотрено."
    assert rules.doubts(" Ваше  обращение рассмотрено.", templates=[template], shortest=150) == [
        Doubt.SHORT,
        Doubt.TEMPLATE,
    ]
    assert rules.doubts("Яма заделана. " * 20, templates=[template], shortest=150) == []
    assert rules.doubts("Да.", templates=[], shortest=0) == []


def test_a_template_takes_the_values_of_the_appeal():
    words = "№ {number}, {topic}: {address}. {other}"
    said = {"number": "123456789", "topic": "Яма", "address": "Липовка"}
    assert officerules.filled(words, **said) == "№ 123-456-789, Яма: Липовка. {other}"


# --- files


def test_the_same_file_is_there_once_and_can_be_taken_out(desk, clerk):
    saved(desk, clerk)
    for _press in range(2):
        enclosing.attach(desk, [PDF], now=MONDAY)
    file = Reply.objects.get().files.get()
    assert documents.read(file.pk) == PDF.raw
    for _press in range(2):
        enclosing.detach(desk, file.pk)
    assert not Reply.objects.get().files.exists()
    with pytest.raises(FileNotFoundError):
        documents.read(file.pk)


@pytest.mark.parametrize(
    "upload",
    [
        Upload("a.exe", b"MZ"),
        Upload("a.pdf", b"MZ"),
        Upload("a.docx", b"<html>"),
        Upload("a", b""),
        Upload("a.docm", b"PK\x03\x04"),
    ],
)
def test_programs_and_disguises_are_refused(desk, clerk, upload):
    saved(desk, clerk)
    with pytest.raises(documents.BadDocument):
        enclosing.attach(desk, [upload], now=MONDAY)


def test_what_is_no_photo_and_what_is_too_large_or_too_much_is_refused(desk, clerk, settings):
    saved(desk, clerk)
    with pytest.raises(photos.BadPhoto):
        enclosing.attach(desk, [Upload("a.jpg", b"no picture")], now=MONDAY)
    settings.DOCUMENT_BYTES = 10
    with pytest.raises(documents.BadDocument, match="больше"):
        enclosing.attach(desk, [PDF], now=MONDAY)
    settings.PHOTOS = 1
    enclosing.attach(desk, [a_photo()], now=MONDAY)
    with pytest.raises(enclosing.TooMany):
        enclosing.attach(desk, [Upload("b.jpg", a_picture(size=(90, 60)))], now=MONDAY)


# --- the contractor's link


def sent(desk: Desk, by: User, **more: Any) -> str:
    said = {"key": uuid4(), "email": "master@example.test", "task": "Заделать яму.", "now": MONDAY, **more}
    token = errands.send(appeal_id=desk.appeal_id, authority_id=desk.authority_id, by=by, **said)
    assert token
    return token


def test_the_link_goes_by_letter_and_only_its_hash_is_kept(desk, clerk):
    key = uuid4()
    token = sent(desk, clerk, key=key)
    again = errands.send(
        appeal_id=desk.appeal_id,
        authority_id=desk.authority_id,
        key=key,
        email="",
        task="",
        by=clerk,
        now=MONDAY,
    )
    assert again is None
    errand = Errand.objects.get()
    assert token not in str(vars(errand))
    subject, words = read(Message.objects.get())
    assert "Поручение" in subject
    assert f"/errand/{token}" in words
    assert "Вера" not in words


def test_photos_and_a_note_come_once_and_go_into_the_answer_by_a_tick(desk, clerk):
    token, key = sent(desk, clerk), uuid4()
    for _press in range(2):
        errands.deliver(token, key=key, words="Сделано", pictures=[a_picture(size=(80, 60))], now=MONDAY)
    items = list(ErrandItem.objects.order_by("is_photo"))
    assert [(item.is_photo, item.text) for item in items] == [(False, "Сделано"), (True, "")]

    saved(desk, clerk)
    for _press in range(2):
        enclosing.take(desk, [item.pk for item in items], now=MONDAY)
    reply = Reply.objects.get()
    assert reply.text == f"{SAID.text}\n\nСделано"
    assert reply.files.get().pk == items[1].pk
    enclosing.detach(desk, items[1].pk)
    assert photos.read(items[1].pk, "thumb")  # it may be taken again


def test_each_device_is_counted(desk, clerk):
    token, one, other = sent(desk, clerk), uuid4(), uuid4()
    for device in (one, one, other):
        errands.open_on(token, device=device, now=MONDAY)
    assert sorted(ErrandDevice.objects.values_list("opened", flat=True)) == [1, 2]


@pytest.mark.parametrize("end", ["expired", "closed", "answered", "forwarded", "wrong"])
def test_a_link_that_is_over_takes_nothing(desk, appeal, clerk, end):
    token, now = sent(desk, clerk), MONDAY
    if end == "expired":
        now += timedelta(days=conf.ERRAND_DAYS)
    elif end == "closed":
        errand = Errand.objects.get()
        for _press in range(2):
            errands.close(
                errand_id=errand.pk, appeal_id=desk.appeal_id, authority_id=desk.authority_id, now=now
            )
    elif end == "answered":
        saved(desk, clerk)
        replying.finish(desk, version=1, signs=False, by=clerk, now=now)
    elif end == "forwarded":
        Appeal.objects.filter(pk=appeal.pk).update(authority=a_body())
    else:
        token = token[:-1]
    with pytest.raises(errands.NoErrand):
        errands.open_on(token, device=uuid4(), now=now)
    with pytest.raises(errands.NoErrand):
        errands.deliver(token, key=uuid4(), words="Сделано", pictures=[], now=now)
    assert not ErrandItem.objects.exists()


def test_by_a_link_come_only_so_many_photos_and_words(desk, clerk, settings):
    settings.PHOTOS = 1
    token = sent(desk, clerk)
    for words, pictures in (("", []), ("я" * 3001, []), ("", [b"x", b"y"])):
        with pytest.raises(errands.BadDelivery):
            errands.deliver(token, key=uuid4(), words=words, pictures=pictures, now=MONDAY)
    with pytest.raises(photos.BadPhoto):
        errands.deliver(token, key=uuid4(), words="", pictures=[b"no picture"], now=MONDAY)
    assert not ErrandItem.objects.exists()


@pytest.mark.parametrize("more", [{"email": "no address"}, {"task": "я" * 1001}])
def test_an_errand_that_cannot_be_sent_is_refused(desk, clerk, more):
    with pytest.raises(errands.BadErrand):
        sent(desk, clerk, **more)


def test_errands_of_one_appeal_are_few(desk, clerk):
    for _n in range(errands.MOST):
        sent(desk, clerk, email="")
    with pytest.raises(errands.BadErrand, match="уже открыто"):
        sent(desk, clerk)


def test_an_opinion_needed_no_more_is_ended_with_the_answer(desk, appeal, clerk):
    opinion = asked(appeal, a_body(), clerk)
    consulting.end_all(appeal.pk, now=MONDAY)
    opinion.refresh_from_db()
    assert opinion.ended_at == MONDAY
