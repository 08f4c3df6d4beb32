"""The demo has something that grows, found by the same mathematics as the page's."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from otklik.appeals.lifecycle import MOVES, Move
from otklik.demo.appeals import Story, stories
from otklik.demo.region import make_region
from otklik.demo.surge import N, surge
from otklik.stats import growth
from otklik.stats.growth import WEEKS, Count
from otklik.stats.queries import growing

pytestmark = pytest.mark.sections
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Europe/Moscow"))


@pytest.fixture(scope="module")
def told() -> list[Story]:
    region = make_region(2026)
    return [*stories(2026, 2000, region, now=NOW), *surge(2026, region, now=NOW)]


def test_the_stories_of_the_surge_are_of_the_last_week_and_lawful_so_far(told):
    fresh = told[2000:]
    week = growing.last_week(NOW.date())
    assert len(fresh) == N
    assert len({story.text for story in fresh}) > N // 2
    for story in fresh:
        assert week <= story.received_at.date() < week + timedelta(days=7)
        assert story.deeds[0].move is Move.RECEIVE
        assert all(one.at <= NOW for one in story.deeds)
        last = MOVES[story.deeds[-1].move].target if len(story.deeds) > 1 else story.state
        assert story.state is last


def test_the_topic_of_the_surge_is_the_surest_of_all_that_grow(told):
    week = growing.last_week(NOW.date())
    by_week: Counter[tuple[str, str, int]] = Counter()
    for story in told:
        day = story.received_at.date()
        monday = day - timedelta(days=day.weekday())
        by_week[story.topic_code, story.territory_code, (week - monday).days // 7] += 1
    codes = sorted({topic for topic, _area, _n in by_week})
    counts = []
    for topic, area in sorted({(topic, area) for topic, area, n in by_week if 0 <= n <= WEEKS}):
        weeks = [by_week[topic, area, n] for n in range(WEEKS + 1)]
        squares = sum(n * n for n in weeks[1:])
        counts.append(Count(codes.index(topic), area, weeks[0], sum(weeks[1:]), squares, None))
    grown = growth.growing(counts)
    fresh = told[2000]
    assert (codes[grown[0].topic], grown[0].area) == (fresh.topic_code, fresh.territory_code)
    assert grown[0].sure
