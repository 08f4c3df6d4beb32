"""Who answers."""

import pytest
from django.db import IntegrityError, transaction

from otklik.authorities import queries, routing
from otklik.authorities.models import Authority, Membership
from otklik.authorities.tests.given import a_duty, an_authority
from otklik.people.models import User

pytestmark = [pytest.mark.route, pytest.mark.django_db]

TOWN, VILLAGE = "99701000", "99701000101"


def ask(topic="pothole", duty="municipal.roads", place=TOWN):
    return routing.responsible(topic_code=topic, duty=duty, territory_code=place)


def test_nobody_answers_where_no_row_says_so():
    a_duty("municipal.roads", "99702000")
    a_duty("municipal.yards", TOWN)
    assert ask() is None


def test_the_choice_says_who_and_why():
    duty = a_duty("municipal.roads", TOWN)
    assert ask() == routing.Choice(
        authority=duty.authority,
        duty_id=duty.pk,
        why=f"duty municipal.roads @ 99701000 #{duty.pk}",
    )


def test_rows_are_asked_from_the_nearest_to_the_widest():
    """Each row that wins is taken away, so the next in order answers."""
    ladder = [
        a_duty("pothole", VILLAGE),
        a_duty("pothole", TOWN),
        a_duty("pothole", ""),
        a_duty("municipal.roads", VILLAGE),
        a_duty("municipal.roads", TOWN, rank=0),
        a_duty("municipal.roads", TOWN, rank=1),
        a_duty("municipal.roads", ""),
    ]
    for duty in ladder:
        assert ask(place=VILLAGE).duty_id == duty.pk
        duty.delete()
    assert ask(place=VILLAGE) is None


def test_a_row_for_a_settlement_says_nothing_of_its_municipality():
    a_duty("municipal.roads", VILLAGE)
    assert ask(place=TOWN) is None


def test_a_body_that_is_not_active_is_passed_over():
    a_duty("municipal.roads", TOWN, authority=an_authority(active=False))
    second = a_duty("municipal.roads", TOWN, rank=1)
    assert ask().duty_id == second.pk
    second.authority.active = False
    second.authority.save()
    assert ask() is None


def test_the_rule_of_the_region_says_so():
    duty = a_duty("pothole")
    assert ask().why == f"topic pothole @ region #{duty.pk}"


def test_who_answers_is_one_statement(django_assert_num_queries):
    a_duty("municipal.roads", TOWN)
    with django_assert_num_queries(1):
        ask()


def test_two_bodies_of_one_rank_are_refused_by_the_database():
    a_duty("municipal.roads", TOWN)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_duty("municipal.roads", TOWN)


@pytest.mark.parametrize("code", ["997", "9970100010", "весь"])
def test_the_database_refuses_what_is_no_oktmo(code):
    body = an_authority()
    with pytest.raises(IntegrityError), transaction.atomic():
        a_duty("municipal.roads", code, authority=body)


def test_only_connected_active_bodies_can_be_chosen_by_hand():
    there = {"msed_address": "ROADS~MEDOGU"}
    b, a = an_authority(name="Б", **there), an_authority(name="А", msed_uid=None, has_desk=True)
    an_authority(name="В", msed_uid=None)
    an_authority(name="Г", active=False, **there)
    an_authority(name="Д")
    assert queries.connected() == [(str(a.pk), "А"), (str(b.pk), "Б")]
    assert queries.connected(without=a.pk) == [(str(b.pk), "Б")]


def test_an_official_serves_the_authorities_of_their_memberships():
    official = User.objects.create_user("clerk@example.test", name="Служащий", role="clerk")
    mine, _other = an_authority(), an_authority()
    Membership.objects.create(user=official, authority=mine)
    assert queries.served_by(official.pk) == [mine.pk]


def test_no_body_stands_over_itself_near_or_far():
    top = an_authority()
    middle = an_authority(superior=top)
    bottom = an_authority(superior=middle)
    for above in (top, middle, bottom):
        with pytest.raises(IntegrityError), transaction.atomic():
            Authority.objects.filter(pk=top.pk).update(superior=above)


def test_a_head_serves_all_below_and_a_clerk_only_the_own_body():
    user = User.objects.create_user("head@example.test", name="Глава", role="head")
    top = an_authority()
    middle = an_authority(superior=top)
    bottom = an_authority(superior=middle)
    Membership.objects.create(user=user, authority=middle)
    assert queries.served_by(user.pk) == [middle.pk]
    assert queries.served_by(user.pk, with_subordinates=True) == [middle.pk, bottom.pk]
