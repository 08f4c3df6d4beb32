"""A work is published, moved, cancelled; what is off at an address is found whatever the work was called by."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from otklik.kit.marks import Changed
from otklik.works import areas, publishing, queries, whereabouts
from otklik.works.models import Change, Place, Work
from otklik.works.publishing import BadWork, Hand, NotThere, Origin, Over, Owner
from otklik.works.tests.given import HOUR, NOW, Town, a_person, a_town, a_wish, a_work, an_authority
from otklik.works.whereabouts import BadPlaces, Spot

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


@pytest.fixture
def town() -> Town:
    return a_town()


def off(town: Town, address: str, **more: Any) -> list[int]:
    return [row.id for row in queries.at_address(town.settlement.pk, address, now=more.get("now", NOW))[1]]


def test_a_house_is_found_by_its_own_work_its_street_its_town_and_its_municipality(town):
    house = a_work(town, "ул. Ленина: 1, 3").pk
    street = a_work(town, "ул. Ленина").pk
    settlement = a_work(town, "").pk
    wide = replace(a_wish(town), spots=(Spot("99701000"),), told=("Округ",))
    municipality = publishing.publish(wide, Owner(town.authority.pk), by=None, now=NOW).pk
    assert off(town, "Ленина 1") == [house, street, settlement, municipality]
    assert off(town, "ул. Ленина, 5") == [street, settlement, municipality]
    assert off(town, "Мира, 7") == [settlement, municipality]
    assert off(town, "улица, которой нет, 9") == [settlement, municipality]


def test_a_point_of_the_map_finds_the_works_of_its_nearest_house_and_of_areas_around_it(town):
    house = a_work(town, "ул. Ленина: 1").pk
    circle = replace(a_wish(town), spots=(), told=("рынок",), area=areas.circle(40.05, 54.05, 300))
    area = publishing.publish(circle, Owner(town.authority.pk), by=None, now=NOW)
    assert area.area_codes == ["99701000"]
    assert [row.id for row in queries.at_point(40.0501, 54.0501, now=NOW)] == [house, area.pk]
    assert [row.id for row in queries.at_point(40.06, 54.08, now=NOW)] == []


def test_at_a_border_the_side_that_holds_the_point_is_meant(town):
    wide = replace(a_wish(town), spots=(Spot("99701000"),), told=("Округ",))
    work = publishing.publish(wide, Owner(town.authority.pk), by=None, now=NOW)
    assert [row.id for row in queries.at_point(40.00001, 54.02, now=NOW)] == [work.pk]
    assert queries.at_point(10.0, 10.0, now=NOW) == []


def test_what_is_off_takes_three_statements_at_a_point_and_two_at_an_address(town, django_assert_num_queries):
    a_work(town)
    with django_assert_num_queries(3):
        queries.at_point(40.05, 54.05, now=NOW)
    with django_assert_num_queries(2):
        queries.at_address(town.settlement.pk, "Ленина 1", now=NOW)


def test_what_is_over_cancelled_or_far_ahead_is_not_off_at_the_address(town):
    over = a_work(town, ends_at=NOW + HOUR)
    cancelled = a_work(town)
    publishing.cancel(cancelled.pk, Hand(None, None, "Не нужно"), now=NOW)
    a_work(town, starts_at=NOW + 40 * 24 * HOUR, ends_at=NOW + 41 * 24 * HOUR)
    assert off(town, "Ленина 1") == [over.pk]
    assert off(town, "Ленина 1", now=NOW + 2 * HOUR) == []


def test_a_range_takes_the_houses_of_the_register_and_a_line_tells_them(town):
    read = whereabouts.read(town.row, "ул. Ленина: 1–5, 12а\n\nМира")
    assert len(read.spots) == 5
    assert whereabouts.line_of(read.told, 1000) == "д. Берёзовка, ул. Ленина: 1–5, 12а; ул. Мира"
    assert whereabouts.line_of(["ул. Первая", "ул. Вторая", "ул. Третья"], 45) == "ул. Первая и ещё 2"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("ул. Ленина: 1, 99", "Строка 1: дома 99 на этой улице нет"),
        ("ул. Мира\nул. Несуществующая", "Строка 2: улицы «ул. Несуществующая» нет"),
        ("ул. Ленина, д. 77", "Строка 1: дома 77"),
        ("ул. Ленина: 50-60", "дома 50-60"),
        ("\n".join(["ул. Мира"] * 101), "Строк больше 100"),
    ],
)
def test_a_place_that_the_register_has_not_is_told_by_its_line(town, lines, said):
    with pytest.raises(BadPlaces, match=said):
        whereabouts.read(town.row, lines)


def test_the_same_form_sent_twice_makes_one_work(town):
    form = uuid4()
    wish, owner = a_wish(town), Owner(town.authority.pk)
    made = [publishing.publish(wish, owner, by=None, now=NOW, origin=Origin(form=form)).pk for _ in range(2)]
    assert made[0] == made[1]
    assert Change.objects.count() == 1


@pytest.mark.parametrize("origin", [Origin(form=uuid4()), Origin(Work.Source.PROGRAM, external_id="7")])
def test_what_two_senders_make_at_once_is_one_work(town, origin, monkeypatch):
    wish, owner = a_wish(town), Owner(town.authority.pk)
    first = publishing.publish(wish, owner, by=None, now=NOW, origin=origin)
    check = publishing._check

    def late(wish: Any) -> None:  # the first one was not there yet when this one looked
        Work.objects.filter(pk=first.pk).update(form=origin.form)
        check(wish)

    Work.objects.filter(pk=first.pk).update(form=None)
    monkeypatch.setattr(publishing, "_check", late)
    assert publishing.publish(wish, owner, by=None, now=NOW, origin=origin).pk == first.pk
    assert Change.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "vodka"}, "kind"),
        ({"text": "  "}, "text"),
        ({"text": "а" * 1001}, "text"),
        ({"performer": "а" * 201}, "performer"),
        ({"ends_at": NOW - 2 * HOUR}, "ends_at"),
        ({"starts_at": NOW - 3 * HOUR, "ends_at": NOW - 2 * HOUR}, "ends_at"),
        ({"ends_at": NOW + 500 * 24 * HOUR}, "ends_at"),
        ({"starts_at": NOW + 500 * 24 * HOUR, "ends_at": NOW + 501 * 24 * HOUR}, "starts_at"),
        ({"spots": ()}, "settlement"),
    ],
)
def test_a_work_that_cannot_be_is_refused_by_its_field_and_nothing_is_kept(town, wrong, field):
    with pytest.raises(BadWork) as refused:
        a_work(town, **wrong)
    assert list(refused.value.errors) == [field]
    assert not Work.objects.exists()


def test_a_prolonged_work_is_off_longer_and_its_journal_says_what_it_was(town):
    work = a_work(town, ends_at=NOW + HOUR)
    hand = Hand((Owner(town.authority.pk),), a_person(), "Не нашли утечку")
    for _ in range(2):
        publishing.move_end(work.pk, NOW + 5 * HOUR, hand, now=NOW)
    assert off(town, "Ленина 1", now=NOW + 2 * HOUR) == [work.pk]
    moved, published = queries.journal(work.pk)
    assert (moved.what, moved.reason, moved.ends_at) == ("moved", "Не нашли утечку", NOW + HOUR)
    assert published.what == "published"
    publishing.move_end(work.pk, NOW + 2 * HOUR, hand, now=NOW + 2 * HOUR)
    assert off(town, "Ленина 1", now=NOW + 2 * HOUR) == []


def test_an_edit_moves_the_places_and_an_edit_that_changes_nothing_leaves_no_row(town):
    work = a_work(town)
    hand = Hand(None, None, shown=publishing.mark_of(work))
    publishing.edit(work.pk, a_wish(town), hand, now=NOW)
    assert Change.objects.count() == 1
    publishing.edit(work.pk, a_wish(town, "ул. Мира: 7", kind="cold"), hand, now=NOW)
    assert (off(town, "Ленина 1"), off(town, "Мира 7")) == ([], [work.pk])
    assert list(Change.objects.order_by("pk").values_list("what", flat=True)) == ["published", "edited"]
    with pytest.raises(Changed):
        publishing.edit(work.pk, a_wish(town), hand, now=NOW)


def test_nobody_changes_the_works_of_another_authority(town):
    work, stranger = a_work(town), Hand((Owner(an_authority().pk),), a_person(), "Так")
    for act in (
        lambda: publishing.cancel(work.pk, stranger, now=NOW),
        lambda: publishing.move_end(work.pk, NOW + HOUR, stranger, now=NOW),
        lambda: publishing.edit(work.pk, a_wish(town), stranger, now=NOW),
    ):
        with pytest.raises(NotThere):
            act()


def test_what_is_over_cannot_be_changed_and_a_work_is_not_cancelled_without_a_word(town):
    work = a_work(town, ends_at=NOW + HOUR)
    with pytest.raises(BadWork):
        publishing.cancel(work.pk, Hand(None, None), now=NOW)
    for _ in range(2):
        publishing.cancel(work.pk, Hand(None, None, "Передумали"), now=NOW)
    with pytest.raises(Over):
        publishing.move_end(work.pk, NOW + 9 * HOUR, Hand(None, a_person()), now=NOW)
    assert not Place.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        "{",
        {"type": "Point", "coordinates": [40, 54]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[40, 54], [40, 55]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[400, 54], [401, 54], [401, 55], [400, 54]]]},
        {"type": "Polygon", "coordinates": [[[40, 54], [50, 54], [50, 64], [40, 54]]]},
        {"type": "Polygon", "coordinates": [["a"]]},
        {"type": "Polygon", "coordinates": [[[40]]]},
        {"type": "Polygon", "coordinates": [[[10**400, 54], [41, 54], [41, 55], [40, 54]]]},
        {"type": "Polygon", "coordinates": [[[float("nan"), 54], [41, 54], [41, 55], [40, 54]]]},
        [],
    ],
)
def test_an_area_that_is_none_is_refused(said):
    with pytest.raises(BadPlaces):
        areas.of_geojson(said)


def test_the_list_goes_by_pages_through_all_that_is_on_now(town):
    works = [a_work(town, ends_at=NOW + (n + 1) * HOUR).pk for n in range(23)]
    soon = a_work(town, starts_at=NOW + HOUR, ends_at=NOW + 2 * HOUR).pk
    first = queries.listed(when="now", now=NOW)
    second = queries.listed(when="now", now=NOW, cursor=first.older or "")
    assert [row.id for row in [*first.rows, *second.rows]] == works
    assert second.older is None
    assert [row.id for row in queries.listed(when="soon", now=NOW).rows] == [soon]
    assert queries.listed(when="now", now=NOW, area="99702000").rows == []
    assert queries.listed(when="now", now=NOW, kind="gas").rows == []
    assert queries.listed(when="past", now=NOW + 99 * HOUR).rows[0].id == works[-1]


def test_works_that_are_on_are_counted_by_municipality(town):
    a_work(town)
    a_work(town, kind="gas")
    a_work(town, starts_at=NOW + HOUR)
    assert queries.by_area(now=NOW) == {"99701000": 2}
    assert queries.by_area(now=NOW, kind="gas") == {"99701000": 1}


def test_the_database_keeps_times_in_order(town):
    work = a_work(town)
    with pytest.raises(DatabaseError), transaction.atomic():
        Work.objects.filter(pk=work.pk).update(ends_at=work.starts_at)
