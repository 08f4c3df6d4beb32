"""One decision for many marked appeals."""

import re

import pytest
from django.test import Client

from otklik.appeals import holds
from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, PendingDecision
from otklik.appeals.tests.given import a_duty, a_moderator, a_territory, a_topic, an_appeal, an_authority
from otklik.authorities.models import Authority
from otklik.kit import clock
from otklik.people.models import User
from otklik.web.citizen.tests.given import seen

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(a_moderator())
    return client


def done(desk: Client, appeals: list[Appeal], deed: str, where: str = "", **said):
    return desk.post(
        f"/desk/batch{where}", {"id": [one.pk for one in appeals], "deed": deed, **said}, follow=True
    )


def states(appeals: list[Appeal]) -> list[str]:
    for one in appeals:
        one.refresh_from_db()
    return [one.state for one in appeals]


def test_marked_appeals_are_published_and_those_that_can_not_be_are_named_with_the_reason(desk):
    a_duty()
    appeals = [an_appeal(), an_appeal(state=State.CLOSED), an_appeal()]
    holds.take(appeal_id=appeals[2].pk, user=a_moderator(), now=clock.now())

    words = seen(done(desk, appeals, "publish"))

    assert states(appeals) == [State.SENDING, State.CLOSED, State.MODERATION]
    assert "Готово: 1 из 3" in words
    assert "обращение в состоянии «Закрыто»" in words
    assert "Обращение в работе: Марк" in words


def test_a_batch_is_taken_back_as_one(desk, settings):
    settings.UNDO_SECONDS = 10
    appeals = [an_appeal(), an_appeal()]
    page = done(desk, appeals, "refuse", reason="advert", words="").content.decode()
    assert PendingDecision.objects.count() == 2
    assert "Отказ: 2 обращени" in page
    desk.post("".join(re.findall(r'action="(/desk/undo/[^"]+)"', page)))
    assert not PendingDecision.objects.exists()


def test_the_topic_of_many_is_corrected(desk):
    a_topic(code="lamp", title="Фонарь")
    appeals = [an_appeal(), an_appeal(state=State.ANSWERED)]
    words = seen(done(desk, appeals, "topic", topic="lamp"))
    assert "Готово: 1 из 2" in words
    appeals[0].refresh_from_db()
    assert appeals[0].topic.code == "lamp"


def test_many_are_published_with_one_authority_or_assigned_where_they_wait_for_one(desk):
    body = an_authority()
    new, waiting = an_appeal(), an_appeal(state=State.PUBLISHED, attention="nobody")
    done(desk, [new], "assign", authority=body.pk)
    done(desk, [waiting], "assign", "?desk=decide", authority=body.pk)
    assert states([new, waiting]) == [State.SENDING, State.SENDING]
    assert {new.authority, waiting.authority} == {body}


@pytest.mark.parametrize("where", ["/desk/", "/desk/decide"])
def test_only_bodies_that_something_can_be_sent_to_are_offered(desk, where):
    reached, mute = an_authority(), an_authority(connected=False)
    at_desk = Authority.objects.create(code="d", name="Управа", level="municipal", has_desk=True)
    an_appeal()
    an_appeal(state=State.PUBLISHED, attention="nobody")
    page = desk.get(where).content.decode()
    offered = re.search(r'<select[^>]*id="batch-authority".*?</select>', page, re.DOTALL)
    assert offered
    found = set(re.findall(r'value="(\d+)"', offered[0]))
    assert found == {str(reached.pk), str(at_desk.pk)}
    assert str(mute.pk) not in found


@pytest.mark.parametrize(
    ("deed", "said", "words"),
    [
        ("refuse", {}, "Выберите причину отказа"),
        ("refuse", {"reason": "other"}, "Напишите автору"),
        ("topic", {}, "Выберите тему"),
        ("topic", {"topic": "no-such"}, "Такой темы нет"),
        ("assign", {}, "Выберите исполнителя"),
        ("assign", {"authority": "999"}, "не подключён"),
    ],
)
def test_what_was_not_chosen_is_asked_for_and_nothing_changes(desk, deed, said, words):
    appeal = an_appeal()
    answer = desk.post(
        "/desk/batch",
        {"id": appeal.pk, "deed": deed, **said},
        headers={"Referer": "http://testserver/desk/"},
        follow=True,
    )
    assert words in seen(answer)
    assert states([appeal]) == [State.MODERATION]


@pytest.mark.parametrize("ids", [[], ["x", ""], list(range(1, 102))])
def test_nothing_and_more_than_a_hundred_are_refused(desk, ids):
    answer = desk.post("/desk/batch?kind=problem", {"id": ids, "deed": "publish"}, follow=True)
    assert "Отметьте от одного до 100" in seen(answer)
    assert answer.redirect_chain[-1][0] == "/desk/?kind=problem"


def test_what_belongs_to_another_moderator_is_left_alone():
    limited = User.objects.create_user(
        "m@example.test", "pass", name="Имя", role="moderator", territory_codes=["99702000"]
    )
    desk = Client()
    desk.force_login(limited)
    appeal, own = an_appeal(), an_appeal(territory=a_territory(code="99702000", west=41.0))
    words = seen(done(desk, [appeal, own], "publish"))
    assert states([appeal, own]) == [State.MODERATION, State.PUBLISHED]
    assert "другой модератор: 1" in words
    assert appeal.number not in words.replace("-", "")
