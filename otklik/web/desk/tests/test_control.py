"""The page of supervisors: each number is that of the appeals, leads to its list, and costs few statements."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from otklik.appeals.lifecycle import Move, State
from otklik.appeals.models import Appeal, Change, JournalRow
from otklik.appeals.queries import names
from otklik.appeals.tests.given import a_moderator, a_topic, an_appeal
from otklik.authorities.models import Authority
from otklik.authorities.tests.given import an_authority
from otklik.kit import clock
from otklik.people.models import User
from otklik.stats import folding
from otklik.web.citizen.tests.given import seen
from otklik.web.tests.world import as_

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


@pytest.fixture
def supervisor() -> Iterator[Client]:
    names.known.again()
    yield as_(User.objects.create_user("lead@example.test", "pass", name="Клара", role="supervisor"))
    names.known.again()


def owed(body: Authority, *, days: int, **more: object) -> Appeal:
    """An answer due in so many days; below zero it is late."""
    today = timezone.localdate(clock.now())
    said = {"state": State.REGISTERED, "authority": body, "answer_by": today + timedelta(days=days), **more}
    return an_appeal(**said)  # type: ignore[arg-type]


def counted() -> None:
    Change.objects.bulk_create(Change(appeal_id=pk) for pk in Appeal.objects.values_list("pk", flat=True))
    folding.fold()
    names.known.again()


def test_late_and_soon_are_counted_by_authority_category_and_topic(supervisor):
    roads, water = an_authority(name="Дороги области"), an_authority(name="Водоканал")
    for days in (-1, -10, -40, 0, 2):
        owed(roads, days=days)
    owed(water, days=9)
    owed(water, days=-2, topic=a_topic(code="sign"))
    counted()
    page = seen(supervisor.get("/desk/control"))
    assert "Дороги области 3 2 1 1 1" in page
    assert "Водоканал 1 0 1 0 0" in page
    assert page.count("Яма на дороге 3 2") == 1
    assert page.count("Яма на дороге 1 0") == 1
    narrow = seen(supervisor.get(f"/desk/control?authority={water.code}"))
    assert "Просрочено 1" in narrow
    assert "Дороги области 1" not in narrow


def test_each_number_leads_to_a_list_with_as_many(supervisor):
    body = an_authority(name="Дороги области")
    late = [owed(body, days=-n) for n in range(1, 4)]
    soon = owed(body, days=1)
    counted()
    path = f"/desk/control/list?authority={body.code}"
    page = supervisor.get(f"{path}&what=overdue").content.decode()
    order = [page.index(f"/desk/appeals/{one.pk}") for one in reversed(late)]
    assert order == sorted(order)
    assert f"/desk/appeals/{soon.pk}" not in page
    assert f"/desk/appeals/{soon.pk}" in supervisor.get(f"{path}&what=soon").content.decode()
    assert "Таких обращений нет" in seen(supervisor.get("/desk/control/list?what=returned"))


def test_what_was_returned_and_what_stands_still_is_listed(supervisor):
    now, body = clock.now(), an_authority()
    returned = an_appeal(state=State.RETURNED, authority=body, published_at=now)
    Appeal.objects.update(state_since=now)
    still = owed(body, days=30, state_since=now - timedelta(days=20))
    moved = owed(body, days=30, state_since=now - timedelta(days=20))
    JournalRow.objects.create(appeal=moved, move=Move.PROGRESS, to_state="registered", at=now)
    counted()
    page = seen(supervisor.get("/desk/control"))
    assert "Возвращено авторами 1" in page
    assert "Без движения 1" in page
    listed = supervisor.get("/desk/control/list?what=still").content.decode()
    assert f"/desk/appeals/{still.pk}" in listed
    assert f"/desk/appeals/{moved.pk}" not in listed
    assert "Таких обращений нет" in seen(supervisor.get("/desk/control/list?what=still&days=30"))
    assert (
        f"/desk/appeals/{returned.pk}" in supervisor.get("/desk/control/list?what=returned").content.decode()
    )


def test_lists_go_on_by_keys_and_show_each_appeal_once(supervisor):
    body = an_authority()
    made = {owed(body, days=-1 - n % 3, kind="proposal" if n % 2 else "problem").pk for n in range(65)}
    path, found = "/desk/control/list?what=overdue", []
    for _page in range(4):
        page = supervisor.get(path).content.decode()
        found += [int(part.partition('"')[0]) for part in page.split('href="/desk/appeals/')[1:]]
        if 'rel="next"' not in page:
            break
        further = page.partition('rel="next"')[2].partition('href="')[2].partition('"')[0]
        path = "/desk/control/list" + further.replace("&amp;", "&")
    assert len(found) == 65
    assert set(found) == made


def test_the_load_of_moderators_is_reckoned_from_the_journal(supervisor):
    now, mark = clock.now(), a_moderator()
    waiting, done = an_appeal(), an_appeal(state=State.REFUSED)
    for appeal, at in ((waiting, now), (done, now)):
        JournalRow.objects.create(appeal=appeal, move=Move.RECEIVE, to_state="moderation", at=at)
    JournalRow.objects.create(
        appeal=done, move=Move.REFUSE, from_state="moderation", to_state="refused", actor=mark, at=now
    )
    page = seen(supervisor.get("/desk/control"))
    assert "Поступило 2, решено 1" in page
    assert "На модерации 1" in page
    assert "Марк 0 1 100 %" in page
    assert "Поступило 2, решено 1" in seen(supervisor.get("/desk/control?span=week"))


@pytest.mark.parametrize("more", ["", "?authority=%s&category=roads", "?category=roads&span=week&days=30"])
def test_the_page_takes_eight_statements_and_a_list_five(supervisor, more):
    body, mark = an_authority(), a_moderator()
    for n in range(40):
        owed(body, days=n - 20)
        JournalRow.objects.create(
            appeal=an_appeal(), move=Move.PUBLISH, from_state="moderation", to_state="published", actor=mark,
            at=clock.now(),
        )  # fmt: skip
    counted()
    asked = more.replace("%s", body.code)
    for path, most in (("/desk/control", 8), ("/desk/control/list", 5)):
        with CaptureQueriesContext(connection) as told:
            assert supervisor.get(path + asked).status_code == 200
        assert len(told) <= most, "\n".join(q["sql"] for q in told)


@pytest.mark.parametrize(
    "query",
    ["authority=nobody", "category=²", "days=0", "days=9999", "span=year", "topic=x", "what=all", "from=x"],
)
def test_what_the_form_does_not_offer_is_refused_in_words(supervisor, query):
    assert supervisor.get(f"/desk/control?{query}").status_code in (200, 400)
    assert supervisor.get(f"/desk/control/list?{query}").status_code == 400


@pytest.mark.parametrize("role", ["moderator", "clerk", "head", "operator", "analyst", "citizen"])
def test_nobody_else_sees_it(role):
    client = as_(User.objects.create_user("x@example.test", "pass", name="Икс", role=role))
    for path in ("/desk/control", "/desk/control/list", "/desk/controlled"):
        assert client.get(path).status_code == 403
