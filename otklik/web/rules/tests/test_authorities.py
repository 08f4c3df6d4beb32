"""Pages of bodies: found, added, edited, refused in words."""

import re

import pytest

from otklik.appeals.lifecycle import State
from otklik.appeals.tests.given import a_territory, an_appeal
from otklik.authorities import bodies, queries
from otklik.authorities.models import Authority
from otklik.authorities.tests.given import a_duty, an_authority
from otklik.web.citizen.tests.given import seen
from otklik.web.rules.tests.given import a_desk, found, shown
from otklik.web.tests.test_statements import statements

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


def names_on(page) -> list[str]:
    return re.findall(r'href="/staff/authorities/[^"/]+">([^<]+)</a>', page.content.decode())


def test_bodies_are_found_by_name_code_and_territory_and_by_what_is_missing():
    an_authority(code="roads", name="Дорожная служба", territory_code="99701000")
    an_authority(code="school", name="Отдел образования", active=False)
    an_authority(code="mute", name="Немой отдел", msed_uid=None)
    desk = a_desk()
    assert names_on(desk.get("/staff/authorities")) == ["Дорожная служба", "Немой отдел", "Отдел образования"]
    for query, names in (
        ("q=дорожн", ["Дорожная служба"]),
        ("q=SCHOOL", ["Отдел образования"]),
        ("q=99701000", ["Дорожная служба"]),
        ("only=closed", ["Отдел образования"]),
        ("only=silent", ["Немой отдел"]),
        ("q=нет такого", []),
    ):
        assert names_on(desk.get(f"/staff/authorities?{query}")) == names, query


def test_a_long_list_is_paged_without_a_gap():
    made = [an_authority(name=f"Орган {n:03}").name for n in range(queries.LISTED + 3)]
    desk = a_desk()
    first = desk.get("/staff/authorities")
    second = desk.get("/staff/authorities" + found(first, r'rel="next" href="([^"]+)"'))
    assert names_on(first) + names_on(second) == made


def test_a_body_is_added_and_edited_on_its_page_and_what_changed_stands_beside():
    a_territory()
    desk = a_desk()
    said = {"name": "Дорожная служба", "level": "municipal", "territory_code": "99701000", "active": "1"}
    page = desk.post("/staff/authorities/new", said, follow=True)
    body = Authority.objects.get()
    assert page.redirect_chain[-1][0] == f"/staff/authorities/{body.code}"
    page = desk.post(
        f"/staff/authorities/{body.code}", {**said, "phone": "112", "shown": shown(page)}, follow=True
    )
    assert "Телефон: — → 112" in seen(page)
    assert "Ася Холмская" in seen(page)


def test_what_was_typed_stays_when_it_is_refused_or_when_somebody_saved_in_between():
    body, desk = an_authority(), a_desk()
    path = f"/staff/authorities/{body.code}"
    said = {"name": "Новое имя", "level": "municipal", "email": "криво", "shown": "x"}
    page = desk.post(path, said)
    assert page.status_code == 422
    assert 'value="Новое имя"' in page.content.decode()
    assert "Пока вы правили" in seen(page)
    page = desk.post(path, {**said, "shown": shown(page)})
    assert "не адрес электронной почты" in seen(page)
    page = desk.post(path, {**said, "email": "", "shown": shown(page)})
    assert page.status_code == 302


def test_a_body_with_appeals_or_duties_is_not_deleted():
    desk = a_desk()
    used, busy, free = an_authority(), an_authority(), an_authority()
    an_appeal(state=State.WITHDRAWN, authority=used)
    a_duty("roads", authority=busy)
    for body, text in ((used, "числятся обращения"), (busy, "ещё используется"), (free, "удалён")):
        page = desk.post(
            f"/staff/authorities/{body.code}/delete",
            headers={"Referer": f"http://testserver/staff/authorities/{body.code}"},
            follow=True,
        )
        assert text in seen(page)
    assert set(Authority.objects.all()) >= {used, busy}
    assert not Authority.objects.filter(pk=free.pk).exists()


def test_the_pages_take_few_statements():
    body, desk = an_authority(superior=an_authority()), a_desk()
    assert len(statements(desk, "/staff/authorities?q=орган")) <= 5
    assert len(statements(desk, f"/staff/authorities/{body.code}")) <= 10
    assert len(statements(desk, "/staff/changes")) <= 4


def test_whatever_the_form_says_there_is_an_answer():
    body, desk = an_authority(), a_desk()
    for value in ("", "x" * 5000, "\u202e", "-1", "[]", "99701000", "=1+1"):
        said = dict.fromkeys((*bodies.NAMES, "code", "shown"), value)
        for path in ("/staff/authorities/new", f"/staff/authorities/{body.code}"):
            assert desk.post(path, said).status_code in (302, 422)
        assert desk.get("/staff/authorities", {"q": value, "only": value, "after": value}).status_code == 200
        assert desk.get("/staff/changes", {"from": value}).status_code in (200, 400)
