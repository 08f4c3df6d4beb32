"""Every letter that an author gets: its words, its link, and that it is sent once."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import translation

from otklik.appeals import letters
from otklik.appeals.lifecycle import Kind, RefusalReason, State, WithholdReason
from otklik.appeals.models import Answer, Appeal
from otklik.appeals.rules import number
from otklik.appeals.steps import intake
from otklik.appeals.tests.given import MONDAY, a_citizen, a_filing, an_appeal
from otklik.kit import links
from otklik.outbox.models import Message
from otklik.outbox.tests.given import newest, read, send_all
from otklik.people.models import User

pytestmark = [pytest.mark.route, pytest.mark.django_db]

OTHERS: dict[str, Any] = {
    "author_name": "Чужой Человек",
    "author_email": "other@example.test",
    "text": "Чужие слова",
}


def an_answer(appeal: Appeal) -> Answer:
    return Answer.objects.create(
        appeal=appeal,
        message_uid=uuid4(),
        text="Яма засыпана 5 марта.",
        decision="solved",
        received_at=MONDAY,
    )


def confidential(appeal: Appeal) -> Appeal:
    appeal.confidential = True
    return appeal


# kind: (what writes it, its subject, what must stand in it, where its link leads)
LETTERS: dict[str, tuple[Callable[[Appeal], None], str, list[str], str]] = {
    "confirmation": (letters.confirmation, "Подтвердите почту", ["нажмите кнопку", "7 дней"], "/confirm/"),
    "received": (letters.received, "передано модератору", ["48 часов"], "/appeals/"),
    "refused": (
        lambda a: letters.refused(a, reason=RefusalReason.NO_FACTS, words="Укажите дом"),
        "отказано в публикации",
        ["Нет конкретных сведений", "Укажите дом"],
        "/new",
    ),
    "question": (lambda a: letters.question(a, words="Какой дом?"), "Вопрос", ["Какой дом?", "3 дней"], "/mine/"),
    "withheld": (
        lambda a: letters.withheld(a, reason=WithholdReason.COURT, words="Решение от 1 декабря"),
        "убрано с портала",
        ["Решение суда", "Решение от 1 декабря", "ответ вы получите"],
        "/mine/",
    ),
    "restored": (lambda a: letters.restored(a, words="Решение отменено"), "снова", ["Решение отменено"], "/appeals/"),
    "published": (letters.published, "опубликовано", ["его видят все"], "/appeals/"),
    "accepted": (
        lambda a: letters.published(confidential(a)),
        "принято",
        ["видите только вы"],
        "/mine/",
    ),
    "sent": (lambda a: letters.sent(a, msed_number="17-12/4"), "в работе", ["17-12/4", "12.03.2026"], "/appeals/"),
    "reckoned": (
        lambda a: letters.reckoned(a, was=date(2026, 3, 10), reason="Указ № 5"),
        "Срок ответа",
        ["вместо 10.03.2026", "12.03.2026", "Указ № 5"],
        "/appeals/",
    ),
    "extended": (
        lambda a: letters.extended(a, reason="Ждём поставки."), "продлён", ["Ждём поставки.", "12.03.2026"], "/appeals/"
    ),
    "answered": (
        lambda a: letters.answered(a, an_answer(a)),
        "Получен ответ",
        ["Яма засыпана 5 марта.", "Вопрос решён", "10 дней"],
        "/mine/",
    ),
    "returned": (
        lambda a: letters.returned(a, by_right=True), "возвращено в работу", ["снова направлено"], "/appeals/"
    ),
    "closed": (lambda a: letters.closed(a, rated=True), "закрыто", ["оценка видна всем"], "/appeals/"),
    "merged": (
        lambda a: letters.merged(a, original=an_appeal(state=State.PUBLISHED, **OTHERS)),
        "объединено с похожим",
        ["ответ на него будет ответом и вам"],
        "/appeals/",
    ),
}  # fmt: skip


def written(kind: str, **more) -> tuple[Message, str, str]:
    an_appeal(**OTHERS)
    appeal = an_appeal(author_name="Вера", answer_by=date(2026, 3, 12), **more)
    LETTERS[kind][0](appeal)
    letter = Message.objects.get()
    return letter, *read(letter)


@pytest.mark.parametrize("kind", LETTERS)
def test_each_letter_has_its_number_its_words_and_one_link(kind):
    letter, subject, body = written(kind)
    _write, about, words, way = LETTERS[kind]

    assert letter.kind == kind
    assert about in subject
    assert number.spoken(letter.about) in subject
    assert body.startswith("Здравствуйте, Вера!")
    assert number.spoken(letter.about) in body
    assert all(part in body for part in (*words, "Яма на дороге", "д. Липовка, ул. Новая, д. 5"))
    found = re.findall(r"https?://\S+", body)
    assert len(found) == 1
    assert found[0].startswith(f"http://127.0.0.1:8000{way}")


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_is_russian_whole_and_tells_nothing_of_other_people(kind):
    letter, subject, body = written(kind)

    assert letter.to == "vera@example.test"
    assert "\n" not in subject
    assert len(subject) < 100
    assert not re.search(r"[a-z]", subject)
    assert not any(secret in subject + body for secret in OTHERS.values())
    assert not re.search(r"[{}]|None|\bFalse\b|\bTrue\b", body)


@pytest.mark.parametrize("kind", ["confirmation", "question", "answered", "withheld"])
def test_the_link_of_a_letter_opens_that_appeal_only(kind):
    letter, _subject, body = written(kind)
    found = re.search(r"/(confirm|mine)/(\S+)", body)
    assert found
    purpose = "confirm" if found[1] == "confirm" else "author"
    assert links.read(purpose, found[2], days=1) == Appeal.objects.get(number=letter.about).pk


def test_every_letter_that_steps_write_is_tried_here(settings):
    folder = settings.BASE / "appeals/templates/letters"
    others = {path.name.partition(".")[0] for path in folder.glob("*.txt")} - set(LETTERS)
    # To other people than the author: test_following, test_searches, test_comments, test_complaints, test_merging,
    # test_desk_answer, test_officials.
    followers = {"followed-answered", "followed-returned", "followed-closed"}
    officials = {"desk-received", "desk-handed", "desk-to-sign", "desk-sent-back", "desk-opinion"}
    assert others == {
        *followers,
        *officials,
        "watch-match",
        "comment-refused",
        "complaint-settled",
        "errand",
        "merged-news",
        "split",
    }


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (lambda a: letters.returned(a, by_right=False), "Модератор рассмотрит возврат"),
        (lambda a: letters.closed(a, rated=False), "Оценки не было"),
    ],
)
def test_the_other_ends_have_other_words(write, words):
    write(an_appeal())
    assert words in read(newest())[1]


def test_thanks_are_closed_with_thanks_and_promise_no_answer():
    appeal = an_appeal(kind=Kind.THANKS)
    letters.sent(appeal, msed_number="1")
    letters.closed(appeal, rated=False)
    sent, closed = (read(letter)[1] for letter in Message.objects.order_by("id"))
    assert "не позднее" not in sent
    assert "благодарность передана" in closed


def test_who_gave_no_email_gets_no_letter():
    letters.published(an_appeal(author_email=""))
    assert not Message.objects.exists()


def test_what_the_author_typed_can_not_change_the_head_of_the_letter(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    author = intake.Author(name="Вера\r\nBcc: all@example.test", email="vera@example.test")
    intake.receive(a_filing(author=author, address="ул. Новая\r\nSubject: другое"), now=MONDAY)
    send_all()
    sent = mail.outbox[0].message()
    assert sent["Bcc"] is None
    assert mail.outbox[0].recipients() == ["vera@example.test"]
    assert sent.get_all("Subject") is not None
    assert len(sent.get_all("Subject")) == 1


def test_an_author_with_an_account_gets_letters_at_the_accounts_email():
    user = a_citizen()
    letters.published(an_appeal(author=user, author_email="old@example.test"))
    assert [(m.to, m.user_id) for m in Message.objects.all()] == [(user.email, user.pk)]


@pytest.mark.parametrize(
    ("write", "comes"), [(letters.published, False), (lambda a: letters.question(a, words="?"), True)]
)
def test_who_wants_no_letters_gets_only_what_can_not_wait(write, comes):
    user = a_citizen()
    User.objects.update(wants_letters=False)
    user.refresh_from_db()
    write(an_appeal(author=user))
    assert Message.objects.exists() == comes


@pytest.mark.parametrize(("language", "words"), [("ru", "ответ. Вопрос решён."), ("en", "answered. Solved.")])
@pytest.mark.parametrize("writers", ["ru", "en"])
def test_words_of_the_portal_are_in_the_language_of_the_reader_whoever_writes(language, words, writers):
    author = a_citizen()
    User.objects.update(language=language)
    author.refresh_from_db()
    appeal = an_appeal(state=State.ANSWERED, author=author, answered_at=MONDAY)
    with translation.override(writers):
        letters.answered(appeal, an_answer(appeal))
    assert words in read(newest("answered"))[1]


def test_who_left_only_a_number_is_told_everything_by_sms(settings):
    appeal = an_appeal(author_email="", author_phone="+79001234567")
    letters.received(appeal)
    letters.answered(appeal, an_answer(appeal))
    send_all(channel=Message.Channel.SMS)
    texts = [path.read_text() for path in sorted(settings.SMS_FOLDER.iterdir())]
    assert len(texts) == 2
    assert texts[0].startswith("+79001234567\nОбращение № ")
    assert f"/appeals/{appeal.number}" in texts[0]
    assert "Получен ответ" in texts[1]
    assert "/mine/" in texts[1]


def test_who_left_an_email_gets_letters_and_no_sms():
    letters.received(an_appeal(author_phone="+79001234567"))
    assert [message.channel for message in Message.objects.all()] == ["email"]
