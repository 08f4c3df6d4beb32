"""What the pages ask: the directory, the nearest places, receptions to come, numbers, laws."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.authorities.tests.given import a_duty, an_authority
from otklik.classifier.models import Category, Topic
from otklik.reference import who
from otklik.reference.queries import bodies, lists, places
from otklik.reference.queries.places import Asked
from otklik.reference.tests.given import NOON, a_law, a_number, a_place, a_reception, an_office

pytestmark = [pytest.mark.sections, pytest.mark.django_db]
HERE = (40.05, 54.05)


def a_topic(code="pothole", **more):
    category, _new = Category.objects.get_or_create(code="roads", defaults={"title": "Дороги"})
    values = {"title": "Яма", "kinds": ["problem"], "duty": "municipal.roads", **more}
    return Topic.objects.create(code=code, category=category, **values)


def test_the_nearest_place_comes_first_whatever_degrees_say():
    a_place("Южный", at=(40.05, 54.02))  # 0.03° of latitude: 3.3 km
    a_place("Восточный", at=(40.09, 54.05))  # 0.04° of longitude: 2.6 km
    a_place("Без точки", at=None)
    found = places.listed(Asked(near=HERE))
    assert [row.name for row in found] == ["Восточный", "Южный"]
    assert [round((row.metres or 0) / 100) for row in found] == [26, 33]


def test_without_a_point_places_are_listed_by_name_those_without_one_too():
    for name in ("Б", "А"):
        a_place(name, at=None)
    a_place("В", active=False)
    assert [row.name for row in places.listed(Asked())] == ["А", "Б"]


@pytest.mark.parametrize("near", [None, HERE])
def test_pages_of_places_hold_each_of_them_once(near):
    made = [a_place("МФЦ", at=(40.05 + n / 3 % 7 / 1000, 54.05)).code for n in range(45)]
    seen: list[str] = []
    after = None
    while True:
        rows = places.listed(Asked(near=near, after=after))
        seen += [row.code for row in rows[: places.LISTED]]
        if len(rows) <= places.LISTED:
            break
        after = rows[places.LISTED - 1].id
    assert sorted(seen) == sorted(made)


def test_places_are_narrowed_by_kind_municipality_and_words_as_they_are_written():
    a_place("МФЦ", services=["Загранпаспорт"])
    a_place("Поликлиника", kind="clinic", territory_code="99702000")
    assert [row.name for row in places.listed(Asked(kind="clinic"))] == ["Поликлиника"]
    assert [row.name for row in places.listed(Asked(area="99701000"))] == ["МФЦ"]
    assert [row.name for row in places.listed(Asked(typed="загран"))] == ["МФЦ"]
    assert places.listed(Asked(typed="%")) == []


def test_the_nearest_of_many_places_are_found_by_the_index():
    for n in range(300):
        a_place(at=(40 + n / 1000, 54.0))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE reference_place")
        cursor.execute("SET LOCAL enable_seqscan = off")
    with CaptureQueriesContext(connection) as told:
        places.listed(Asked(near=HERE))
    sql = told[0]["sql"]
    for name, value in (("$1", "40.05"), ("$2", "54.05"), ("$3", "21")):
        sql = sql.replace(name, value)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + sql)
        assert "place_near" in "\n".join(row[0] for row in cursor.fetchall())


def test_the_directory_is_by_name_narrowed_by_words_municipality_and_level():
    an_authority(name="Бюро", territory_code="99701000", head_name="Анна Лугова")
    an_authority(name="Агентство", level="regional")
    an_authority(name="Архив", active=False)
    assert [row.name for row in bodies.listed()] == ["Агентство", "Бюро"]
    assert [row.name for row in bodies.listed(typed="лугова")] == ["Бюро"]
    assert [row.name for row in bodies.listed(area="99701000")] == ["Бюро"]
    assert [row.name for row in bodies.listed(level="regional")] == ["Агентство"]


def test_a_body_has_its_card_and_those_under_it(django_assert_num_queries):
    above = an_authority(code="gov", name="Правительство")
    body = an_authority(code="roads", superior=above)
    an_office(body, persons=[["Анна Лугова", "глава", "", ""]])
    with django_assert_num_queries(1):
        card = bodies.card("roads")
    assert card is not None
    assert card.superior == ("gov", "Правительство")
    assert card.office.persons[0][0] == "Анна Лугова"
    assert bodies.below(above.pk) == [("roads", body.name)]
    assert bodies.card("nobody") is None


def test_topics_of_a_body_are_those_on_which_nobody_is_asked_before_it():
    a_topic()
    a_topic("lamp", title="Фонарь", duty="municipal.light")
    first, second = an_authority(), an_authority()
    a_duty("municipal.roads", "99701000", authority=first)
    a_duty("municipal.roads", "99701000", authority=second, rank=1)
    a_duty("lamp", authority=second)
    assert bodies.topics(first.pk) == [("Дороги", [("pothole", "Яма")])]
    assert bodies.topics(second.pk) == [("Дороги", [("lamp", "Фонарь")])]
    first.active = False
    first.save()
    assert len(bodies.topics(second.pk)[0][1]) == 2


def test_receptions_that_have_ended_vanish_and_the_soonest_comes_first():
    body = an_authority()
    a_reception(body, code="gone", starts_at=NOON - timedelta(hours=3))
    a_reception(body, code="later", starts_at=NOON + timedelta(days=2))
    a_reception(body, code="running", starts_at=NOON - timedelta(hours=1), territory_code="99701000")
    assert [row.code for row in lists.receptions(now=NOON).rows] == ["running", "later"]
    assert [row.code for row in lists.receptions(area="99702000", now=NOON).rows] == ["later"]
    assert [row.code for row in lists.receptions(authority="nobody", now=NOON).rows] == []


def test_numbers_of_the_region_and_of_the_municipality_come_together():
    a_number("112", order=1)
    a_number("2-22-22", order=2, territory_code="99701000")
    a_number("3-33-33", territory_code="99702000")
    a_number("01", active=False)
    assert [row.number for row in lists.numbers("99701000")] == ["112", "2-22-22"]
    assert [row.number for row in lists.numbers()] == ["112"]


def test_the_law_of_the_topic_stands_before_that_of_its_category_and_of_everything():
    for subject in ("", "category:roads", "topic:pothole", "topic:lamp"):
        a_law(subject, title=subject or "всё")
    found = lists.laws(topic="pothole", category="roads")
    assert [law.title for law in found] == ["topic:pothole", "category:roads", "всё"]


def test_who_answers_is_the_body_that_an_appeal_would_go_to(django_assert_max_num_queries):
    topic = a_topic()
    a_duty("municipal.roads", "99701000", authority=an_authority(code="roads", msed_address="R~MEDOGU"))
    with django_assert_max_num_queries(5):
        found = who.answers(topic, territory_code="99701000", kind="problem", on=NOON.date())
    assert found.body is not None
    assert (found.body.code, found.reached) == ("roads", True)
    assert found.answer_by is not None
    assert who.answers(topic, territory_code="99709000", kind="problem", on=NOON.date()).body is None
    assert who.answers(topic, territory_code="", kind="problem", on=NOON.date()).body is None


def test_thanks_are_owed_no_answer():
    found = who.answers(a_topic(), territory_code="", kind="thanks", on=NOON.date())
    assert found.answer_by is None
