"""The draft of the classifier: put in, ordered, published as a version, returned to; two administrators, an import."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from otklik.classifier import content, drafting, publishing, queries
from otklik.classifier.models import Category, ClassifierDraft, ClassifierVersion, Topic
from otklik.kit import clock
from otklik.kit.marks import Changed, mark
from otklik.people import changes
from otklik.people.models import User

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

ROADS, HOLE, ICE = ("category", "roads"), ("topic", "hole"), ("topic", "ice")


@pytest.fixture
def admin() -> User:
    return User.objects.create_user("admin@example.test", "pass", name="Ася", role="admin")


@pytest.fixture(autouse=True)
def classifier() -> None:
    roads = Category.objects.create(code="roads", title="Дороги", order=10)
    Category.objects.create(code="yards", title="Дворы", order=20)
    for order, (code, title) in enumerate([("hole", "Яма"), ("ice", "Лёд"), ("light", "Свет")], start=1):
        Topic.objects.create(
            code=code,
            category=roads,
            title=title,
            kinds=["problem"],
            duty="municipal.roads",
            order=order * 10,
        )


def topic(**more: Any) -> dict[str, Any]:
    return {
        "category": "roads", "title": "Яма", "kinds": ["problem"], "duty": "municipal.roads", "order": 10,
        "active": "да", **more,
    }  # fmt: skip


def put(admin: User, code: str = "hole", shown: str = "", **more: Any) -> str:
    there = drafting.planned().get(("topic", code))
    return drafting.put_topic(
        code=code, typed=topic(**more), shown=shown or mark(there), by=admin, now=clock.now()
    )


def publish(admin: User, renamed: list[int] | None = None) -> ClassifierVersion:
    return publishing.publish(
        shown=drafting.mark_of(content.drafts()),
        reason="Приказ № 7",
        by=admin,
        now=clock.now(),
        renamed=(renamed if renamed is not None else []).extend,
    )


def test_citizens_see_a_change_after_the_publication_only_and_it_is_a_version(admin):
    put(admin, title="Провал", kinds=["problem", "thanks"], term_days="12")
    assert queries.topic("hole").title == "Яма"
    renamed: list[int] = []
    version = publish(admin, renamed)
    hole = Topic.objects.get(code="hole")
    assert (hole.title, hole.kinds, hole.term_days, hole.version) == ("Провал", ["problem", "thanks"], 12, 2)
    assert renamed == [hole.pk]
    assert (version.version, version.reason, version.content) == (
        2,
        "Приказ № 7",
        content.as_file(content.live()),
    )
    (told,) = changes.of("topic:hole")
    assert (told.before["title"], told.after["title"]) == ("Яма", "Провал")
    assert not ClassifierDraft.objects.exists()


def test_the_first_version_is_what_was_there_and_what_a_file_brought_is_one_too(admin):
    put(admin, title="Провал")
    publish(admin)
    Topic.objects.filter(code="ice").update(title="Гололёд")
    put(admin, title="Провал", duty="regional.roads")
    publish(admin)
    told = ClassifierVersion.objects.order_by("version").values_list("version", "reason", "by")
    assert list(told) == [
        (1, "До первой публикации", None),
        (2, "Приказ № 7", admin.pk),
        (3, "Загружено из файла", None),
        (4, "Приказ № 7", admin.pk),
    ]


def test_a_new_topic_gets_a_code_of_its_own_and_stands_at_the_end(admin):
    Topic.objects.create(
        code="snow", category=Category.objects.get(code="yards"), title="x", kinds=["problem"], duty="d"
    )
    code = put(admin, code="", title="Яма у дома")
    assert code == "yama-u-doma"
    assert [one["code"] for one in content.topics(drafting.planned(), "roads")][-1] == code
    publish(admin)
    assert Topic.objects.get(code=code).version == 1


def test_all_that_is_wrong_is_told_at_once(admin):
    with pytest.raises(drafting.BadObject) as told:
        put(admin, title=" ", kinds=[], duty="", term_days="много", category="nowhere", fields="[{}]")
    assert set(told.value.errors) == {"title", "kinds", "duty", "term_days", "category", "fields"}
    with pytest.raises(drafting.BadObject):
        put(admin, title="Лёд")
    assert not ClassifierDraft.objects.exists()


def test_order_is_changed_by_the_whole_list_and_only_what_moves_is_drafted(admin):
    said = {"kind": "topic", "category": "roads", "by": admin, "now": clock.now()}
    drafting.reorder(codes=["hole", "light", "ice"], **said)
    assert set(ClassifierDraft.objects.values_list("code", flat=True)) == {"light", "ice"}
    drafting.reorder(codes=["hole", "light", "ice"], **said)
    drafting.reorder(codes=["hole", "ice", "light"], **said)
    assert not ClassifierDraft.objects.exists()
    for codes in (["hole", "ice"], ["hole", "ice", "light", "x"], ["hole", "hole", "ice"]):
        with pytest.raises(Changed):
            drafting.reorder(codes=codes, **said)
    drafting.reorder(kind="category", category="", codes=["yards", "roads"], by=admin, now=clock.now())
    publish(admin)
    assert list(Category.objects.order_by("order").values_list("code", flat=True)) == ["yards", "roads"]


@pytest.mark.parametrize(
    ("code", "step", "order"),
    [("a", -1, "abc"), ("a", 1, "bac"), ("c", 1, "abc"), ("c", -5, "cab"), ("x", 1, "abc"), ("b", 1, "acb")],
)
def test_a_row_is_moved_and_stays_within_the_list(code, step, order):
    assert drafting.moved(list("abc"), code, step) == list(order)


def test_of_two_administrators_the_second_is_told(admin):
    seen = mark(drafting.planned()[HOLE])
    put(admin, title="Провал")
    with pytest.raises(Changed):
        put(admin, shown=seen, title="Дыра")
    put(admin, code="ice", title="Гололёд")  # another topic disturbs nobody
    mine = drafting.mark_of(content.drafts())
    put(admin, code="light", title="Фонарь")
    with pytest.raises(Changed):
        publishing.publish(shown=mine, reason="x", by=admin, now=clock.now(), renamed=print)
    assert drafting.planned()[HOLE]["title"] == "Провал"


def test_what_an_import_changed_meanwhile_is_not_overwritten(admin):
    put(admin, title="Провал")
    Topic.objects.filter(code="hole").update(term_days=5)
    with pytest.raises(publishing.Overtaken):
        publish(admin)
    put(admin, title="Провал", term_days="5")
    publish(admin)
    assert Topic.objects.get(code="hole").term_days == 5


def test_an_empty_draft_and_one_without_a_reason_are_not_published(admin):
    with pytest.raises(publishing.NothingDrafted):
        publish(admin)
    put(admin, title="Провал")
    for reason in ("", " ", "x" * 301):
        with pytest.raises(publishing.NeedsReason):
            publishing.publish(
                shown=drafting.mark_of(content.drafts()),
                reason=reason,
                by=admin,
                now=clock.now(),
                renamed=print,
            )


def test_an_earlier_version_comes_back_as_a_draft_and_what_came_later_is_switched_off(admin):
    put(admin, title="Провал")
    publish(admin)
    put(admin, code="", title="Новая")
    publish(admin)
    found = publishing.return_to(1, by=admin, now=clock.now())
    assert found == 2
    with pytest.raises(drafting.InUse):
        publishing.return_to(1, by=admin, now=clock.now())
    publish(admin)
    assert Topic.objects.get(code="hole").title == "Яма"
    assert not Topic.objects.get(code="novaya").active


def test_two_versions_are_compared_field_by_field(admin):
    put(admin, title="Провал", term_days="3")
    publish(admin)
    one, two = (content.of_file(row.content) for row in ClassifierVersion.objects.order_by("version"))
    (told,) = content.difference(one, two)
    assert (told.kind, told.code, told.before, told.after) == (
        "topic",
        "hole",
        {"title": "Яма", "term_days": 0},
        {"title": "Провал", "term_days": 3},
    )


def test_a_category_is_added_renamed_and_deleted_only_when_it_is_empty(admin):
    said = {"by": admin, "now": clock.now()}
    code = drafting.put_category(code="", title="Школы", active=True, shown="", **said)
    for title in ("", "x" * 151, "Дороги"):
        with pytest.raises(drafting.BadObject):
            drafting.put_category(code="", title=title, active=True, shown="", **said)
    publish(admin)
    with pytest.raises(drafting.InUse):
        drafting.delete_category(code="roads", **said)
    for _ in range(2):
        drafting.delete_category(code=code, **said)
    shown = mark(drafting.planned()[ROADS])
    drafting.put_category(code="roads", title="Улицы", active=False, shown=shown, **said)
    publish(admin)
    assert list(Category.objects.order_by("order").values_list("title", "active")) == [
        ("Улицы", False),
        ("Дворы", True),
    ]


def test_rows_of_the_draft_are_taken_back_one_by_one_or_all(admin):
    put(admin, title="Провал")
    put(admin, code="ice", title="Гололёд")
    drafting.take_back([ClassifierDraft.objects.get(code="ice").pk, 10**9])
    assert ClassifierDraft.objects.count() == 1
    for _ in range(2):
        drafting.drop()
    assert drafting.planned() == content.live()


def test_versions_are_only_added_to(admin):
    put(admin, title="Провал")
    publish(admin)
    for deed in (
        "UPDATE classifier_classifierversion SET reason = 'x'",
        "DELETE FROM classifier_classifierversion",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed)
