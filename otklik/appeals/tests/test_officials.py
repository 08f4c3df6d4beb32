"""Officials are told of the work that comes to them, each once, with nothing of the author."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries

from otklik.appeals import officials
from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, DeskRules, Opinion, Reply
from otklik.appeals.steps import dispatch, forwarding, handing, moderation, replying
from otklik.appeals.tests.given import MONDAY, a_duty, a_moderator, an_appeal
from otklik.appeals.tests.office import a_body, an_official, at
from otklik.appeals.tests.test_desk_answer import saved
from otklik.appeals.tests.test_desk_work import REASON, asked
from otklik.appeals.tests.test_reception import published
from otklik.authorities.models import Authority, Membership
from otklik.outbox.models import Message
from otklik.people.models import User
from otklik.people.tests.given import read

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


def told() -> list[tuple[str, str]]:
    """(kind, whom) of letters to officials, those that a job writes too."""
    for job in ProcrastinateJob.objects.filter(task_name__endswith="tell_desk").order_by("id"):
        officials.tell_desk(**job.args)
    found = Message.objects.filter(kind__startswith="desk-").order_by("id")
    return list(found.values_list("kind", "to"))


# --- it comes to the desk


def test_the_clerks_of_a_body_are_told_of_what_comes_to_its_desk(body, clerk, head):
    other = an_official(body)
    a_duty(authority=body)

    appeal = published()

    assert sorted(told()) == sorted([("desk-received", clerk.email), ("desk-received", other.email)])
    message = Message.objects.filter(kind="desk-received").earliest("id")
    subject, words = read(message)
    spoken = f"{appeal.number[:3]}-{appeal.number[3:6]}-{appeal.number[6:]}"
    assert subject == f"Обращение № {spoken} ждёт на рабочем месте"
    for said in (appeal.topic.title, f"{appeal.answer_by:%d.%m.%Y}", f"/desk/authority/{appeal.number}"):
        assert said in words
    assert words.startswith(f"Здравствуйте, {clerk.name}!")
    assert "page" not in message.context
    assert appeal.author_name not in str(message.context)
    assert appeal.text not in str(message.context)


def test_where_there_is_no_clerk_the_head_is_told_and_where_nobody_serves_nobody(body, head):
    a_duty(authority=body)
    published()
    assert told() == [("desk-received", head.email)]
    User.objects.filter(pk=head.pk).update(is_active=False)
    published()
    assert len(told()) == 1


def test_thanks_need_no_letter(body, clerk):
    a_duty(authority=body)
    published(kind="thanks")
    assert told() == []


def test_one_that_the_author_returned_comes_to_who_worked_on_it(appeal, clerk, body):
    an_official(body)
    Appeal.objects.filter(pk=appeal.pk).update(state=State.RETURNED, executor=clerk, returns=1)
    dispatch.resend_returned(now=MONDAY)
    dispatch.resend_returned(now=MONDAY)
    assert told() == [("desk-received", clerk.email)]
    assert "не принял прежний ответ" in read(Message.objects.get(to=clerk.email))[1]


def test_one_that_another_body_passed_on_is_told_there(appeal, clerk, body):
    other = a_body()
    theirs = an_official(other)
    forwarding.forward(**at(appeal), to_id=other.pk, reason=REASON, by=clerk)
    assert told() == [("desk-received", theirs.email)]


def test_the_same_event_is_told_once_and_one_that_has_gone_on_not_at_all(appeal, clerk):
    for _again in range(2):
        officials.received(appeal, now=MONDAY)
    assert len(told()) == 1
    officials.received(appeal, now=MONDAY + timedelta(days=1))
    assert len(told()) == 2
    officials.received(appeal, now=MONDAY + timedelta(days=2))
    Appeal.objects.filter(pk=appeal.pk).update(authority=a_body())
    assert len(told()) == 2


# --- who works on it


def test_the_executor_is_told_unless_they_took_it_themselves(appeal, clerk, head):
    for _press in range(2):
        handing.hand(**at(appeal), executor_id=clerk.pk, by=head)
    assert told() == [("desk-handed", clerk.email)]
    handing.hand(**at(appeal), executor_id=head.pk, by=head)
    handing.hand(**at(appeal), executor_id=None, by=head)
    assert len(told()) == 1


def test_who_chose_no_letters_gets_none_and_who_chose_one_a_day_gets_it_with_the_others(appeal, clerk, head):
    User.objects.filter(pk=clerk.pk).update(wants_letters=False)
    handing.hand(**at(appeal), executor_id=clerk.pk, by=head)
    assert told() == []
    User.objects.filter(pk=clerk.pk).update(wants_letters=True, pace="daily", language="en")
    later = {**at(appeal), "now": MONDAY + timedelta(hours=1)}
    handing.hand(**later, executor_id=None, by=head)
    handing.hand(**later, executor_id=clerk.pk, by=head)
    held = Message.objects.get(kind="desk-handed")
    assert (held.state, held.language) == ("held", "en")
    assert read(held)[0].startswith("Appeal No.")


# --- an answer to sign


def test_the_head_is_told_of_an_answer_to_sign_and_the_writer_that_it_came_back(desk, body, clerk, head):
    DeskRules.objects.create(authority=body, signs=True)
    saved(desk, clerk)
    for _press in range(2):
        replying.finish(desk, version=1, signs=False, by=clerk, now=MONDAY)
    assert told() == [("desk-to-sign", head.email)]

    for _press in range(2):
        replying.take_back(desk, remarks="Назовите дату.", now=MONDAY)
    assert told()[1:] == [("desk-sent-back", clerk.email)]
    assert "Назовите дату" not in read(Message.objects.get(kind="desk-sent-back"))[1]


def test_a_writer_who_takes_the_answer_back_tells_nobody(desk, body, clerk, head):
    DeskRules.objects.create(authority=body, signs=True)
    saved(desk, clerk)
    replying.finish(desk, version=1, signs=False, by=clerk, now=MONDAY)
    replying.take_back(desk, now=MONDAY)
    assert [kind for kind, _to in told()] == ["desk-to-sign"]


def test_where_the_body_has_no_head_that_of_the_body_above_is_told(desk, body, clerk):
    above = a_body()
    theirs = an_official(above, "head")
    Authority.objects.filter(pk=body.pk).update(superior=above)
    DeskRules.objects.create(authority=body, signs=True)
    saved(desk, clerk)
    replying.finish(desk, version=1, signs=False, by=clerk, now=MONDAY)
    assert told() == [("desk-to-sign", theirs.email)]


@pytest.mark.parametrize("who", ["executor", "anybody"])
def test_an_answer_whose_writer_has_left_comes_back_to_who_is_there(appeal, desk, body, clerk, head, who):
    there = an_official(body)
    DeskRules.objects.create(authority=body, signs=True)
    saved(desk, clerk)
    Reply.objects.update(state="signing", sent_at=MONDAY)
    Membership.objects.filter(user=clerk).delete()
    Appeal.objects.filter(pk=appeal.pk).update(executor=head if who == "executor" else None)
    replying.take_back(desk, remarks="Назовите дату.", now=MONDAY)
    assert told() == [("desk-sent-back", head.email if who == "executor" else there.email)]


# --- an opinion


def test_the_clerks_of_a_body_that_is_asked_are_told_what_about_and_until_when(appeal, clerk):
    other = a_body()
    theirs, _head = an_official(other), an_official(other, "head")

    opinion: Opinion = asked(appeal, other, clerk)

    assert told() == [("desk-opinion", theirs.email)]
    words = read(Message.objects.get(kind="desk-opinion"))[1]
    assert f"/desk/opinions/{opinion.pk}" in words
    assert f"не позднее {opinion.due_on:%d.%m.%Y}" in words
    assert opinion.question not in words


# --- what it costs


def test_a_decision_that_brings_an_appeal_to_a_desk_costs_fifteen_statements_however_many_serve(
    body, django_assert_max_num_queries: DjangoAssertNumQueries
):
    for _n in range(5):
        an_official(body)
    a_duty(authority=body)
    published()  # what a process knows afterwards
    appeal, moderator = an_appeal(), a_moderator()
    with django_assert_max_num_queries(17):  # 15 and the savepoint of a step in a test
        moderation.publish(appeal_id=appeal.pk, moderator=moderator, now=MONDAY)
    assert len(told()) == 10


def test_letters_to_one_person_cost_three_statements(
    appeal, clerk, head, django_assert_num_queries: DjangoAssertNumQueries
):
    with django_assert_num_queries(3):
        officials.handed(appeal, clerk, by=head, now=MONDAY)
