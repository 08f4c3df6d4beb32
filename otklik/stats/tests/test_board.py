"""The board beside an independent count over the appeals, and beside waves of ratings."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Change, JournalRow
from otklik.appeals.tests.given import a_topic, an_appeal, an_authority
from otklik.assessment import waves as kept_waves
from otklik.assessment.models import SetAside, Wave
from otklik.authorities.models import Authority
from otklik.kit.kept import forget
from otklik.people.models import User
from otklik.stats import folding, periods, waves
from otklik.stats.board import Board, Line, board
from otklik.stats.periods import Period
from otklik.stats.tests.given import many_lives

pytestmark = [pytest.mark.sections, pytest.mark.django_db]

NOON = datetime(2026, 3, 20, 9, tzinfo=UTC)
TODAY = NOON.date()
YEAR = periods.named("12", today=TODAY, since=TODAY)
FIRST = datetime(2025, 4, 1, tzinfo=ZoneInfo("Europe/Moscow"))

# Written anew, from the appeals alone: neither facts nor sums, PostgreSQL's own percentiles.
INDEPENDENT = """
WITH done AS (
  SELECT a.*, (answered_at AT TIME ZONE 'Europe/Moscow')::date AS day,
         (answered_at AT TIME ZONE 'Europe/Moscow')::date - (published_at AT TIME ZONE 'Europe/Moscow')::date AS took,
         (answered_at AT TIME ZONE 'Europe/Moscow')::date <= answer_by AS punctual
  FROM appeals_appeal a
  WHERE (answered_at AT TIME ZONE 'Europe/Moscow')::date BETWEEN %(first)s AND %(last)s AND authority_id IS NOT NULL
), topic AS (
  SELECT topic_id, avg(punctual::int) AS punctual, avg(took) AS took, avg(solved::int) AS solved
  FROM done GROUP BY 1
)
SELECT b.code, count(*), sum(d.punctual::int), percentile_disc(0.5) WITHIN GROUP (ORDER BY d.took),
       percentile_disc(0.9) WITHIN GROUP (ORDER BY d.took), count(d.solved), sum(d.solved::int), count(d.rating),
       sum(d.rating), sum((d.returns > 0)::int), sum(d.formal::int),
       avg(d.punctual::int) / avg(t.punctual), avg(d.took) / avg(t.took),
       avg(d.solved::int) / avg(t.solved) FILTER (WHERE d.solved IS NOT NULL)
