"""What a moderator sees beside an appeal: similar ones, and what its author filed before."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.queries import alike as queries
from otklik.appeals.queries import card, history
from otklik.appeals.queries.desk import EVERYTHING, Scope
from otklik.appeals.tests.given import (
    MONDAY,
    a_citizen,
    a_settlement,
    a_territory,
    a_topic,
    an_appeal,
)

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

METRE = 1 / 111_320  # degrees of latitude
SCOPE = Scope(territory_codes=("99701000",))


def at(metres: float, **more) -> Appeal:
    """So far north of where given's appeals lie."""
    return an_appeal(
        **{"state": State.PUBLISHED, "point": Point(39.5, 55.5 + metres * METRE, srid=4326), **more}
    )


def beside(appeal: Appeal, *, scope: Scope = EVERYTHING) -> list[queries.Alike]:
    found = card.inside(appeal.pk)
    assert found is not None
    return queries.alike(found, settlement_id=appeal.settlement_id, scope=scope, now=MONDAY)


def numbers(found: list[queries.Alike]) -> list[str]:
    return [one.number for one in found]


def test_within_three_hundred_metres_the_same_topic_first_then_the_likest_text():
    mine = an_appeal(text="Глубокая яма у подъезда")
    other_topic = a_topic(code="light")
    twin, odd = at(100, text="Глубокая яма у подъезда дома"), at(50, text="Снег не убран")
    aside = at(10, topic=other_topic, text="Глубокая яма у подъезда")
    at(310, text="Глубокая яма у подъезда")
    found = beside(mine)
    assert numbers(found) == [twin.number, odd.number, aside.number]
    assert found[0].likeness > 0.7 > 0.3 > found[1].likeness
    assert 99 < (found[0].metres or 0) < 101


def test_what_waits_and_what_is_answered_belong_to_it_what_ended_or_is_old_does_not():
    mine = an_appeal()
    for state in (State.MODERATION, State.QUESTION, State.PUBLISHED, State.ANSWERED, State.CLOSED):
        at(20, state=state)
    for state in (State.REFUSED, State.WITHDRAWN, State.UNCONFIRMED):
        at(20, state=state)
    at(20, published_at=MONDAY - timedelta(days=366))
    assert {one.state for one in beside(mine)} == {
        State.MODERATION, State.QUESTION, State.PUBLISHED, State.ANSWERED, State.CLOSED,
    }  # fmt: skip


def test_without_a_point_the_street_of_the_settlement_decides():
    place, elsewhere = a_settlement(), a_settlement(name="Новое")
    mine = an_appeal(point=None, settlement=place)
    near = at(0, settlement=place, address="д. Липовка, ул. Новая, д. 77")
    waits = an_appeal(settlement=place, address="д. Липовка, ул. Новая, у колодца", point=None)
    at(0, settlement=place, address="д. Липовка, ул. Старая, д. 5")
    at(0, settlement=elsewhere)
    assert set(numbers(beside(mine))) == {near.number, waits.number}
    assert beside(an_appeal(point=None, settlement=None)) == []
    assert beside(an_appeal(point=None, settlement=place, address="д. Липовка")) == []


def test_what_waits_in_the_territory_of_others_is_not_shown():
    mine = an_appeal()
    away = a_territory(code="99702000", west=45.0)
    waits, public = at(10, state=State.MODERATION, territory=away), at(10, territory=away)
    assert numbers(beside(mine, scope=SCOPE)) == [public.number]
    assert set(numbers(beside(mine))) == {waits.number, public.number}


def test_it_takes_one_statement_and_walks_the_indexes_of_points():
    mine, values = an_appeal(), {"lon": 39.5, "lat": 55.5}
    for _ in range(20):
        at(10)
    found = card.inside(mine.pk)
    assert found is not None
    with CaptureQueriesContext(connection) as told:
        queries.alike(found, settlement_id=None, scope=EVERYTHING, now=MONDAY)
    assert len(told) == 1
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        asked = {**queries._values(found, MONDAY), **queries._here(**values)}
        cursor.execute(f"EXPLAIN {queries._NEAR}", asked)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "appeal_public_point" in plan, plan
    assert "appeal_waiting_point" in plan, plan


def test_the_history_is_of_the_account_the_confirmed_email_and_the_phone():
    me = a_citizen()
    by_account = an_appeal(author=me, state=State.REFUSED)
    assert [one.id for one in of(an_appeal(author=me)).shown] == [by_account.pk]
    by_email = an_appeal(author_email="p@example.test", email_confirmed_at=MONDAY)
    an_appeal(author_email="p@example.test")
    mine = an_appeal(author_email="p@example.test", email_confirmed_at=MONDAY)
    assert [one.id for one in of(mine).shown] == [by_email.pk]
    assert of(an_appeal(author_email="p@example.test")).total == 0
    by_phone = an_appeal(author_phone="+79001234567", channel="hotline")
    assert [one.id for one in of(an_appeal(author_phone="+79001234567")).shown] == [by_phone.pk]


def of(appeal: Appeal, scope: Scope = EVERYTHING) -> history.History:
    return history.of_author(appeal.pk, scope=scope)


def test_it_says_how_many_how_often_refused_and_the_last_ten():
    me = a_citizen()
    made = [
        an_appeal(
            author=me,
            state=State.REFUSED if n % 4 == 0 else State.MODERATION,
            received_at=MONDAY + timedelta(hours=n),
        )
        for n in range(12)
    ]
    found = of(an_appeal(author=me))
    assert (found.total, found.refused, found.refused_percent, found.is_whole) == (12, 3, 25, True)
    assert [one.number for one in found.shown] == [one.number for one in reversed(made[2:])]


def test_of_other_territories_a_moderator_sees_the_number_only():
    me, away = a_citizen(), a_territory(code="99702000", west=45.0)
    an_appeal(author=me, territory=away, state=State.REFUSED)
    here, mine = an_appeal(author=me), an_appeal(author=me)
    with CaptureQueriesContext(connection) as told:
        found = of(mine, SCOPE)
    assert len(told) == 2
    assert (found.total, found.refused) == (2, 1)
    assert [one.id for one in found.shown] == [here.pk]
