"""What the wizard asks of the classifier."""

import pytest
from django.db import IntegrityError, transaction

from otklik.classifier import queries
from otklik.classifier.models import Category, Topic

pytestmark = [pytest.mark.route, pytest.mark.django_db]


def a_category(code="roads", **more):
    return Category.objects.create(code=code, title=more.pop("title", code), **more)


def a_topic(code="pothole", category=None, **more):
    more = {"kinds": ["problem"], "duty": "municipal.roads", "title": code, **more}
    return Topic.objects.create(code=code, category=category or a_category(), **more)


def test_categories_come_with_the_topics_of_the_kind_in_order(django_assert_num_queries):
    yards, roads = a_category("yards", order=2), a_category("roads", order=1)
    a_topic("pothole", roads, order=2, kinds=["problem", "thanks"])
    a_topic("signs", roads, order=1)
    a_topic("bench", yards, kinds=["proposal"])
    a_topic("old", roads, active=False)
    a_topic("gone", a_category("gone", active=False))

    with django_assert_num_queries(1):
        problems = queries.categories("problem")

    assert [(row.code, [topic.code for topic in row.topics]) for row in problems] == [
        ("roads", ["signs", "pothole"])
    ]
    assert [row.code for row in queries.categories("proposal")] == ["yards"]
    assert [topic.code for row in queries.categories("thanks") for topic in row.topics] == ["pothole"]


def test_an_emergency_is_marked():
    a_topic("gas", emergency_advice="Позвоните 112.")
    ((topic,),) = [row.topics for row in queries.categories("problem")]
    assert topic.emergency


def test_a_topic_is_read_with_its_questions(django_assert_num_queries):
    a_topic(fields=[{"code": "depth", "label": "Глубина, см", "type": "number"}])
    with django_assert_num_queries(1):
        found = queries.topic("pothole")
    assert (found.category_code, found.kinds, found.fields[0].label) == ("roads", ("problem",), "Глубина, см")


def test_a_topic_that_is_off_or_was_never_there_is_none():
    a_topic(active=False)
    assert queries.topic("pothole") is None
    assert queries.topic("no-such") is None


def test_filters_list_active_categories():
    a_category("b", order=2, title="Б")
    a_category("a", order=1, title="А")
    a_category("off", active=False)
    assert queries.category_names() == [("a", "А"), ("b", "Б")]


@pytest.mark.parametrize(
    "wrong", [{"kinds": []}, {"kinds": ["complaint"]}, {"code": "Яма"}, {"term_days": 366}]
)
def test_the_database_refuses_a_wrong_topic(wrong):
    category = a_category()
    with pytest.raises(IntegrityError), transaction.atomic():
        a_topic(category=category, **wrong)
