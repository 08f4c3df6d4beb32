"""An appeal under control: taken once, shown on the desks, released with words."""

from datetime import timedelta

import pytest

from otklik.appeals.journal import WrongState, move
from otklik.appeals.lifecycle import Move, State
from otklik.appeals.models import Appeal, JournalRow
from otklik.appeals.queries import card, takeout
from otklik.appeals.tests.given import MONDAY, a_citizen, a_moderator, an_appeal, an_authority
from otklik.authorities.models import Membership
from otklik.kit import clock
from otklik.oversight import control
from otklik.oversight.models import Control
from otklik.oversight.queries.controlled import Which, controlled, held
from otklik.people.models import User
from otklik.web.citizen.tests.given import seen
from otklik.web.tests.world import as_

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


def a_supervisor(email: str = "lead@example.test") -> User:
    return User.objects.create_user(email, "pass", name="Клара", role="supervisor")


def taken(appeal: Appeal, by: User, **more: object) -> None:
    said = {"words": "Поручение главы региона", "by_date": None, "now": MONDAY, **more}
    control.take(appeal_id=appeal.pk, by=by, **said)  # type: ignore[arg-type]


def test_it_is_taken_with_words_and_a_day_of_its_own():
    appeal, clara = an_appeal(), a_supervisor()
    taken(appeal, clara, by_date=(MONDAY + timedelta(days=5)).date())
    appeal.refresh_from_db()
    assert (appeal.controlled_at, appeal.state) == (MONDAY, State.MODERATION)
    found = held(appeal.pk)
    assert found is not None
    assert (found.by, found.words, str(found.by_date)) == ("Клара", "Поручение главы региона", "2026-03-07")
    row = JournalRow.objects.get(move=Move.CONTROL)
    assert (row.actor, row.detail) == (clara, {"by_date": "2026-03-07"})


def test_it_is_released_with_words_and_may_be_taken_again():
    appeal, clara, ivan = an_appeal(), a_supervisor(), a_supervisor("ivan@example.test")
    taken(appeal, clara)
    control.release(appeal_id=appeal.pk, by=ivan, words="Сделано", now=MONDAY)
    appeal.refresh_from_db()
    assert appeal.controlled_at is None
    assert held(appeal.pk) is None
    taken(appeal, ivan)
    assert [c.released_words for c in Control.objects.order_by("pk")] == ["Сделано", ""]


@pytest.mark.parametrize("words", ["", "  \n ", "x" * 501])
def test_nothing_happens_without_words_or_with_too_many(words):
    appeal, clara = an_appeal(), a_supervisor()
    with pytest.raises(control.NeedsWords):
        taken(appeal, clara, words=words)
    taken(appeal, clara)
    with pytest.raises(control.NeedsWords):
        control.release(appeal_id=appeal.pk, by=clara, words=words, now=MONDAY)


def test_a_day_that_is_over_and_a_second_control_are_refused_and_leave_no_row():
    appeal, clara = an_appeal(), a_supervisor()
    with pytest.raises(control.PastDay):
        taken(appeal, clara, by_date=(MONDAY - timedelta(days=1)).date())
    taken(appeal, clara)
    with pytest.raises(control.AlreadyControlled):
        taken(appeal, clara)
    assert JournalRow.objects.filter(move=Move.CONTROL).count() == 1
    control.release(appeal_id=appeal.pk, by=clara, words="Сделано", now=MONDAY)
    with pytest.raises(control.NotControlled):
        control.release(appeal_id=appeal.pk, by=clara, words="Сделано", now=MONDAY)
    assert JournalRow.objects.filter(move=Move.RELEASE).count() == 1


def test_what_has_come_to_its_end_is_not_taken_yet_is_released():
    appeal, clara = an_appeal(state=State.ANSWERED), a_supervisor()
    taken(appeal, clara)
    closed = an_appeal(state=State.CLOSED)
    with pytest.raises(WrongState):
        taken(closed, clara)
    move(appeal.pk, Move.CLOSE, actor=None, now=MONDAY)
    control.release(appeal_id=appeal.pk, by=clara, words="Закрыто", now=MONDAY)
    appeal.refresh_from_db()
    assert appeal.controlled_at is None


