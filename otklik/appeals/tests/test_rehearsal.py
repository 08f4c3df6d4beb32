"""The dry run: what would move is what routing would really choose; nothing but its own row changes."""

import random

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from otklik.appeals import rehearsal
from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import a_territory, a_topic, an_appeal
from otklik.authorities import drafting, routing
from otklik.authorities.drafting import Put
from otklik.authorities.models import Rehearsal
from otklik.authorities.tests.given import a_duty, an_authority
from otklik.kit import clock
from otklik.people.models import User

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

TOWN, OTHER = "99701000", "99702000"


@pytest.fixture
def admin() -> User:
    return User.objects.create_user("admin@example.test", "pass", name="Ася", role="admin")


def put(admin: User, subject: str, place: str, body: int | None, rank: int = 0) -> None:
    drafting.put([Put((subject, place, rank), body)], by=admin, now=clock.now())


def run(admin: User, size: int = 1000) -> Rehearsal:
    asked = rehearsal.ask(size=size, by=admin, now=clock.now())
    rehearsal.rehearse(rehearsal_id=asked.pk)
    asked.refresh_from_db()
    return asked


def example(appeal: Appeal) -> str:
    return f"{appeal.number} {appeal.pk}"


def test_what_moves_what_is_left_alone_and_what_gets_somebody_is_told_with_examples(admin):
    town, other = a_territory(code=TOWN), a_territory(code=OTHER, west=41.0)
    hole, yard = a_topic(code="hole", duty="roads"), a_topic(code="yard", duty="yards")
    old, new = an_authority(code="old"), an_authority(code="new")
    a_duty("roads", "", authority=old)
    moved = [example(an_appeal(topic=hole, territory=town)) for _ in range(4)]
    an_appeal(topic=hole, territory=other)
    gained = example(an_appeal(topic=yard, territory=town))
    an_appeal(topic=yard, territory=other)
    an_appeal(topic=hole, territory=None, point=None)
    an_appeal(topic=hole, territory=town, state=State.REFUSED)
    put(admin, "roads", TOWN, new.pk)
    put(admin, "yards", TOWN, new.pk)
    found = run(admin).found
    assert {name: found.get(name, 0) for name in ("looked", "no_place", "moved", "gained", "lost", "nobody")} == {
        "looked": 8, "no_place": 1, "moved": 4, "gained": 1, "lost": 0, "nobody": 1,
    }  # fmt: skip
    assert found["rows"] == [
        {"topic": "hole", "place": TOWN, "from": "old", "to": "new", "n": 4, "examples": moved[:0:-1]},
        {"topic": "yard", "place": TOWN, "from": None, "to": "new", "n": 1, "examples": [gained]},
    ]


def test_those_left_without_anybody_come_first(admin):
    a_territory(code=TOWN)
    body = an_authority(code="old")
    a_duty("roads", "", authority=body)
    an_appeal(topic=a_topic(duty="roads"))
    put(admin, "roads", "", None)
    (row,) = run(admin).found["rows"]
    assert (row["from"], row["to"], row["n"]) == ("old", None, 1)


def test_it_tells_what_routing_would_choose_before_and_after_the_publication(admin, monkeypatch):
    """Duties, a draft and appeals by chance: the sums are those of asking routing for each appeal."""
    monkeypatch.setattr(rehearsal, "CHUNK", 7)
    chance = random.Random(11)  # noqa: S311  # no secret
    land = [
        a_territory(code=TOWN),
        a_territory(code=OTHER, west=41.0),
        a_territory(code=f"{TOWN}101", west=43.0),
    ]
    topics = [a_topic(code=f"t{n}", duty=f"d{n % 2}") for n in range(4)]
    bodies = [an_authority(active=n > 0) for n in range(4)]
    subjects, places = ["t0", "t1", "d0", "d1"], ["", TOWN, OTHER, f"{TOWN}101"]
    for subject in subjects:
        for place in places:
            if chance.random() < 0.5:
                a_duty(subject, place, authority=chance.choice(bodies))
    made = [an_appeal(topic=chance.choice(topics), territory=chance.choice(land)) for _ in range(60)]
    anybody = [None, *(body.pk for body in bodies)]
    for subject in subjects:
        put(admin, subject, chance.choice(places), chance.choice(anybody))
    before = {appeal.pk: chosen(appeal) for appeal in made}
    found = run(admin).found
    drafting.publish(shown=drafting.mark_of(drafting.drafts()), reason="x", by=admin, now=clock.now())
    after = {appeal.pk: chosen(appeal) for appeal in made}
    assert found["looked"] == len(made)
    assert sum(row["n"] for row in found["rows"]) == sum(before[pk] != after[pk] for pk in before)
    assert found.get("nobody", 0) == sum(body is None for body in after.values())


def chosen(appeal: Appeal) -> int | None:
    choice = routing.responsible(
        topic_code=appeal.topic.code, duty=appeal.topic.duty, territory_code=appeal.territory.code
    )
    return choice.authority_id if choice else None


def test_only_the_newest_are_replayed_and_the_rest_is_left(admin):
    a_territory(code=TOWN)
    for _ in range(5):
        an_appeal()
    put(admin, "roads", "", an_authority().pk)
    done = run(admin, size=3)
    assert (done.found["looked"], done.seen, done.state) == (3, 3, "done")


def test_it_is_queued_with_the_mark_of_the_draft_and_run_twice_it_finds_the_same(admin):
    put(admin, "roads", "", an_authority().pk)
    asked = rehearsal.ask(size=10, by=admin, now=clock.now())
    assert ProcrastinateJob.objects.filter(task_name="otklik.appeals.rehearsal.rehearse").exists()
    assert asked.draft == drafting.mark_of(drafting.drafts())
    for _ in range(2):
        rehearsal.rehearse(rehearsal_id=asked.pk)
    asked.refresh_from_db()
    assert asked.state == "done"
    rehearsal.rehearse(rehearsal_id=10**6)


@pytest.mark.parametrize("size", [0, -1, rehearsal.MOST + 1])
def test_a_size_out_of_bounds_and_an_empty_draft_are_refused(admin, size):
    with pytest.raises(rehearsal.BadSize):
        rehearsal.ask(size=size, by=admin, now=clock.now())
    with pytest.raises(drafting.NothingDrafted):
        rehearsal.ask(size=10, by=admin, now=clock.now())


def test_one_that_failed_says_so(admin, monkeypatch):
    an_appeal()
    put(admin, "roads", "", an_authority().pk)
    asked = rehearsal.ask(size=10, by=admin, now=clock.now())
    monkeypatch.setattr(
        rehearsal, "_GATHERED", "SELECT 1 WHERE %s::bigint > 0 AND %s::text[] <> '{}' AND %s > 0"
    )
    with pytest.raises(ValueError, match="unpack"):
        rehearsal.rehearse(rehearsal_id=asked.pk)
    asked.refresh_from_db()
    assert asked.state == "failed"
    assert asked.ended_at
