"""«Убрать с портала» at the moderators' desk: the button, the list, the way back, and who may."""

import pytest

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import MONDAY, a_moderator, an_appeal
from otklik.people.models import User
from otklik.web.citizen.tests.given import seen
from otklik.web.tests.test_statements import statements
from otklik.web.tests.world import as_

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


@pytest.fixture
def appeal() -> Appeal:
    return an_appeal(state=State.PUBLISHED, published_at=MONDAY)


def test_a_moderator_takes_it_off_the_portal_finds_it_in_the_list_and_brings_it_back(appeal):
    desk = as_(a_moderator())
    page = f"/desk/appeals/{appeal.pk}"
    assert f'action="{page}/withhold' in desk.get(page).content.decode()

    answer = desk.post(f"{page}/withhold", {"reason": "child", "to_author": "Читайте письмо"})

    assert (answer.status_code, answer["Location"]) == (302, f"{page}#withhold")
    item = desk.get(page).content.decode()
    assert f'action="{page}/withhold' not in item
    assert f'action="{page}/restore' in item
    listed = desk.get("/desk/withheld")
    assert f'href="{page}#withhold"' in listed.content.decode()
    assert "Преступление против ребёнка" in seen(listed)
    assert "Читайте письмо" in seen(listed)
    desk.post(f"{page}/restore", {"to_author": "Ошибка"})
    assert "С портала ничего не убрано" in seen(desk.get("/desk/withheld"))
    appeal.refresh_from_db()
    assert not appeal.withheld


@pytest.mark.parametrize("said", [{}, {"reason": "x", "to_author": "Слова"}, {"reason": "court"}])
def test_a_spoiled_form_is_told_in_words_and_changes_nothing(appeal, said):
    page = f"/desk/appeals/{appeal.pk}"
    answer = as_(a_moderator()).post(f"{page}/withhold", said, headers={"referer": page}, follow=True)
    assert answer.status_code in (200, 422)
    assert "обращение убирают с портала" in seen(answer) or "Напишите автору" in seen(answer)
    appeal.refresh_from_db()
    assert not appeal.withheld


def test_of_what_nobody_saw_the_button_is_not_there():
    appeal = an_appeal()
    desk = as_(a_moderator())
    assert "/withhold" not in desk.get(f"/desk/appeals/{appeal.pk}").content.decode()
    said = {"reason": "court", "to_author": "Слова"}
    assert desk.post(f"/desk/appeals/{appeal.pk}/withhold", said).status_code in (302, 409)
    appeal.refresh_from_db()
    assert not appeal.withheld


@pytest.mark.parametrize(("role", "status"), [("clerk", 403), ("operator", 403), ("supervisor", 302)])
def test_officials_do_not_and_supervisors_do(appeal, role, status):
    user = User.objects.create_user(f"{role}@example.test", "pass", name="Имя", role=role)
    said = {"reason": "court", "to_author": "Слова"}
    assert as_(user).post(f"/desk/appeals/{appeal.pk}/withhold", said).status_code == status
    appeal.refresh_from_db()
    assert appeal.withheld == (status == 302)


def test_a_moderator_of_another_territory_neither_does_nor_reads_of_it(appeal):
    elsewhere = a_moderator()
    User.objects.filter(pk=elsewhere.pk).update(territory_codes=["99799000"])
    elsewhere.refresh_from_db()
    said = {"reason": "court", "to_author": "Тайное слово"}
    assert as_(elsewhere).post(f"/desk/appeals/{appeal.pk}/withhold", said).status_code == 404
    as_(a_moderator()).post(f"/desk/appeals/{appeal.pk}/withhold", said)
    assert "Тайное слово" not in seen(as_(elsewhere).get("/desk/withheld"))


def test_complaints_lead_to_it_and_the_list_takes_few_statements(appeal):
    desk = as_(a_moderator())
    for _ in range(5):
        another = an_appeal(state=State.PUBLISHED, published_at=MONDAY)
        desk.post(f"/desk/appeals/{another.pk}/withhold", {"reason": "court", "to_author": "Слова"})
    assert len(statements(desk, "/desk/withheld")) <= 6
    assert desk.get("/desk/withheld?from=garbage").status_code < 500
    assert 'href="/desk/withheld"' in desk.get("/desk/complaints").content.decode()