def test_the_author_does_not_see_it_nor_takes_it_away_the_desks_do():
    vera = a_citizen()
    appeal = an_appeal(author=vera)
    taken(appeal, a_supervisor())
    mine, inside = card.mine(appeal.pk), card.inside(appeal.pk)
    assert mine is not None
    assert inside is not None
    assert Move.CONTROL not in [event.move for event in mine.timeline]
    assert Move.CONTROL in [event.move for event in inside.timeline]
    [filed] = dict(takeout.documents(vera.pk))["appeals"]
    assert "Поручение главы региона" not in str(filed)


def test_every_desk_shows_the_mark():
    body, clara, clerk = (
        an_authority(),
        a_supervisor(),
        User.objects.create_user("c@example.test", role="clerk"),
    )
    Membership.objects.create(user=clerk, authority=body)
    waiting, sent = an_appeal(), an_appeal(state=State.REGISTERED, authority=body)
    moderator, official = as_(a_moderator()), as_(clerk)
    pages = [(moderator, "/desk/"), (moderator, f"/desk/appeals/{waiting.pk}"), (official, "/desk/authority")]
    assert not any("На контроле" in seen(client.get(path)) for client, path in pages)
    taken(waiting, clara)
    taken(sent, clara)
    assert all("На контроле" in seen(client.get(path)) for client, path in pages)
    item = seen(moderator.get(f"/desk/appeals/{waiting.pk}"))
    assert "Поручение главы региона" in item
    assert "Снять контроль" not in item


def test_a_supervisor_takes_it_from_the_page_and_finds_it_in_the_list():
    clara, appeal = a_supervisor(), an_appeal()
    client, path = as_(clara), f"/desk/appeals/{appeal.pk}"
    assert "Взять под контроль" in seen(client.get(path))
    tomorrow = f"{clock.now() + timedelta(days=1):%Y-%m-%d}"
    answer = client.post(f"{path}/control", {"why": "Три жалобы подряд", "by_date": tomorrow}, follow=True)
    assert "Обращение взято под контроль" in seen(answer)
    assert "Снять контроль" in seen(answer)
    assert "Три жалобы подряд" in seen(client.get("/desk/controlled"))
    assert "Три жалобы подряд" in seen(client.get("/desk/controlled?which=mine"))
    assert "Три жалобы подряд" not in seen(client.get("/desk/controlled?which=late"))
    client.post(f"{path}/release", {"why": "Исправлено"})
    assert "Таких обращений нет" in seen(client.get("/desk/controlled"))


@pytest.mark.parametrize(
    "said", [{"why": ""}, {"why": "Да", "by_date": "вчера"}, {"why": "Да", "by_date": "2020-01-01"}]
)
def test_a_form_with_a_mistake_is_refused_in_words(said):
    client, appeal = as_(a_supervisor()), an_appeal()
    path = f"/desk/appeals/{appeal.pk}"
    answer = client.post(
        f"{path}/control", said, headers={"Referer": f"http://testserver{path}"}, follow=True
    )
    assert answer.redirect_chain == [(f"http://testserver{path}", 302)]
    assert not Control.objects.exists()


def test_the_list_goes_on_by_keys_and_says_whose_day_is_over():
    clara, ivan = a_supervisor(), a_supervisor("ivan@example.test")
    for n in range(33):
        taken(an_appeal(), clara if n else ivan, now=MONDAY + timedelta(minutes=n), by_date=MONDAY.date())
    today = MONDAY.date()
    first = controlled(Which.ALL, by=clara.pk, today=today)
    rest = controlled(Which.ALL, by=clara.pk, today=today, cursor=first.older or "")
    assert (len(first.rows), len(rest.rows), rest.older) == (30, 3, None)
    assert len(controlled(Which.MINE, by=ivan.pk, today=today).rows) == 1
    assert controlled(Which.LATE, by=clara.pk, today=today).rows == []
    assert controlled(Which.LATE, by=clara.pk, today=today + timedelta(days=1)).rows


def test_two_supervisors_at_once_one_is_told():
    appeal, clara = an_appeal(), as_(a_supervisor())
    ivan = as_(a_supervisor("ivan@example.test"))
    for client in (clara, ivan):
        client.post(f"/desk/appeals/{appeal.pk}/control", {"why": "Беру"})
    assert Control.objects.count() == 1
    assert "уже под контролем" in seen(ivan.get(f"/desk/appeals/{appeal.pk}"))
