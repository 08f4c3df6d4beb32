"""What an authority does at its desk: hands over, notes, asks others, extends, passes on."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from otklik.appeals import journal
from otklik.appeals.lifecycle import Attention, Kind, Move, State
from otklik.appeals.models import Appeal, Errand, OfficeNote, Opinion, Reply
from otklik.appeals.queries import card, takeout
from otklik.appeals.steps import assignment, consulting, extending, forwarding, handing, moderation
from otklik.appeals.tests.given import MONDAY, a_duty, a_moderator, a_topic, an_appeal
from otklik.appeals.tests.office import TERM, a_body, an_official, at, fresh
from otklik.authorities.models import Authority, Membership
from otklik.authorities.tests.given import an_authority
from otklik.outbox.models import Message
from otklik.people.models import User
from otklik.people.tests.given import read

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

REASON = "Этим занимается дорожная служба."


# --- who works on it


def test_the_body_names_who_works_on_it_and_a_repeat_writes_nothing(appeal, clerk):
    for _press in range(2):
        handing.hand(**at(appeal), executor_id=clerk.pk, by=clerk)
    assert fresh(appeal).executor == clerk
    assert [row.detail["executor"] for row in appeal.journal.filter(move=Move.HAND)] == ["Павел Дроздов"]
    handing.hand(**at(appeal), executor_id=None, by=clerk)
    assert fresh(appeal).executor is None


@pytest.mark.parametrize("who", ["another's", "left", "closed", "moderator"])
def test_only_officials_of_the_body_are_named(appeal, body, clerk, who):
    if who == "another's":
        chosen = an_official(a_body())
    elif who == "moderator":
        chosen = an_official(body, "moderator")
    else:
        chosen = an_official(body)
        Membership.objects.filter(user=chosen).delete() if who == "left" else None
        User.objects.filter(pk=chosen.pk).update(is_active=who != "closed")
    with pytest.raises(handing.BadHand):
        handing.hand(**at(appeal), executor_id=chosen.pk, by=clerk)


def test_a_note_is_kept_once_and_only_while_the_appeal_is_here(appeal, clerk):
    key = uuid4()
    for _press in range(2):
        handing.note(**at(appeal), key=key, text=" Позвонить в РЭС ", by=clerk)
    assert [note.text for note in OfficeNote.objects.all()] == ["Позвонить в РЭС"]
    for text in ("  ", "я" * 3001):
        with pytest.raises(handing.BadNote):
            handing.note(**at(appeal), key=uuid4(), text=text, by=clerk)
    with pytest.raises(handing.NotHere):
        handing.note(**{**at(appeal), "authority_id": a_body().pk}, key=uuid4(), text="Да", by=clerk)


# --- longer


def test_a_term_is_extended_once_and_the_author_is_told_why(appeal, clerk):
    until = extending.extend(**at(appeal), days=2, reason="Ждём поставки светильников.", by=clerk)

    assert until == date(2026, 3, 16)  # over a weekend
    assert fresh(appeal).answer_by == until
    subject, words = read(Message.objects.get())
    assert "продлён" in subject
    assert "Ждём поставки светильников." in words
    assert "16.03.2026" in words
    with pytest.raises(extending.BadExtension, match="уже продлевали"):
        extending.extend(**at(appeal), days=1, reason="Ждём поставки светильников.", by=clerk)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"days": 0}, "от 1 до"),
        ({"days": 11}, "от 1 до"),
        ({"reason": "  мало  "}, "причину"),
        ({"reason": "я" * 501}, "причину"),
        ({"now": MONDAY + timedelta(days=20)}, "истёк"),
    ],
)
def test_no_extension_without_a_reason_for_too_long_or_after_the_term(appeal, clerk, more, words):
    said = {**at(appeal), "days": 2, "reason": "Ждём поставки светильников.", "by": clerk, **more}
    with pytest.raises(extending.BadExtension, match=words):
        extending.extend(**said)
    assert fresh(appeal).answer_by == TERM


def test_the_term_may_be_extended_on_its_last_day_and_anew_after_a_return(appeal, clerk):
    last_day = MONDAY.replace(day=12)
    extending.extend(**{**at(appeal), "now": last_day}, days=1, reason="Ждём поставки.", by=clerk)
    Appeal.objects.filter(pk=appeal.pk).update(state=State.RETURNED)
    journal.move(appeal.pk, Move.RESEND, actor=None, now=last_day)
    extending.extend(**{**at(appeal), "now": last_day}, days=1, reason="Ждём поставки.", by=clerk)


def test_thanks_have_no_term_to_extend(body, clerk):
    thanks = an_appeal(state=State.REGISTERED, authority=body, kind=Kind.THANKS.value)
    with pytest.raises(extending.BadExtension):
        extending.extend(**at(thanks), days=1, reason="Ждём поставки.", by=clerk)


# --- opinions


def asked(appeal: Appeal, other: Authority, by: User, **more: Any) -> Opinion:
    said = {"key": uuid4(), "question": "Чья это опора?", "due_on": date(2026, 3, 5), **more}
    consulting.ask(**at(appeal), asked_id=other.pk, by=by, **said)
    return Opinion.objects.latest("id")


def test_another_body_is_asked_once_and_answers_once(appeal, clerk):
    other, key = a_body(), uuid4()
    asked(appeal, other, clerk, key=key)
    opinion = asked(appeal, other, clerk, key=key)
    assert Opinion.objects.count() == 1

    theirs = an_official(other)
    for _press in range(2):
        consulting.give(opinion_id=opinion.pk, words="Наша.", by=theirs, now=MONDAY)
    opinion.refresh_from_db()
    assert (opinion.answer, opinion.answered_by, opinion.answered_at) == ("Наша.", theirs, MONDAY)
    with pytest.raises(consulting.OpinionEnded):
        consulting.give(opinion_id=opinion.pk, words="Не наша.", by=theirs, now=MONDAY)
    with pytest.raises(consulting.OpinionEnded):
        consulting.take_back(opinion_id=opinion.pk, **at(appeal))


def test_a_question_taken_back_needs_no_answer(appeal, clerk):
    opinion = asked(appeal, a_body(), clerk)
    for _press in range(2):
        consulting.take_back(opinion_id=opinion.pk, **at(appeal))
    with pytest.raises(consulting.OpinionEnded):
        consulting.give(opinion_id=opinion.pk, words="Да", by=clerk, now=MONDAY)


@pytest.mark.parametrize("what", ["itself", "nobody", "no words", "past", "far", "stranger"])
def test_a_question_that_cannot_be_asked_is_refused(appeal, body, clerk, what):
    other = a_body()
    said: dict[str, Any] = {"asked_id": other.pk, "question": "Чья это опора?", "due_on": date(2026, 3, 5)}
    said |= {
        "itself": {"asked_id": body.pk},
        "nobody": {"asked_id": None},
        "no words": {"question": " "},
        "past": {"due_on": date(2026, 3, 1)},
        "far": {"due_on": date(2026, 5, 1)},
        "stranger": {"asked_id": an_authority(msed_uid=None).pk},  # nobody there to answer
    }[what]
    with pytest.raises(consulting.BadOpinion):
        consulting.ask(**at(appeal), key=uuid4(), by=clerk, **said)


def test_no_more_than_five_opinions_are_waited_for(appeal, clerk):
    for _n in range(consulting.MOST):
        asked(appeal, a_body(), clerk)
    with pytest.raises(consulting.BadOpinion, match="уже ждут"):
        asked(appeal, a_body(), clerk)


# --- passing on


def a_reply(appeal: Appeal) -> Reply:
    return Reply.objects.create(
        appeal=appeal,
        authority_id=appeal.authority_id or 0,
        key=uuid4(),
        form=UUID(int=1),
        text="х",
        written_at=MONDAY,
    )


def test_what_is_not_ours_goes_to_the_named_body_with_the_reason(appeal, clerk):
    other = a_body()
    handing.hand(**at(appeal), executor_id=clerk.pk, by=clerk)
    opinion = asked(appeal, other, clerk)
    a_reply(appeal)

    assert forwarding.forward(**at(appeal), to_id=other.pk, reason=REASON, by=clerk) is None

    now = fresh(appeal)
    assert (now.state, now.authority, now.executor, now.forwards) == (State.REGISTERED, other, None, 1)
    rows = appeal.journal.order_by("id").values_list("move", "reason")
    assert list(rows)[-3:] == [(Move.FORWARD, REASON), (Move.ASSIGN, ""), (Move.REGISTER, "")]
    opinion.refresh_from_db()
    assert opinion.ended_at
    assert not Reply.objects.exists()
    assert not Errand.objects.filter(closed_at=None).exists()


def test_where_the_body_does_not_know_a_person_decides(appeal, clerk):
    found = forwarding.forward(**at(appeal), to_id=None, reason=REASON, by=clerk)
    now = fresh(appeal)
    assert found == now.attention == Attention.WRONG_ADDRESSEE
    assert (now.state, now.authority) == (State.PUBLISHED, None)


def test_after_two_forwards_a_supervisor_decides_and_no_moderator(appeal, clerk):
    other = a_body()
    Appeal.objects.filter(pk=appeal.pk).update(forwards=2)
    assert forwarding.forward(**at(appeal), to_id=other.pk, reason=REASON, by=clerk) == Attention.FORWARDED
    given = {"appeal_id": appeal.pk, "authority_id": other.pk, "now": MONDAY}
    with pytest.raises(assignment.NotForYou):
        assignment.assign_by_hand(**given, moderator=a_moderator())
    supervisor = User.objects.create_user("s@example.test", "pass", name="Глеб", role="supervisor")
    assignment.assign_by_hand(**given, moderator=supervisor)
    assert fresh(appeal).authority == other


def test_a_topic_that_a_moderator_corrects_does_not_pass_the_supervisor_by(appeal, clerk):
    Appeal.objects.filter(pk=appeal.pk).update(forwards=2)
    forwarding.forward(**at(appeal), to_id=None, reason=REASON, by=clerk)
    Appeal.objects.filter(pk=appeal.pk).update(attention=Attention.FORWARDED)
    a_duty(subject="street.lights", authority=a_body())
    code = a_topic(code="lights", duty="street.lights").code
    supervisor = User.objects.create_user("s@example.test", "pass", name="Глеб", role="supervisor")

    moderation.correct_topic(appeal_id=appeal.pk, topic_code=code, moderator=a_moderator(), now=MONDAY)
    assert (fresh(appeal).topic.code, fresh(appeal).attention) == (code, Attention.FORWARDED)

    moderation.correct_topic(appeal_id=appeal.pk, topic_code=code, moderator=supervisor, now=MONDAY)
    assert fresh(appeal).attention != Attention.FORWARDED


@pytest.mark.parametrize("what", ["itself", "stranger", "short", "long"])
def test_a_forward_that_makes_no_sense_is_refused(appeal, body, clerk, what):
    said: dict[str, Any] = {"to_id": None, "reason": REASON}
    said |= {
        "itself": {"to_id": body.pk},
        "stranger": {"to_id": 10**9},
        "short": {"reason": "не мы"},
        "long": {"reason": "я" * 501},
    }[what]
    with pytest.raises(forwarding.BadForward):
        forwarding.forward(**at(appeal), by=clerk, **said)
    assert fresh(appeal).authority == body


def test_forwarded_twice_at_once_it_goes_once(appeal, clerk):
    forwarding.forward(**at(appeal), to_id=None, reason=REASON, by=clerk)
    with pytest.raises(handing.NotHere):
        forwarding.forward(**at(appeal), to_id=None, reason=REASON, by=clerk)


def test_who_works_on_it_stays_inside_the_body(appeal, clerk):
    author = User.objects.create_user("vera2@example.test", "pass", name="Вера")
    Appeal.objects.filter(pk=appeal.pk).update(author=author)
    handing.hand(**at(appeal), executor_id=clerk.pk, by=clerk)
    mine = card.own(appeal.number, author_id=author.pk)
    assert mine is not None
    assert clerk.name not in str(mine)
    assert clerk.name not in str([list(rows) for _name, rows in takeout.documents(author.pk)])
