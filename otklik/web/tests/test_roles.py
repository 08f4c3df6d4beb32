"""The walk: every address of the site as every role, held against the table of rights."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_POST

from otklik.appeals.lifecycle import State
from otklik.appeals.queries import names
from otklik.appeals.tests.given import an_appeal, an_authority
from otklik.authorities.models import Authority, Membership
from otklik.people.models import User
from otklik.web.access import name_all, signed_in, table
from otklik.web.access.rights import MEANING, RIGHTS, ROLES, VISITOR, Action, allowed
from otklik.web.tests.world import World, as_, still

pytestmark = [pytest.mark.people, pytest.mark.django_db]

PLACES = list(table.places())
PAGE = Path(__file__).resolve().parents[3] / "docs/roles.md"
# What an address may say to who may open it: shown, done, not there, not now, not so.
LET_IN = {200, 201, 204, 302, 400, 404, 405, 409, 415, 422}
SAID = {"words": "Слова", "reason": "advert", "again": "1", "kind": "problem", "role": "citizen"}


@pytest.fixture
def world() -> World:
    return World()


def is_shut_out(answer: HttpResponse, role: str) -> bool:
    """A visitor is led to the sign-in page, others are told that it is not theirs; the wrong method is told to all."""
    if answer.status_code == 405:
        return True
    if answer["Content-Type"] == "application/problem+json":
        return answer.status_code == (401 if role == VISITOR else 403)
    if role == VISITOR:
        return answer.status_code == 302 and answer["Location"].startswith("/login?next=")
    return answer.status_code == 403


def is_let_in(answer: HttpResponse) -> bool:
    led_away = answer.status_code == 302 and answer["Location"].startswith("/login?next=")
    return answer.status_code in LET_IN and not led_away


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_every_address_says_what_it_is_for(place):
    """`@may(Action.…)` on the view; for class views of a library `name_all` at the end of their urls.py."""
    assert isinstance(place.action, Action)


def test_a_page_that_only_needs_an_account_says_so_by_itself_a_class_too():
    @method_decorator(signed_in, name="dispatch")
    class Mine(View):
        pass

    @require_POST
    @signed_in
    def deed(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    addresses = [path("a", Mine.as_view()), path("b", deed), path("c", View.as_view())]
    name_all(addresses, Action.ENTER)
    assert [getattr(a.callback, "action", None) for a in addresses] == [
        Action.OWN_CABINET,
        Action.OWN_CABINET,
        Action.ENTER,
    ]


@pytest.mark.parametrize("role", ROLES)
def test_every_address_lets_in_whom_the_table_allows_and_nobody_else(role, world):
    user = world.someone(role)
    client = as_(user)
    for method in ("get", "post"):
        for place in PLACES:
            client = still(client, user)
            answer = getattr(client, method)(world.path(place.route), SAID)
            action = place.posting if method == "post" else place.action
            let_in = action is not None and role in RIGHTS[action]
            told = f"{method} {place.name} as {role}: {answer.status_code}"
            assert is_let_in(answer) if let_in else is_shut_out(answer, role), told


def test_a_visitor_who_is_led_to_the_sign_in_page_comes_back(world):
    for page in ("/desk/", "/mine", "/staff/people"):
        assert Client().get(page)["Location"] == f"/login?next={page}"


def test_every_action_has_an_address_and_a_meaning_and_what_visitors_may_everybody_may():
    assert {place.action for place in PLACES} == set(Action) == set(RIGHTS) == set(MEANING)
    assert all(RIGHTS[a] == set(ROLES) for a in Action if VISITOR in RIGHTS[a])


@pytest.mark.parametrize("role", User.Role.values)
@pytest.mark.parametrize("action", Action)
def test_templates_and_menus_ask_the_same_table(role, action):
    assert allowed(User(role=role), action) == (role in RIGHTS[action])
    assert allowed(None, str(action)) == (VISITOR in RIGHTS[action])


def test_the_page_about_roles_is_made_from_the_code(capsys):
    """After a change: `otklik roles > docs/roles.md`."""
    call_command("roles")
    assert capsys.readouterr().out == PAGE.read_text()


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("citizen", set()),
        ("operator", set()),
        ("analyst", set()),
        ("clerk", {"/desk/authority"}),
        ("head", {"/desk/authority"}),
        ("moderator", {"/desk/"}),
        ("supervisor", {"/desk/"}),
        ("admin", {"/desk/", "/staff/"}),
    ],
)
def test_the_menu_offers_what_the_role_may_open(role, offered, world):
    page = as_(world.someone(role)).get("/me").content.decode()
    assert {path for path in ("/desk/", "/desk/authority", "/staff/") if f'href="{path}"' in page} == offered


def test_someone_switched_off_is_out_at_once(world):
    client = as_(world.moderator)
    assert client.get("/desk/").status_code == 200
    User.objects.update(is_active=False)
    assert client.get("/desk/").status_code == 302


def test_nobody_becomes_anything_by_registering(world):
    said = {
        "surname": "Полевая", "given_name": "Вера", "email": "vera@example.test", "password1": "long secret words",
        "rules": "1",
        "role": "admin", "is_superuser": "1", "is_staff": "1", "territory_codes": "99701000", "rights_changes": "9",
    }  # fmt: skip
    Client().post("/register", said)
    user = User.objects.get(email="vera@example.test")
    assert (user.role, user.is_superuser, user.territory_codes, user.rights_changes) == (
        "citizen",
        False,
        [],
        0,
    )


@pytest.mark.parametrize("role", ["clerk", "head"])
def test_an_official_sees_nothing_of_another_body_on_any_page(role, world):
    """Neither its appeals, whoever wrote them, nor its reports, whatever the address names."""
    theirs = Authority.objects.get()
    Authority.objects.filter(pk=theirs.pk).update(name="Чужое ведомство", short_name="")
    names.known.again()
    secret = {
        "author_name": "Зинаида Тайная",
        "author_email": "tajna@example.test",
        "text": "Слова о чужой беде",
    }
    for state in (State.REGISTERED, State.RETURNED, State.ANSWERED):
        an_appeal(state=state, authority=theirs, answer_by=date(2026, 3, 2), **secret)
    user = User.objects.create_user(f"{role}@example.test", "pass", name="Имя", role=role)
    Membership.objects.create(user=user, authority=an_authority())
    client = as_(user)
    for place in PLACES:
        if place.action is None or "citizen" in RIGHTS[place.action]:
            continue
        answer = client.get(world.path(place.route))
        if answer.status_code != 200 or answer.streaming:
            continue
        said = answer.content.decode(errors="replace")
        assert not any(word in said for word in (*secret.values(), "Чужое ведомство")), place.name
    assert client.get(world.path("desk/reports/<int:report_id>.pdf")).status_code == 404
    names.known.again()
