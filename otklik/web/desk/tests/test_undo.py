"""Taking a decision back on the pages of the desk."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Hold, JournalRow, PendingDecision
from otklik.appeals.steps import deciding, moderation
from otklik.appeals.tests.given import a_moderator, an_appeal
from otklik.kit import clock
from otklik.outbox.tests.given import newest, read
from otklik.web.citizen.tests.given import seen
from otklik.web.desk.tests.test_moderation import numbers_on, press

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


@pytest.fixture
def desk(settings) -> Client:
    settings.UNDO_SECONDS = 10
    client = Client()
    client.force_login(a_moderator())
    return client


def taken_back(desk: Client, page: str):
    address = "".join(re.findall(r'action="(/desk/undo/[^"]+)"', page)[:1])
    return desk.post(address, headers={"Referer": "http://testserver/desk/"}, follow=True)


def test_after_a_decision_the_next_one_opens_and_the_last_can_be_taken_back(desk):
    first, second = an_appeal(), an_appeal()

    answer = press(desk, first, "publish")

    assert answer.redirect_chain[-1][0] == f"/desk/appeals/{second.pk}"
    assert "Публикация: №" in seen(answer)
    assert "Можно отменить ещё" in seen(answer)
    assert numbers_on(desk.get("/desk/")) == [second.pk]
    assert "Решение принято: Публикация" in seen(desk.get(f"/desk/appeals/{first.pk}"))
    assert first.state == State.MODERATION

    answer = taken_back(desk, answer.content.decode())

    assert answer.redirect_chain[-1][0] == f"/desk/appeals/{first.pk}"
    assert "Решение отменено" in seen(answer)
    assert Hold.objects.get().appeal == first
    assert not JournalRow.objects.exists()


def test_too_late_is_said_in_words(desk):
    appeal = an_appeal()
    page = press(desk, appeal, "publish").content.decode()
    deciding.carry_out_due(now=clock.now() + timedelta(seconds=11))
    assert "Отменить уже нельзя" in seen(taken_back(desk, page))
    assert "Отменить уже нельзя" in seen(
        desk.post(f"/desk/undo/{uuid4()}", headers={"Referer": "http://testserver/desk/"}, follow=True)
    )


def test_what_came_to_nothing_is_told_on_the_next_page_until_it_is_read(desk):
    appeal = an_appeal()
    press(desk, appeal, "publish")
    moderation.withdraw(appeal_id=appeal.pk, words="", now=clock.now())
    deciding.carry_out_due(now=clock.now() + timedelta(seconds=11))
    for _look in range(2):
        assert "Решение не исполнено: Публикация" in seen(desk.get("/desk/"))
    desk.post(f"/desk/appeals/{appeal.pk}/noted")
    assert "Решение не исполнено" not in seen(desk.get("/desk/"))


def test_a_refusal_without_words_takes_the_ready_ones_of_its_reason(desk):
    appeal = an_appeal()
    assert 'data-text="Портал не публикует рекламу' in desk.get(f"/desk/appeals/{appeal.pk}").content.decode()
    press(desk, appeal, "refuse", reason="advert", words=" ")
    deciding.carry_out_due(now=clock.now() + timedelta(seconds=11))
    assert "Портал не публикует рекламу" in read(newest())[1]


def test_a_ready_question_goes_as_it_is_or_as_it_was_changed(desk):
    first, second = an_appeal(), an_appeal()
    press(desk, first, "ask", ready="where", words="")
    press(desk, second, "ask", ready="where", words="Какой подъезд?")
    said = dict(PendingDecision.objects.values_list("appeal_id", "said__words"))
    assert said[first.pk].startswith("Уточните")
    assert said[second.pk] == "Какой подъезд?"


def test_a_batch_that_waits_is_one_line(desk):
    together = uuid4()
    for _ in range(3):
        deciding.decide(
            appeal_id=an_appeal().pk,
            moderator=a_moderator(),
            deed=deciding.Deed(deciding.Verb.PUBLISH),
            together=together,
            now=clock.now(),
        )
    mine = desk.get("/desk/").wsgi_request.user
    PendingDecision.objects.update(moderator=mine)
    assert "Публикация: 3 обращени" in seen(desk.get("/desk/"))
    assert "/desk/" in taken_back(desk, desk.get("/desk/").content.decode()).redirect_chain[-1][0]
    assert len(numbers_on(desk.get("/desk/"))) == 3
