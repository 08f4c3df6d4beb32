"""The demo has a wave of ratings, set aside by the rule as one in earnest."""

from datetime import UTC, datetime, timedelta

import pytest

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import an_appeal, an_authority
from otklik.assessment.models import SetAside, Wave
from otklik.demo import wave
from otklik.demo.region import make_region

pytestmark = [pytest.mark.sections, pytest.mark.django_db]
NOON = datetime(2026, 11, 26, 9, tzinfo=UTC)


def answered(count: int) -> None:
    authority = an_authority()
    for _n in range(count):
        appeal = an_appeal(state=State.ANSWERED)
        changed = {"authority": authority, "author": None, "state_since": NOON - timedelta(days=3)}
        Appeal.objects.filter(pk=appeal.pk).update(**changed)


def test_new_accounts_rate_one_body_and_their_ratings_are_set_aside(settings):
    settings.WAVE_RATINGS = 5
    answered(9)

    assert wave.store_wave(now=NOON) == 8

    assert Wave.objects.count() == 1
    assert SetAside.objects.filter(stars=1).count() == 8
    assert Appeal.objects.filter(state=State.CLOSED, rating=1).count() == 8


def test_where_nothing_waits_for_a_rating_there_is_none(settings):
    settings.WAVE_RATINGS = 5
    answered(4)
    assert wave.store_wave(now=NOON) == 0
    assert not Wave.objects.exists()


def test_one_body_has_enough_answers_that_wait_for_a_rating():
    told = list(wave.crowd(2026, make_region(2026), now=NOON))
    assert len(told) == wave.N
    assert {story.state for story in told} == {State.ANSWERED}
    assert len({story.authority_code for story in told}) == 1
    lately = [story for story in told if story.deeds[-1].at > NOON - timedelta(hours=8)]
    assert wave.N - len(lately) >= 18, "what the rule asks for and some more"
    assert all(one.at <= NOON for story in told for one in story.deeds)