FROM done d JOIN topic t USING (topic_id) JOIN authorities_authority b ON b.id = d.authority_id
GROUP BY 1
"""


@pytest.fixture
def lives(db) -> None:
    many_lives(400, until=NOON)
    forget()


def lines(found: Board) -> dict[str, Line]:
    return {line.body.code: line for _kind, lines in found.kinds for line in lines}


def the_board(period: Period = YEAR, order: str = "in_time", level: str = "") -> Board:
    return board(period, today=TODAY, order=order, level=level)


@pytest.mark.parametrize("name", ["12", "month", "quarter", "year"])
def test_every_figure_equals_an_independent_count_over_the_appeals(lives, name):
    period = periods.named(name, today=TODAY, since=TODAY)
    last = period.until - timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(INDEPENDENT, {"first": period.first, "last": last})
        counted = {code: rest for code, *rest in cursor.fetchall()}
    found = {code: line for code, line in lines(the_board(period)).items() if line.answered}

    assert counted and set(found) == set(counted)
    for code, line in found.items():
        answered, punctual, median, longest, told, solved, rated, _stars, returned, formal, *ratios = counted[
            code
        ]
        assert (line.answered, line.in_time.n) == (answered, answered)
        assert line.in_time.value == punctual / answered
        assert (line.median.value, line.longest.value) == (median, longest)
        assert (line.solved.n if line.solved else 0) == told
        assert (line.solved.value if line.solved else None) == (solved / told if told else None)
        assert (line.rating.n if line.rating else 0) == rated
        assert line.returned.value == returned / answered
        assert line.formal.value == formal / answered
        ours = (line.ratio_in_time, line.ratio_days, line.ratio_solved)
        for mine, theirs in zip(ours, ratios, strict=True):
            assert mine is None or mine.value == pytest.approx(float(theirs))


def test_the_average_is_that_of_the_marks_and_of_the_peers_that_stand_beside_them(lives):
    every = [a.rating for a in Appeal.objects.filter(answered_at__gte=FIRST) if a.rating]
    middle = sum(every) / len(every)
    for code, line in lines(the_board()).items():
        mine = Appeal.objects.filter(authority__code=code, answered_at__gte=FIRST).exclude(rating=None)
        marks = [a.rating or 0 for a in mine]
        weight = settings.BOARD_PEER_MARKS
        assert line.rating.value == pytest.approx((sum(marks) + weight * middle) / (len(marks) + weight))
        assert line.rating.low < line.rating.value < line.rating.high


def test_a_place_is_given_within_a_kind_only_and_not_to_whom_too_little_is_known(lives, settings):
    regional, *_rest = Authority.objects.all()
    Authority.objects.filter(pk=regional.pk).update(level="regional")
    forget()
    settings.BOARD_LEAST = 5
    found = dict(the_board().kinds)
    assert [line.place for line in found["regional"]] == [1]
    assert [line.place for line in found["municipal"]] == [1, 2]
    shares = [line.in_time.value for line in found["municipal"]]
    assert shares == sorted(shares, reverse=True)

    settings.BOARD_LEAST = 10_000
    assert {line.place for _kind, lines in the_board().kinds for line in lines} == {None}


def test_nobody_is_placed_by_topics_on_which_nobody_else_answered(db, settings):
    settings.BOARD_LEAST = 2
    for _n in range(3):
        _rated(an_authority(), None, topic=a_topic(), stars=4)
    single = an_authority()
    for _n in range(3):
        _rated(single, None, topic=a_topic(code="only"), stars=4)
    folding.fold()
    forget()
    line = lines(the_board(order="ratio_in_time"))[single.code]
    assert (line.alone, line.place, line.ratio_in_time, line.in_time.n) == (1.0, None, None, 3)


def test_it_takes_six_statements_however_many_authorities_there_are(lives):
    forget()
    with CaptureQueriesContext(connection) as told:
        the_board()
    assert len(told) <= 6


def _rated(
    body: Authority, author: User | None, *, stars: int, topic: Any = None, at: datetime = NOON
) -> Appeal:
    told = {"rating": stars, "solved": stars > 2, "answered_at": NOON - timedelta(days=2)}
    told |= {"published_at": NOON - timedelta(days=9), "answer_by": TODAY, "topic": topic or a_topic()}
    appeal = an_appeal(state=State.CLOSED, authority=body, author=author, **told)
    JournalRow.objects.create(
        appeal=appeal, move="rate", from_state="answered", to_state="answered", at=at, detail={"stars": stars}
    )
    return appeal


def _account(*, joined: timedelta) -> User:
    made = User.objects.create(email=f"{User.objects.count()}@example.test", name="Вера")
    User.objects.filter(pk=made.pk).update(joined_at=NOON - joined)
    return made


def _crowd(body: Authority, count: int, *, joined: timedelta, stars: int) -> None:
    for n in range(count):
        _rated(body, _account(joined=joined), stars=stars, at=NOON - timedelta(minutes=n))
    folding.fold()
    forget()


OLD, NEW = timedelta(days=300), timedelta(days=2)


def test_a_brigade_is_set_aside_and_counted_while_an_honest_crowd_is_not(db):
    struck, busy = an_authority(), an_authority()
    _crowd(struck, 5, joined=OLD, stars=5)
    _crowd(struck, 20, joined=NEW, stars=1)
    _crowd(busy, 40, joined=OLD, stars=1)
    before = lines(the_board())
    assert (before[struck.code].rating.n, before[struck.code].set_aside) == (25, 0)

    assert waves.look(now=NOON) == 20
    assert waves.look(now=NOON + timedelta(minutes=10)) == 0  # safe to repeat

    after = lines(the_board())
    assert (after[struck.code].rating.n, after[struck.code].set_aside) == (5, 20)
    assert (after[struck.code].solved.n, after[struck.code].solved.value) == (5, 1.0)
    assert after[struck.code].rating.value > before[struck.code].rating.value
    assert (after[busy.code].rating.n, after[busy.code].set_aside) == (40, 0)
    assert after[struck.code].answered == before[struck.code].answered  # the answers were given all the same


def test_a_supervisor_lets_a_wave_count_with_a_reason_and_what_joins_it_counts_too(db):
    body, judge = an_authority(), User.objects.create(email="s@example.test", name="Судья", role="supervisor")
    _crowd(body, 20, joined=NEW, stars=1)
    waves.look(now=NOON)
    wave = Wave.objects.get()
    with pytest.raises(kept_waves.NoReason):
        kept_waves.settle(wave_id=wave.pk, counts=True, reason=" ", by=judge, now=NOON)

    kept_waves.settle(wave_id=wave.pk, counts=True, reason="Авария на теплотрассе", by=judge, now=NOON)
    _crowd(body, 3, joined=NEW, stars=1)
    assert waves.look(now=NOON) == 3
    found = lines(the_board())[body.code]
    assert (found.rating.n, found.set_aside, Wave.objects.count()) == (23, 0, 1)

    kept_waves.settle(wave_id=wave.pk, counts=False, reason="Это была накрутка", by=judge, now=NOON)
    kept_waves.settle(wave_id=wave.pk, counts=False, reason="ещё раз", by=judge, now=NOON)
    assert lines(the_board())[body.code].set_aside == 23
    assert Wave.objects.get().reason == "Это была накрутка"


def test_a_rating_that_was_set_aside_moves_with_its_appeal(db):
    """The answer is given anew in another month: the sums follow the facts, and what is taken off them does too."""
    body = an_authority()
    _crowd(body, 20, joined=NEW, stars=1)
    waves.look(now=NOON)
    one = SetAside.objects.first()
    moved = Appeal.objects.get(pk=one.appeal_id)
    Appeal.objects.filter(pk=moved.pk).update(answered_at=NOON - timedelta(days=40), rating=None, solved=None)
    moved.refresh_from_db()
    Change.objects.create(appeal=moved)
    folding.fold()
    found = lines(the_board())[body.code]
    assert (found.set_aside, found.rating) == (19, None)
