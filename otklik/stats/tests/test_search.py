"""What the search finds, in which order, and what it never shows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik.appeals import searchable
from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.queries import search
from otklik.appeals.queries.hits import hits, safe
from otklik.appeals.queries.search import Found, Narrowed
from otklik.appeals.tests.given import MONDAY, a_topic, an_appeal
from otklik.stats import folding

pytestmark = [pytest.mark.public, pytest.mark.django_db]


def find(typed: str, *, sort: str = "best", start: int = 0, **narrowed: str) -> Found:
    folding.fold()
    return search.find(typed, Narrowed(**narrowed), sort=sort, start=start, now=MONDAY)


def shown(text: str, *, days: int = 0, **more) -> Appeal:
    """A published appeal, so many days old."""
    return an_appeal(state=State.PUBLISHED, text=text, published_at=MONDAY - timedelta(days=days), **more)


def test_words_phrases_and_exclusions_are_understood():
    warm = shown("Горячая вода есть")
    cold = shown("Холодная вода, горячая еда")

    assert set(find("вода горячая").ids) == {warm.pk, cold.pk}
    assert find('"горячая вода"').ids == [warm.pk]
    assert find("вода -холодная").ids == [warm.pk]


@pytest.mark.parametrize("days", [0, 1, 3, 9, 20, 70, 130, 600, 1100, 5000])
def test_an_appeal_of_any_age_is_found(days: int):
    appeal = shown("Колодец", days=days)

    assert find("колодец").ids == [appeal.pk]


def test_the_newest_candidates_are_taken_whatever_span_of_time_has_them(monkeypatch):
    monkeypatch.setattr(search, "CANDIDATES", 3)
    for days in (900, 40, 30, 5, 0):
        shown("Колодец", days=days)

    page = find("колодец", sort="date")

    moments = [Appeal.objects.get(pk=pk).published_at for pk in page.ids]
    ages = [(MONDAY - at).days for at in moments if at]
    assert (ages, page.total, page.more) == ([0, 5, 30], 3, True)


@pytest.mark.parametrize(
    "today", [20_736, 20_737, 20_743, 20_783, 20_799, 20_800]
)  # beginnings, middles, ends
def test_the_spans_of_time_leave_no_day_out_and_take_none_twice(today: int):
    scale = {str(n): days for n, days in enumerate(searchable.SCALES)}
    days = []
    for span in search._spans(today):
        for name, piece in (token.removeprefix("=").split(":") for token in span):
            days += [int(piece) * scale[name] + n for n in range(scale[name])]

    assert sorted(days, reverse=True) == list(range(today, min(days) - 1, -1))
    assert len(days) > 400


def test_a_newer_appeal_stands_before_an_older_one_with_the_same_words():
    old, new = shown("Колодец", days=300), shown("Колодец", days=3)

    assert find("колодец").ids == [new.pk, old.pk]


def test_a_much_better_fit_stands_before_a_newer_one():
    topic = a_topic(code="well", title="Колодец")
    best, new = shown("Колодец сух", days=30, topic=topic), shown("Рядом старый колодец")

    assert find("колодец").ids == [best.pk, new.pk]
    assert find("колодец", sort="date").ids == [new.pk, best.pk]


def test_kind_category_and_area_narrow():
    one = shown("Колодец", kind="proposal")
    shown("Колодец")

    assert find("колодец", kind="proposal", category="roads", area="99701000").ids == [one.pk]
    assert find("колодец", category="it's").ids == []


def test_pages_hold_every_candidate_once():
    made = {shown("Колодец", days=n).pk for n in range(45)}

    pages = [find("колодец", start=start).ids for start in (0, 20, 40)]

    assert [len(ids) for ids in pages] == [20, 20, 5]
    assert {pk for ids in pages for pk in ids} == made


@pytest.mark.parametrize("typed", ["", "и или не", "...", "-яма", "😀", '""', "-", '"', "\\", "'"])
def test_nothing_to_look_for_finds_nothing(typed: str):
    shown("Яма и или не")

    assert not find(typed).meant


def test_a_search_and_its_rows_are_two_statements():
    for n in range(25):
        shown("Колодец", days=n)
    folding.fold()

    with CaptureQueriesContext(connection) as statements:
        page = search.find("колодец", Narrowed(), sort="best", start=0, now=MONDAY)
        rows = hits(page.ids, "колодец")

    assert (len(statements), len(rows)) == (2, 20)


def test_hits_are_marked_and_everything_else_escaped():
    appeal = shown("<b>Старый</b> колодец & <i>колодец</i>")
    folding.fold()

    hit = hits([appeal.pk], "колодец липовка")[0]

    assert hit.text == "‹b›Старый‹/b› <mark>колодец</mark> &amp; ‹i›<mark>колодец</mark>‹/i›"
    assert hit.address == "д. <mark>Липовка</mark>, ул. Новая, д. 5"
    assert hit.answer == ""


def test_control_signs_make_no_tags():
    assert safe("a\x03<\x02b\x02c\x03d") == "a&lt;<mark>b</mark><mark>c</mark>d"


def test_what_was_withdrawn_since_the_fold_has_no_row():
    appeal = shown("Колодец")
    folding.fold()
    with connection.cursor() as cursor:
        searchable.refresh(cursor, [appeal.pk])

    Appeal.objects.filter(pk=appeal.pk).update(state="withdrawn")

    assert hits([appeal.pk], "колодец") == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_answered(typed: str):
    search.find(typed, Narrowed(category=typed), sort="best", start=0, now=MONDAY)
