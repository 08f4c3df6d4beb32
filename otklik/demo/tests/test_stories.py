"""The demo's appeals: lives that the map of life allows, told in words that fit."""

import json
import re
import time
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from otklik.appeals.lifecycle import FINAL, MOVES, Decision, Kind, Move, State
from otklik.classifier import fields
from otklik.demo import texts
from otklik.demo.appeals import Story, stories
from otklik.demo.region import make_region
from otklik.demo.rows import Region
from otklik.demo.topics import FILE, topics

pytestmark = pytest.mark.route
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Europe/Moscow"))


@pytest.fixture(scope="module")
def region() -> Region:
    return make_region()


@pytest.fixture(scope="module")
def told(region) -> list[Story]:
    return list(stories(2026, 2000, region, now=NOW))


def test_two_thousand_are_told_within_five_seconds_and_again_the_same(region, told):
    began = time.process_time()
    again = list(stories(2026, 2000, region, now=NOW))
    assert time.process_time() - began < 5
    assert repr(again) == repr(told)


def test_another_seed_tells_other_stories(region, told):
    assert repr(list(stories(1, 2000, region, now=NOW))) != repr(told)


def test_they_come_oldest_first_from_two_years(told):
    moments = [story.received_at for story in told]
    assert len(told) == 2000
    assert moments == sorted(moments)
    assert NOW - timedelta(days=731) < moments[0] < NOW - timedelta(days=700)
    assert NOW - timedelta(days=2) < moments[-1] < NOW


def test_all_kinds_states_and_channels_are_there(told):
    assert {story.kind for story in told} == set(Kind)
    assert {story.state for story in told} == set(State)
    assert {story.channel for story in told} == {"web", "app", "hotline"}
    assert {answer.decision for story in told for answer in story.answers} == set(Decision)


def test_every_life_follows_the_table_of_moves_up_to_now(told):
    for story in told:
        state = State.UNCONFIRMED if story.confirmed_by_letter else State.MODERATION
        assert story.deeds[0].move is Move.RECEIVE
        for deed in story.deeds[1:]:
            leg = MOVES[deed.move]
            assert state in leg.sources and story.kind in leg.kinds, (state, deed)
            state = leg.target or state
        moments = [deed.at for deed in story.deeds]
        assert state is story.state
        assert moments == sorted(moments)
        assert moments[0] == story.received_at
        assert moments[-1] <= NOW


def test_the_clock_of_the_portal_would_leave_every_present_state_alone(told):
    """Nothing in the demo is overdue for the periodic jobs, so a first start changes nothing by itself."""
    longest = {
        State.MODERATION: timedelta(hours=48),
        State.QUESTION: timedelta(days=3),
        State.UNCONFIRMED: timedelta(days=7),
        State.ANSWERED: timedelta(days=10),
    }
    for story in told:
        assert NOW - story.deeds[-1].at < longest.get(story.state, timedelta(days=800))
        if story.state not in FINAL:
            assert NOW - story.received_at < timedelta(days=150)


def test_answers_ratings_and_returns_agree_with_the_life(told):
    for story in told:
        moves = Counter(deed.move for deed in story.deeds)
        assert len(story.answers) == moves[Move.ANSWER]
        assert (story.rating is not None) == bool(moves[Move.RATE])
        for deed in story.deeds:
            if deed.move is Move.RETURN:
                assert deed.reason, "not solved needs words"
        for answer in story.answers:
            assert (answer.planned_on is not None) == (answer.decision is Decision.PLANNED)
            assert answer.planned_on is None or answer.planned_on > answer.on


def test_duplicates_point_at_an_earlier_story_of_the_same_place(told):
    for story in told:
        assert (story.duplicate_of is not None) == (story.state is State.DUPLICATE)
        if story.duplicate_of is not None:
            other = told[story.duplicate_of]
            assert other.received_at < story.received_at
            assert (other.topic_code, other.address) == (story.topic_code, story.address)
            assert other.state is not State.DUPLICATE


def test_every_address_is_a_place_of_the_region_and_of_its_day(region, told):
    houses = {house.at for house in region.houses} | {at for street in region.streets for at in street.line}
    territories = {one.code: one for one in region.territories}
    for story in told:
        territory = territories[story.territory_code]
        day = story.received_at.date()
        assert (story.lon, story.lat) in houses
        assert territory.valid_from <= day <= (territory.valid_to or day)


def test_the_one_who_answers_is_the_one_that_routing_finds(region, told):
    for story in told:
        topic = topics()[story.topic_code]
        found = region.responsible(
            topic_code=topic.code, duty=topic.duty, territory_code=story.territory_code
        )
        assert story.authority_code == found.code
        assert all(found.head_name in answer.signatory for answer in story.answers)


def test_own_fields_pass_the_checks_of_the_form(told):
    declared = {
        row["code"]: fields.parse_declarations(row["fields"])
        for row in json.loads(FILE.read_text(encoding="utf-8"))["topics"]
    }
    for story in told:
        values, errors = fields.read(declared[story.topic_code], story.own)
        assert not errors, (story.topic_code, story.own, errors)
        assert len(values) == len(story.own)


def test_snow_is_complained_of_in_winter_and_nobody_reports_an_emergency(told):
    for story in told:
        if story.topic_code in ("yard-snow", "snow-city", "icicles") and story.kind is not Kind.PROPOSAL:
            assert story.received_at.month in (11, 12, 1, 2, 3)
        assert not topics()[story.topic_code].emergency


def test_people_write_by_day_and_on_weekdays(told):
    by_day = Counter(story.received_at.weekday() for story in told)
    nights = sum(1 for story in told if 1 <= story.received_at.hour < 6)
    assert by_day[0] > by_day[5] and by_day[1] > by_day[6]
    assert nights < len(told) * 0.05


def test_texts_are_whole_and_clean(told):
    for text in [story.text for story in told] + [a.text for story in told for a in story.answers]:
        assert not re.search(r"[{}]|  |\.\.|\(\w+\) [А-Я]|None", text), text
        assert len(text) > 25
    assert len({story.text for story in told}) > 1400


def test_no_mail_or_call_can_reach_a_real_person(told):
    for story in told:
        assert story.author_email.endswith("@example.test")
        words = " ".join([story.text, *(answer.text for answer in story.answers)])
        assert not re.search(r"\+7(?! 000)|\b8[ (-]+9\d\d|\b[78]\d{10}\b|@(?!example\.test)", words)


def test_every_topic_without_emergency_has_texts_for_its_kinds():
    for code, topic in topics().items():
        if topic.emergency:
            assert code not in texts.phrases()
            continue
        phrase = texts.phrases()[code]
        for kind in Kind:
            assert bool(getattr(phrase, kind)) == (kind in topic.kinds), (code, kind)
        assert len(phrase.done) in (1, len(phrase.problem))


def test_every_category_has_three_texts_of_each_kind():
    found: Counter[tuple[str, Kind]] = Counter()
    for code, phrase in texts.phrases().items():
        for kind in Kind:
            found[topics()[code].category, kind] += len(getattr(phrase, kind))
    assert len(found) == 45
    assert min(found.values()) >= 3
