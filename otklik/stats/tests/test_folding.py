"""Figures follow every change and equal a full recount."""

import random
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.gis.geos import Point
from django.db import connection
from django.db.models import UniqueConstraint

from otklik.appeals import journal
from otklik.appeals.lifecycle import Kind, Move, State
from otklik.appeals.models import Appeal, Change
from otklik.appeals.steps import moderation, rating
from otklik.appeals.tests.given import MONDAY, a_moderator, a_territory, a_topic, an_appeal, an_authority
from otklik.stats import folding
from otklik.stats.models import Fact, ListTotal, MapCell, MonthTotal, TermCount
from otklik.stats.rollups import ROLLUPS

pytestmark = [pytest.mark.public, pytest.mark.django_db]


def sums() -> dict[str, list[tuple[object, ...]]]:
    """Every rollup's rows that are not all zero, and the facts."""
    found = {}
    with connection.cursor() as cursor:
        for rollup in ROLLUPS:
            columns = ", ".join([*rollup.keys, *rollup.measures])
            some = " OR ".join(f"{name} <> 0" for name in rollup.measures)
            cursor.execute(f"SELECT {columns} FROM {rollup.table} WHERE {some}")
            found[rollup.table] = sorted(cursor.fetchall(), key=repr)
        cursor.execute("SELECT * FROM stats_fact ORDER BY appeal_id")
        found["stats_fact"] = cursor.fetchall()
    return found


def assert_sums_equal_a_recount() -> None:
    folding.fold()
    kept = sums()
    folding.recount()
    assert kept == sums()


def test_a_published_appeal_is_counted_and_lies_in_a_cell_of_every_level():
    an_appeal(state=State.PUBLISHED)

    assert folding.fold() == 1

    assert ListTotal.objects.get(dim="all", kind="problem", state="published").n == 1
    cells = MapCell.objects.filter(category_id=0).order_by("level")
    assert [(cell.level, cell.n) for cell in cells] == [(level, 1) for level in (8, 10, 12, 14, 16, 18)]
    assert (cells[0].x, cells[0].y) == (156, 80)  # the tile of (39.5, 55.5) at zoom 8


def test_a_recount_lays_rows_in_the_order_of_the_index_by_which_pages_read_them():
    indexes = {
        model._meta.db_table: [model._meta.get_field(name).column for name in one.fields]
        for model in apps.get_app_config("stats").get_models()
        for one in model._meta.constraints
        if isinstance(one, UniqueConstraint)
    }
    assert indexes == {rollup.table: list(rollup.keys) for rollup in ROLLUPS}


def test_an_appeal_on_moderation_is_received_and_nowhere_on_the_map():
    an_appeal(published_at=None)

    folding.fold()

    assert MonthTotal.objects.get(dim="all").received == 1
    assert not MapCell.objects.exists()
    assert not ListTotal.objects.exists()


def test_a_move_takes_the_appeal_out_of_its_old_sums():
    appeal = an_appeal(state=State.PUBLISHED)
    folding.fold()

    journal.move(appeal.pk, Move.WITHDRAW, actor=None, now=MONDAY)
    folding.fold()

    assert not MapCell.objects.filter(n__gt=0).exists()
    assert not ListTotal.objects.filter(n__gt=0).exists()
    assert_sums_equal_a_recount()


def test_a_change_that_is_taken_twice_counts_once():
    appeal = an_appeal(state=State.PUBLISHED)
    folding.fold()
    Change.objects.bulk_create([Change(appeal=appeal) for _ in range(3)])

    assert folding.fold() == 3

    assert ListTotal.objects.get(dim="all").n == 1
    assert folding.fold() == 0


def test_an_answer_counts_in_its_own_month_with_its_days_and_the_verdict():
    answered = MONDAY + timedelta(days=40)
    appeal = an_appeal(
        state=State.ANSWERED, answered_at=answered, answer_by=answered.date() - timedelta(days=1)
    )
    rating.rate(appeal_id=appeal.pk, stars=2, solved=True, words="", now=answered)

    folding.fold()

    april = MonthTotal.objects.get(dim="all", month="2026-04-01")
    assert (april.received, april.answered, april.in_time, april.days) == (0, 1, 0, 40)
    assert (april.rated, april.stars, april.solved, april.unsolved) == (1, 2, 1, 0)
    assert TermCount.objects.get(what="answer", dim="all").took == 40


def test_sums_stay_equal_to_a_recount_through_a_hundred_random_lives():
    chance = random.Random(7)  # noqa: S311  # the same lives every time
    moderator, other = a_moderator(), a_territory(code="99702000", west=40.0)
    topics = [a_topic(), a_topic(code="lamp")]
    for n in range(100):
        appeal = an_appeal(
            kind=chance.choice(list(Kind)).value,
            topic=chance.choice(topics),
            territory=chance.choice([a_territory(), other, None]),
            point=chance.choice([None, Point(39.1 + n / 90, 55.2, srid=4326)]),
            published_at=None,
            received_at=MONDAY + timedelta(days=n),
        )
        if chance.random() < 0.8:
            _live_on(appeal, chance, moderator)
        if n % 17 == 0:
            folding.fold()
    assert_sums_equal_a_recount()


def _live_on(appeal: Appeal, chance: random.Random, moderator) -> None:
    now = appeal.received_at + timedelta(hours=chance.randrange(100))
    moderation.publish(appeal_id=appeal.pk, moderator=moderator, now=now)
    if chance.random() < 0.3 or appeal.kind == "thanks":
        return
    facts = {"authority": an_authority(), "answer_by": now.date()}
    journal.move(appeal.pk, Move.ASSIGN, actor=None, now=now, facts=facts)
    if chance.random() < 0.7:
        at = now + timedelta(days=chance.randrange(60))
        journal.move(appeal.pk, Move.ANSWER, actor=None, now=at, facts={"answered_at": at})
        if chance.random() < 0.7:
            stars = chance.randrange(1, 6)
            rating.rate(appeal_id=appeal.pk, stars=stars, solved=stars > 2, words="Так", now=at)


def test_folding_changes_nothing_while_another_process_folds():
    an_appeal(state=State.PUBLISHED)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [folding._LOCK])
        assert folding.fold() == 0
        cursor.execute("SELECT pg_advisory_unlock(%s)", [folding._LOCK])
    other.close()
    assert folding.fold() == 1
    assert Fact.objects.count() == 1
