"""The journal of staff: what leaves a row, and that nothing in it can be changed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from otklik.appeals.tests.given import a_citizen, a_moderator, an_appeal
from otklik.kit import clock
from otklik.people import deeds
from otklik.people.models import StaffDeed, User
from otklik.web.access import Action, deed_about, table
from otklik.web.access.deeds import write_down
from otklik.web.access.rights import RIGHTS
from otklik.web.citizen.tests.given import seen
from otklik.web.tests.test_security import POSTS
from otklik.web.tests.world import World, as_

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

STAFF = {
    place.name: place.route
    for place in table.places()
    if place.action is not None and "citizen" not in RIGHTS[place.action]
}
OWNER = {"email": "zinaida.polevaya@example.test", "phone": "+79990001122", "name": "Зинаида Полевая"}


@pytest.fixture
def world() -> World:
    world = World()
    User.objects.filter(pk=world.owner.pk).update(**OWNER, surname="Полевая", given_name="Зинаида")
    for appeal in (world.appeal, world.waiting):
        appeal.author_name, appeal.author_email, appeal.author = OWNER["name"], OWNER["email"], world.owner
        appeal.save()
    return world


def a_supervisor() -> User:
    return User.objects.create_user("lead@example.test", "pass", name="Клара", role="supervisor")


def last() -> int:
    return StaffDeed.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def a_deed(actor: User, *, minutes_ago: int = 0, **more: str) -> None:
    about = [(more.pop("kind", "appeal"), more.pop("key", "1"))]
    said = {"what": "saw", "action": "moderate", "address": "desk:item", **more}
    deeds.write(actor_id=actor.pk, about=about, now=clock.now() - timedelta(minutes=minutes_ago), **said)


@pytest.mark.parametrize("role", [role for role in User.Role.values if role != "citizen"])
def test_every_page_that_shows_a_citizens_data_leaves_a_row(role, world):
    client = as_(world.someone(role))
    for name, route in STAFF.items():
        before = last()
        answer = client.get(world.path(route), {"q": OWNER["email"]})
        left = StaffDeed.objects.filter(pk__gt=before, what="saw", address=name).exists()
        if (
            answer.status_code < 400
            and not answer.streaming
            and answer["Content-Type"].startswith("text/")
            # The address is typed above: a search that found nothing says it again.
            and any(OWNER[name] in seen(answer) for name in ("phone", "name"))
        ):
            assert left, f"{name} shows personal data: @may(…, shows_personal=True)"


def test_every_form_of_staff_leaves_a_row(world):
    client, left = as_(world.someone("admin")), set()
    for name in sorted(STAFF.keys() & POSTS):
        before = last()
        answer = client.post(world.path(STAFF[name]), {"words": "Слова", "reason": "advert", "again": "1"})
        refused = answer.status_code >= 400 or answer.get("Location") == "/"
        found = StaffDeed.objects.filter(pk__gt=before, what="changed", address=name).exists()
        assert found is not refused, name
        left |= {name} if found else set()
    assert {"desk:ask", "desk:place"} <= left


def test_a_refused_form_a_page_without_personal_data_and_a_citizen_leave_nothing(world):
    moderator = as_(world.moderator)
    moderator.get("/desk/")
    moderator.post(f"/desk/appeals/{world.waiting.pk}/refuse", {"reason": "nonsense"})
    moderator.head(f"/desk/appeals/{world.waiting.pk}")
    moderator.post("/settings/vision", {"size": "150"})
    world.client.get("/mine")
    world.client.get(f"/desk/appeals/{world.waiting.pk}")
    assert not StaffDeed.objects.exists()


def test_a_row_says_who_did_what_to_which_appeal(world):
    as_(world.moderator).get(f"/desk/appeals/{world.waiting.pk}")
    deed = StaffDeed.objects.get()
    assert (deed.actor, deed.what, deed.action, deed.address, deed.object_kind, deed.object_key) == (
        world.moderator, "saw", "moderate", "desk:item", "appeal", str(world.waiting.pk)
    )  # fmt: skip


def test_a_form_about_several_things_leaves_a_row_for_each():
    request = RequestFactory().post("/desk/x")
    request.user, request.resolver_match = a_supervisor(), resolve("/desk/reports/want")
    deed_about(request, "appeal", [7, 8])
    write_down(request, HttpResponse(), Action.SUPERVISE, shows_personal=False)
    assert list(StaffDeed.objects.order_by("pk").values_list("object_kind", "object_key")) == [
        ("appeal", "7"), ("appeal", "8")
    ]  # fmt: skip


def test_nothing_in_it_can_be_changed_or_deleted():
    a_deed(a_moderator())
    for change in ("UPDATE people_staffdeed SET what = 'changed'", "DELETE FROM people_staffdeed"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(change)


def test_it_is_found_by_person_number_action_what_and_day():
    mark, olga, appeal = a_moderator(), a_moderator(), an_appeal()
    User.objects.filter(pk=olga.pk).update(name="Ольга", email="olga@example.test")
    a_deed(mark, key=str(appeal.pk))
    a_deed(olga, what="changed", action="give_roles", address="staff:person", kind="person", key="77")
    a_deed(olga, minutes_ago=60 * 24 * 40)
    client = as_(a_supervisor())

    def found(**said: str) -> tuple[bool, bool]:
        page = client.get("/staff/deeds", said).content.decode().partition("<tbody>")[2]
        return "Марк" in page, "Ольга" in page

    assert found() == (True, True)
    assert found(who="olga@example.test") == found(who="ольг") == (False, True)
    assert found(number=appeal.number) == (True, False)
    assert found(person="77") == found(action="give_roles") == found(what="changed") == (False, True)
    assert found(until=f"{clock.now() - timedelta(days=30):%Y-%m-%d}") == (False, True)
    assert found(since=f"{clock.now():%Y-%m-%d}", action="moderate") == (True, False)
    assert found(who="никого такого нет") == (False, False)
    assert appeal.number[:3] in seen(client.get("/staff/deeds", {"number": appeal.number}))


def test_pages_go_on_and_back_and_keep_what_was_asked():
    mark, client = a_moderator(), as_(a_supervisor())
    for n in range(60):
        a_deed(mark, minutes_ago=n, key=str(n))
    first = client.get("/staff/deeds", {"action": "moderate"}).content.decode()
    assert first.count("<tr><td") == 50
    older = first.rpartition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "action=moderate" in older
    assert client.get(f"/staff/deeds{older}").content.decode().count("<tr><td") == 10


def test_the_file_has_what_was_asked_and_no_formula():
    mark, client = a_moderator(), as_(a_supervisor())
    User.objects.filter(pk=mark.pk).update(name="=HYPERLINK(1)")
    a_deed(mark)
    a_deed(a_citizen(), what="changed")
    lines = client.get("/staff/deeds.csv", {"what": "saw"}).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert ",'=HYPERLINK(1)," in lines[1]


@pytest.mark.parametrize(
    "said",
    [
        {"number": "12"}, {"since": "вчера"}, {"since": "0001-01-01"}, {"until": "9999-12-31"}, {"from": "x"},
        {"since": "2026-03-02", "until": "2026-03-01"},
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_in_words(said):
    answer = as_(a_supervisor()).get("/staff/deeds", said)
    assert answer.status_code in (400, 422)
    assert "Traceback" not in seen(answer)


@pytest.mark.parametrize(
    "said", [{"action": "x" * 500}, {"what": "²"}, {"person": "9" * 400}, {"who": "9" * 18}, {"who": "+7"}]
)
def test_other_nonsense_finds_something_or_nothing(said):
    assert as_(a_supervisor()).get("/staff/deeds", said).status_code == 200


def test_the_page_takes_six_statements():
    client, mark = as_(a_supervisor()), a_moderator()
    for n in range(60):
        a_deed(mark, minutes_ago=n, key=str(an_appeal().pk))
    with CaptureQueriesContext(connection) as told:
        client.get("/staff/deeds", {"who": "марк"})
    assert (
        len([q for q in told if "SAVEPOINT" not in q["sql"]]) <= 6
    )  # session, account, who twice, rows, numbers
