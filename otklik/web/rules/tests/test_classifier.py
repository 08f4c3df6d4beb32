"""Pages of the classifier: ordered, edited, switched off with a question, published, compared, returned to."""

import re

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import a_duty, a_topic, an_appeal
from otklik.classifier import drafting
from otklik.classifier.models import Category, ClassifierDraft, ClassifierVersion, Topic
from otklik.kit.kept import forget
from otklik.web.citizen.tests.given import seen
from otklik.web.hotline import topics
from otklik.web.rules.tests.given import a_desk, an_admin, found, shown
from otklik.web.tests.test_statements import statements
from otklik.web.tests.world import as_

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

TREE = "/staff/classifier"


@pytest.fixture(autouse=True)
def classifier() -> None:
    for n, code in enumerate(("pothole", "ice", "light"), start=1):
        a_topic(code=code, title=f"Тема {code}", order=n * 10)
    a_duty()


def edit(desk, code: str = "pothole", **more):
    path = f"{TREE}/topics/{code}"
    said = {
        "title": "Провал", "category": "roads", "kinds": ["problem"], "duty": "municipal.roads", "term_days": "0",
        "active": "1", "shown": shown(desk.get(path)), **more,
    }  # fmt: skip
    return desk.post(path, said, follow=True)


def publish(desk, **more: str):
    said = {"shown": shown(desk.get(f"{TREE}/draft")), "reason": "Приказ № 7", **more}
    headers = {"Referer": f"http://testserver{TREE}/draft"}
    return desk.post(f"{TREE}/draft/publish", said, headers=headers, follow=True)


def order_on(page) -> list[str]:
    return re.findall(r'id="row-(\w+)" data-code', page.content.decode())


def test_a_topic_is_renamed_for_citizens_after_the_publication_and_its_appeals_are_found_anew():
    desk = a_desk()
    an_appeal(state=State.PUBLISHED)
    page = edit(desk)
    assert "изменено в черновике" in seen(page)
    assert "Название: Тема pothole → Провал" in seen(desk.get(f"{TREE}/draft"))
    assert Topic.objects.get(code="pothole").title == "Тема pothole"
    assert "версия 2" in seen(publish(desk))
    assert Topic.objects.get(code="pothole").title == "Провал"
    assert ProcrastinateJob.objects.filter(task_name="otklik.appeals.renaming.mark_renamed").exists()
    assert "Название: Тема pothole → Провал" in seen(desk.get(f"{TREE}/topics/pothole"))


def test_what_people_say_is_kept_with_the_topic_and_finds_it():
    desk = a_desk()
    edit(desk, title="Тема pothole", other_words="выбоина, асфальт")
    assert "Как говорят люди: — → выбоина, асфальт" in seen(desk.get(f"{TREE}/draft"))
    publish(desk)
    assert Topic.objects.get(code="pothole").other_words == "выбоина, асфальт"
    forget()
    assert [one.code for one in topics.like("выбоину")] == ["pothole"]
    page = edit(desk, other_words="о" * 1001)
    assert (page.status_code, "о" * 1001 in page.content.decode()) == (422, True)


