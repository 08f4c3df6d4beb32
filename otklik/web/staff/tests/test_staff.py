"""Pages of administrators: people are found, rights are given, sessions end, the journal tells it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.tests.given import MONDAY, an_appeal
from otklik.authorities.models import Membership
from otklik.authorities.tests.given import an_authority
from otklik.classifier.models import Category
from otklik.kit import clock
from otklik.outbox import wording
from otklik.outbox.models import Message
from otklik.people.models import RoleChange, User
from otklik.people.queries import CHANGES, STAFF
from otklik.places.tests.given import a_territory
from otklik.web.citizen.tests.given import beside, seen
from otklik.web.tests.world import as_

pytestmark = [pytest.mark.people, pytest.mark.django_db]


def someone(name: str = "Вера Полевая", role: str = "citizen", **more: Any) -> User:
    email = more.pop("email", f"p{User.objects.count()}@example.test")
    return User.objects.create_user(email, "pass", name=name, role=role, **more)


@pytest.fixture
def admin() -> User:
    return someone("Ася Холмская", "admin")


@pytest.fixture
def desk(admin) -> Client:
    return as_(admin)


def give(desk: Client, user: User, **said: Any):
    path = f"/staff/people/{user.pk}"
    said = {"reason": "Приказ № 7", **said}
    answer = desk.post(path, said, headers={"Referer": f"http://testserver{path}"}, follow=True)
    user.refresh_from_db()
    return answer


def link(page: Any, pattern: str) -> str:
    found = re.search(pattern, page.content.decode())
    assert found
    return found[1]


def names_on(page: Any) -> list[str]:
    return re.findall(r'href="/staff/people/\d+">([^<]+)</a>', page.content.decode())


def test_without_a_search_everybody_with_rights_is_listed_by_name(desk):
    someone("Вера Полевая")
    someone("Яков Зимин", "moderator")
    someone("Борис Лугов", "clerk")
    assert names_on(desk.get("/staff/people")) == ["Ася Холмская", "Борис Лугов", "Яков Зимин"]


def test_a_long_list_of_staff_is_paged_without_a_gap(desk):
    for n in range(STAFF + 5):
        someone(f"Марк {n:02}", "moderator")
    first = desk.get("/staff/people")
    following = link(first, r'rel="next" href="(\?after=\d+)"')
    second = desk.get(f"/staff/people{following}")
    assert len(names_on(first)) == STAFF
    assert names_on(first) + names_on(second) == ["Ася Холмская", *(f"Марк {n:02}" for n in range(STAFF + 5))]
    assert "rel=" not in second.content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    "typed",
    [
        "polevaya@example.test",
        " POLEVAYA@example.test ",
        "+79001234567",
        "8 900 123-45-67",
        "полев",
        "Полевая",
        "вера и",
    ],
)
def test_a_person_is_found_by_email_phone_and_the_beginning_of_a_name(desk, typed):
    someone(
        "Вера Ивановна Полевая", surname="Полевая", email="polevaya@example.test",
        phone="+79001234567", phone_confirmed_at=MONDAY,
    )  # fmt: skip
    someone("Другой Человек", surname="Человек")
    assert names_on(desk.get("/staff/people", {"q": typed})) == ["Вера Ивановна Полевая"]


@pytest.mark.parametrize(
    "typed", ["ол", "п", "%", "полевая_", "+79001234567", "\U0010ffff", "x" * 5000, "@", "' or 1=1"]
)
def test_what_is_no_beginning_finds_nobody_and_the_page_says_what_is_needed(desk, typed):
    someone(surname="Полевая", phone="+79001234567")  # a phone that was only typed proves nothing
    page = desk.get("/staff/people", {"q": typed})
    assert names_on(page) == []
    assert "Никого не нашли" in seen(page)


@pytest.mark.parametrize("typed", ["полевая@", "p1@example.test", "+79001234567", "полев"])
def test_no_search_walks_over_all_accounts(desk, typed):
    with CaptureQueriesContext(connection) as told:
        desk.get("/staff/people", {"q": typed})
    assert len(told) <= 5
    asked = [q["sql"] for q in told if "people_user" in q["sql"]][1:]  # the first reads who is signed in
    assert asked
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        for sql in asked:
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "Seq Scan" not in plan, plan


def test_rights_are_given_with_a_reason_and_stand_on_the_page_and_in_the_journal(desk):
    a_territory(code="99701000", name="Городской округ Заокск")
    Category.objects.create(code="roads", title="Дороги")
    user = someone()

    answer = give(desk, user, role="moderator", territories=["99701000"], topics=["roads"])

    assert "Права изменены" in seen(answer)
    assert (user.role, user.territory_codes, user.topic_codes) == ("moderator", ["99701000"], ["roads"])
    for page in (answer, desk.get("/staff/journal")):
        for words in ("Ася Холмская", "Модератор: Городской округ Заокск, Дороги", "Приказ № 7"):
            assert words in seen(page)
    subject, body = wording.text_of(Message.objects.get())
    assert "Ваши права изменены" in subject
    assert "Теперь ваша роль: Модератор." in body


def test_an_official_is_put_into_an_authority(desk):
    user, body = someone(), an_authority(name="Дорожная служба")
    give(desk, user, role="clerk", authority=body.code)
    assert Membership.objects.get(user=user).authority == body
    assert f'value="{body.code}" selected' in desk.get(f"/staff/people/{user.pk}").content.decode()


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"role": "clerk"}, "authority", "Выберите один орган"),
        ({"role": "moderator", "reason": ""}, "reason", "на каком основании"),
        ({"role": "king"}, "role", "Такой роли нет"),
        ({}, "role", "Такой роли нет"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_typed_is_lost(desk, said, field, words):
    a_territory(code="99701000")
    user = someone()
    answer = give(desk, user, territories=["99701000"], **said)
    assert answer.status_code == 422
    assert words in beside(answer, field)
    assert 'value="99701000" checked' in answer.content.decode()
    assert user.role == "citizen"


def test_own_rights_have_no_form_and_a_forged_one_changes_nothing(desk, admin):
    page = desk.get(f"/staff/people/{admin.pk}")
    assert "Свои права изменить нельзя" in seen(page)
    assert 'name="role"' not in page.content.decode()
    assert "Свои права изменить нельзя" in seen(give(desk, admin, role="supervisor"))
    assert admin.role == "admin"


@pytest.mark.parametrize("role", [role for role in User.Role.values if role != "admin"])
def test_nobody_below_an_administrator_gives_rights_to_themselves_or_others(role):
    user, other = someone(role=role), someone()
    for whom in (user, other):
        assert as_(user).post(f"/staff/people/{whom.pk}", {"role": "admin", "reason": "Я"}).status_code == 403
    assert not User.objects.filter(role="admin").exists()
    assert not RoleChange.objects.exists()


def test_rights_are_not_given_without_the_forms_token(admin):
    strict, user = Client(enforce_csrf_checks=True), someone()
    strict.force_login(admin)
    assert strict.post(f"/staff/people/{user.pk}", {"role": "admin", "reason": "x"}).status_code == 403
    user.refresh_from_db()
    assert user.role == "citizen"


def test_a_change_of_rights_ends_every_session_of_the_person_and_of_nobody_else(desk):
    user, appeal = someone(role="moderator"), an_appeal()
    theirs, open_elsewhere = as_(user), as_(user)
    assert theirs.get("/desk/").status_code == 200

    give(desk, user, role="citizen")

    for client in (theirs, open_elsewhere):
        answer = client.post(f"/desk/appeals/{appeal.pk}/publish")
        assert (answer.status_code, answer["Location"][:6]) == (302, "/login")
    appeal.refresh_from_db()
    assert appeal.state == "moderation"
    assert desk.get("/staff/people").status_code == 200


def test_rights_given_back_do_not_open_an_old_session_again(desk):
    user = someone(role="moderator")
    stolen = as_(user)
    give(desk, user, role="citizen")
    give(desk, user, role="moderator")
    assert stolen.get("/desk/").status_code == 302
    assert as_(user).get("/desk/").status_code == 200


def test_who_is_not_there_is_a_page_not_found(desk):
    for id_ in ("0", "999999999", "9" * 30):
        assert desk.get(f"/staff/people/{id_}").status_code == 404
        assert desk.post(f"/staff/people/{id_}", {"role": "admin", "reason": "x"}).status_code == 404


def test_a_deleted_account_is_shown_without_a_name_and_gets_nothing(desk):
    user = someone("", is_active=False, deleted_at=MONDAY)
    answer = give(desk, user, role="moderator")
    assert "удалённая учётная запись" in seen(answer)
    assert "прав у неё быть не может" in seen(answer)


def test_the_journal_is_paged_newest_first(desk, admin):
    user, kept = someone(), {"role": "citizen", "territory_codes": [], "topic_codes": [], "authorities": []}
    for n in range(CHANGES + 3):
        RoleChange.objects.create(
            user=user, by=admin, at=MONDAY + timedelta(hours=n), before=kept, after=kept, reason=f"№ {n:02}."
        )
    first = desk.get("/staff/journal")
    older = link(first, r'href="(\?from=[^"]+)" rel="next"')
    words = seen(first) + seen(desk.get(f"/staff/journal{older}"))
    assert [int(n) for n in re.findall(r"№ (\d+)\.", words)] == list(range(CHANGES + 2, -1, -1))


def test_a_row_of_the_portal_itself_and_codes_that_are_gone_are_readable(desk):
    kept = {"role": "moderator", "territory_codes": ["99709000"], "topic_codes": [], "authorities": []}
    RoleChange.objects.create(
        user=someone(), by=None, at=clock.now(), before=kept, after={**kept, "role": "old"}
    )
    assert "портал" in seen(desk.get("/staff/journal"))
    assert "old: 99709000" in seen(desk.get("/staff/journal"))


def test_pages_take_nine_statements_at_most(desk):
    user, other = someone(role="moderator"), someone()
    for one in (user, other):
        give(desk, one, role="analyst")
    for path in ("people", "people?q=Ве", f"people/{user.pk}", "journal"):
        with CaptureQueriesContext(connection) as told:
            desk.get(f"/staff/{path}")
        assert len(told) <= 9, "\n".join(q["sql"] for q in told)
