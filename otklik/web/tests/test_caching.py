"""Public pages are the same bytes for everybody, say how long they keep, and make no session."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.lifecycle import State
from otklik.appeals.tests.given import an_appeal
from otklik.kit import links
from otklik.people.models import User
from otklik.web.access import Action, table
from otklik.web.parts.vision_panel.prefs import COOKIE, Vision
from otklik.web.tests.world import World, as_

pytestmark = [pytest.mark.public, pytest.mark.django_db]

SHARED = [place for place in table.places() if getattr(place.view, "shared", False)]
PEOPLE = ("visitor", "citizen", "moderator", "admin")
CHOSEN = Vision(size="150", scheme="black").to_cookie()


@pytest.fixture
def world() -> World:
    """The appeal that the addresses name is public."""
    made = World()
    made.appeal = an_appeal(state=State.PUBLISHED, author=made.owner)
    return made


def paths(world: World) -> list[str]:
    return [world.path(place.route) for place in SHARED]


def a_reader(user: User | None) -> Client:
    """With everything in the browser that a person who was here before has there."""
    client = as_(user)
    client.get("/login" if user is None else "/mine")  # a token, if the pages want one
    client.cookies["otklik_me"] = "1"
    return client


def test_the_pages_that_everybody_reads_are_among_them():
    assert {"home", "appeal"} <= {place.name for place in SHARED}
    assert all(place.action is Action.READ_PUBLIC for place in SHARED)


@pytest.mark.parametrize("cookies", [{}, {"django_language": "en"}, {COOKIE: CHOSEN}])
def test_a_page_has_the_same_bytes_for_each_reader_with_the_same_choices(world, cookies):
    readers = [a_reader(world.someone(role)) for role in PEOPLE]
    for path in paths(world):
        answers = []
        for client in readers:
            client.cookies.load(cookies)
            answers.append(client.get(path))
        assert {answer.status_code for answer in answers} == {200}, path
        assert len({answer.content for answer in answers}) == 1, path
        assert len({answer["ETag"] for answer in answers}) == 1, path


def test_each_says_how_long_it_keeps_and_on_what_it_depends_and_sets_no_cookie(world, settings):
    settings.PAGE_CACHE = 25
    for path in paths(world):
        for client in (Client(), as_(world.owner)):
            answer = client.get(path)
            assert answer["Cache-Control"] == "public, max-age=25", path
            assert {"Cookie", "HX-Request"} <= {part.strip() for part in answer["Vary"].split(",")}
            assert re.fullmatch(r'"[0-9a-f]{24}"', answer["ETag"])
            assert not answer.cookies


def test_no_session_is_read_or_made(world):
    before = Session.objects.count()
    for path in paths(world):
        with CaptureQueriesContext(connection) as told:
            world.client.get(path)
            Client().get(path)
        who = (
            "django_session",
            'SELECT "people_user"',
        )  # the reader; the author's name may be part of the page
        assert not [q["sql"] for q in told if any(words in q["sql"] for words in who)], path
    assert Session.objects.count() == before


def test_nothing_of_the_person_and_no_form_with_a_token_is_in_them(world):
    for path in paths(world):
        page = world.client.get(path).content.decode()
        assert "csrfmiddlewaretoken" not in page
        # The way in is there for everybody, but within a frame of another site.
        assert 'href="/mine"' in page or "<html" not in page or path.endswith("/embed")
        assert 'action="/logout"' not in page


def test_who_has_the_bytes_gets_none_again(world):
    for path in paths(world):
        first = Client().get(path)
        for match in (first["ETag"], f"W/{first['ETag']}", f'"other", {first["ETag"]}'):
            again = as_(world.owner).get(path, headers={"If-None-Match": match})
            assert (again.status_code, again.content) == (304, b"")
            assert again["Cache-Control"] == first["Cache-Control"]
            assert again["Vary"] == first["Vary"]
        assert Client().get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_other_choices_are_other_bytes():
    english, plain, large = Client(), Client(), Client()
    english.cookies["django_language"] = "en"
    large.cookies[COOKIE] = CHOSEN
    assert len({client.get("/")["ETag"] for client in (english, plain, large)}) == 3


def test_who_has_just_changed_something_reads_past_every_cache(world):
    client = Client()
    client.post("/settings/vision", {"size": "100"})
    assert client.get("/")["Cache-Control"] == "private, no-cache"


def test_a_page_that_is_one_persons_is_kept_by_nobody_else(world):
    for path in ("/mine", "/account/profile", "/new", "/login", "/settings/vision", "/nothing-here"):
        kept = world.client.get(path).get("Cache-Control", "")
        assert "public" not in kept
        assert "private" in kept, path


def test_what_belongs_to_the_person_is_loaded_apart(world):
    answer = world.client.get("/me")
    assert answer["Cache-Control"] == "private, no-store"
    page = answer.content.decode()
    assert str(world.owner) in page
    assert 'action="/logout"' in page
    assert "Ждут вашего действия: 1." in page  # the moderator has asked


def test_a_stranger_has_nothing_there_and_it_costs_nothing():
    with CaptureQueriesContext(connection) as told:
        answer = Client().get("/me")
    assert answer.status_code == 200
    assert "logout" not in answer.content.decode()
    assert len(told) == 0


def test_a_word_after_a_redirect_waits_for_the_place_that_shows_it():
    client, appeal = Client(), an_appeal(state=State.CLOSED)
    client.post(f"/mine/{links.sign('author', appeal.pk)}/withdraw")  # too late: said on the home page
    assert client.cookies["otklik_notes"].value == "1"
    assert "note--error" not in client.get("/").content.decode()
    assert "note--error" in client.get("/me").content.decode()
    assert client.cookies["otklik_notes"].value == ""
    assert "note--error" not in client.get("/me").content.decode()


def test_the_browser_learns_that_somebody_is_signed_in_and_that_nobody_is_any_more():
    User.objects.create_user("vera@example.test", "pass", name="Вера")
    client = Client()
    client.get("/")
    assert "otklik_me" not in client.cookies
    client.post("/login", {"username": "vera@example.test", "password": "pass"})
    assert client.cookies["otklik_me"].value == "1"
    assert not client.cookies["otklik_me"]["httponly"]
    client.post("/logout")
    assert client.cookies["otklik_me"].value == ""