def test_topics_are_put_in_order_by_buttons_and_by_the_script():
    desk = a_desk()
    said = {"kind": "topic", "category": "roads"}
    page = desk.post(f"{TREE}/order", {**said, "move": "down:pothole"}, follow=True)
    assert order_on(page) == ["ice", "pothole", "light"]
    answer = desk.post(
        f"{TREE}/order", {**said, "order": "light,ice,pothole"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 204
    assert order_on(desk.get(TREE)) == ["light", "ice", "pothole"]
    answer = desk.post(
        f"{TREE}/order", {**said, "order": "light,ice"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 409
    publish(desk)
    assert list(Topic.objects.order_by("order").values_list("code", flat=True)) == ["light", "ice", "pothole"]


def test_switching_off_a_topic_with_open_appeals_asks_first():
    desk = a_desk()
    for _ in range(2):
        an_appeal()
    an_appeal(state=State.REGISTERED)
    page = edit(desk, active="")
    assert page.status_code == 422
    assert "Открытых обращений с этой темой: 3" in seen(page)
    assert not ClassifierDraft.objects.exists()
    page = edit(desk, active="", sure="1")
    assert "выключено" in seen(page)
    publish(desk)
    assert not Topic.objects.get(code="pothole").active


def test_a_topic_without_anybody_to_answer_says_so_with_the_way_to_name_somebody():
    desk = a_desk()
    page = edit(desk, duty="nobodys")
    assert "никто не отвечает" in seen(page)
    page = desk.get(f"{TREE}/topics/pothole")
    assert "По этой теме никто не отвечает" in seen(page)
    assert desk.get(found(page, r'href="(/staff/duties/rule[^"]+)"')).status_code == 200


def test_what_is_wrong_stands_at_the_fields_and_what_was_typed_stays():
    desk = a_desk()
    page = edit(desk, title="", kinds=[], term_days="год", category="нет", duty="")
    assert page.status_code == 422
    for name in ("title", "kinds", "category", "duty"):
        assert (
            f'id="field-{name}-error"' in page.content.decode() or f"#field-{name}" in page.content.decode()
        ), name
    assert 'value="год"' in page.content.decode()


def test_of_two_administrators_the_second_is_told():
    anna, boris = a_desk(), as_(an_admin("Борис Лугов"))
    mine = shown(anna.get(f"{TREE}/topics/pothole"))
    edit(boris, title="Дыра")
    assert "Пока вы правили" in seen(edit(anna, shown=mine))
    assert drafting.planned()["topic", "pothole"]["title"] == "Дыра"


def test_a_category_and_its_first_topic_are_added_and_published():
    desk = a_desk()
    page = desk.post(f"{TREE}/categories/new", {"title": "Школы", "active": "1"}, follow=True)
    assert "Тем пока нет" in seen(page)
    said = {"title": "Питание", "category": "shkoly", "kinds": ["problem"], "duty": "schools", "active": "1"}
    desk.post(f"{TREE}/topics/new", said)
    publish(desk)
    assert Topic.objects.get(title="Питание").category == Category.objects.get(title="Школы")
    headers = {"Referer": f"http://testserver{TREE}/categories/shkoly"}
    page = desk.post(f"{TREE}/categories/shkoly/delete", headers=headers, follow=True)
    assert "В категории есть темы" in seen(page)


def test_a_category_that_old_appeals_have_is_not_deleted_at_the_publication():
    desk = a_desk()
    desk.post(f"{TREE}/categories/new", {"title": "Школы", "active": "1"})
    publish(desk)
    an_appeal()
    Appeal.objects.update(category=Category.objects.get(title="Школы"))
    desk.post(f"{TREE}/categories/shkoly/delete")
    assert "можно только выключить" in seen(publish(desk))
    assert Category.objects.filter(title="Школы").exists()


def test_versions_are_compared_and_one_is_returned_to():
    desk = a_desk()
    edit(desk)
    publish(desk)
    edit(desk, title="Дыра")
    publish(desk)
    assert "Название: Провал → Дыра" in seen(desk.get(f"{TREE}/versions/3"))
    assert "Название: Дыра → Тема pothole" in seen(desk.get(f"{TREE}/versions/1?with=0"))
    page = desk.post(f"{TREE}/versions/1/return", follow=True)
    assert "Название: Дыра → Тема pothole" in seen(page)
    publish(desk)
    assert Topic.objects.get(code="pothole").title == "Тема pothole"
    assert ClassifierVersion.objects.count() == 4


def test_rows_of_the_draft_are_left_as_they_were():
    desk = a_desk()
    edit(desk)
    row = found(desk.get(f"{TREE}/draft"), r'name="row" value="(\d+)"')
    desk.post(f"{TREE}/draft/take-back", {"row": row})
    assert "Черновик пуст" in seen(desk.get(f"{TREE}/draft"))
    edit(desk)
    desk.post(f"{TREE}/draft/drop")
    assert not ClassifierDraft.objects.exists()


def test_the_pages_take_few_statements_however_many_topics_there_are():
    desk = a_desk()
    for n in range(30):
        a_topic(code=f"t{n:02}", title=f"Т{n}")
    desk.post(f"{TREE}/order", {"kind": "topic", "category": "roads", "move": "down:t01"})
    for path, most in (
        ("", 7),
        ("/draft", 7),
        ("/versions", 4),
        ("/topics/pothole", 12),
        ("/categories/roads", 8),
    ):
        assert len(statements(desk, TREE + path)) <= most, path


def test_whatever_is_asked_or_sent_there_is_an_answer():
    desk = a_desk()
    for value in ("", "x" * 5000, "-1", "9" * 30, "²", "roads", "pothole", "up:ice", "[]", "\u202e"):
        said = dict.fromkeys(
            ("title", "category", "kinds", "duty", "term_days", "emergency_advice", "other_words", "active", "sure",
             "shown", "row", "kind", "order", "move", "reason", "with", "before"), value,
        )  # fmt: skip
        for path in ("", "/draft", "/versions", "/topics/new", "/categories/new", "/topics/ice"):
            assert desk.get(TREE + path, said).status_code == 200, (path, value)
        for path in (
            "/order", "/topics/new", "/topics/ice", "/categories/new", "/categories/roads", "/draft/take-back",
            "/draft/publish", "/categories/roads/delete",
        ):  # fmt: skip
            assert desk.post(TREE + path, said).status_code in (302, 422), (path, value)
        assert desk.get(f"{TREE}/topics/{value or 'x'}"[:200]).status_code in (200, 404)
    assert desk.get(f"{TREE}/versions/99").status_code == 404
    desk.post(f"{TREE}/draft/drop")
    assert desk.post(f"{TREE}/versions/99/return").status_code == 404
