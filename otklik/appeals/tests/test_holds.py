"""One person at a time works on an appeal at a desk."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from otklik.appeals import holds
from otklik.appeals.models import Hold
from otklik.appeals.tests.given import MONDAY, a_moderator, an_appeal

pytestmark = [pytest.mark.desks, pytest.mark.django_db]
LATER = MONDAY + timedelta(minutes=10)


def test_an_appeal_is_held_for_ten_minutes_and_each_sign_of_work_makes_it_longer():
    appeal, anna = an_appeal(), a_moderator()
    holds.take(appeal_id=appeal.pk, user=anna, now=MONDAY)
    holds.take(appeal_id=appeal.pk, user=anna, now=MONDAY + timedelta(minutes=4))
    assert Hold.objects.get().until == MONDAY + timedelta(minutes=14)


def test_another_is_told_who_works_on_it_and_how_long_it_may_last():
    appeal, anna, mark = an_appeal(), a_moderator(), a_moderator()
    anna.name, anna.surname = "Анна", "Лесная"
    anna.save()
    holds.take(appeal_id=appeal.pk, user=anna, now=MONDAY)
    for refused in (holds.take, holds.require):
        with pytest.raises(holds.Held, match=r"Анна Л\., ещё 7 мин"):
            refused(appeal_id=appeal.pk, user=mark, now=MONDAY + timedelta(minutes=3, seconds=1))


def test_who_comes_late_goes_on_unless_another_took_it_since():
    appeal, anna, mark = an_appeal(), a_moderator(), a_moderator()
    holds.take(appeal_id=appeal.pk, user=anna, now=MONDAY)
    holds.require(appeal_id=appeal.pk, user=mark, now=LATER)
    holds.take(appeal_id=appeal.pk, user=mark, now=LATER)
    with pytest.raises(holds.Held):
        holds.require(appeal_id=appeal.pk, user=anna, now=LATER)
    holds.require(appeal_id=appeal.pk, user=anna, now=LATER + timedelta(minutes=10))


def test_taking_another_one_lets_the_first_go():
    first, second, anna, mark = an_appeal(), an_appeal(), a_moderator(), a_moderator()
    holds.take(appeal_id=first.pk, user=anna, now=MONDAY)
    assert holds.take_first([second.pk], user=anna, now=MONDAY) == second.pk
    holds.take(appeal_id=first.pk, user=mark, now=MONDAY)


def test_nobody_lets_go_what_another_holds():
    appeal, anna, mark = an_appeal(), a_moderator(), a_moderator()
    holds.take(appeal_id=appeal.pk, user=anna, now=MONDAY)
    holds.free(appeal_id=appeal.pk, user=mark)
    assert Hold.objects.get().user == anna
    holds.free(appeal_id=appeal.pk, user=anna)
    assert not Hold.objects.exists()


def test_the_first_free_one_is_taken_and_none_is_an_answer_too():
    first, second, anna, mark = an_appeal(), an_appeal(), a_moderator(), a_moderator()
    holds.take(appeal_id=first.pk, user=anna, now=MONDAY)
    assert holds.take_first([first.pk, second.pk], user=mark, now=MONDAY) == second.pk
    assert holds.take_first([first.pk], user=mark, now=MONDAY) is None


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_one_holds_it():
    appeal, people, start, won = an_appeal(), [a_moderator() for _ in range(4)], Barrier(4), []

    def take(person) -> None:
        start.wait()
        try:
            holds.take(appeal_id=appeal.pk, user=person, now=MONDAY)
            won.append(person)
        except holds.Held:
            pass
        finally:
            connection.close()

    threads = [Thread(target=take, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [hold.user for hold in Hold.objects.all()] == won
    assert len(won) == 1
