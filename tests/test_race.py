"""Two at once: one wins, the other is told; two sendings of one message make one appeal."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from otklik.appeals import journal
from otklik.appeals.models import Appeal
from otklik.appeals.steps import intake, moderation
from otklik.appeals.tests.given import MONDAY, a_duty, a_filing, a_moderator, an_appeal

pytestmark = [pytest.mark.route, pytest.mark.django_db(transaction=True)]


def at_once(one, other) -> None:
    start = Barrier(2)

    def run(press) -> None:
        start.wait()
        try:
            press()
        finally:
            connection.close()

    threads = [Thread(target=run, args=[press]) for press in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_only_one_of_two_moderators_publishes():
    a_duty()
    appeal, moderators, seen = an_appeal(), [a_moderator(), a_moderator()], []

    def press(i: int) -> None:
        try:
            moderation.publish(appeal_id=appeal.pk, moderator=moderators[i], now=MONDAY)
            seen.append("published")
        except journal.WrongState:
            seen.append("told")

    at_once(lambda: press(0), lambda: press(1))

    assert sorted(seen) == ["published", "told"]
    assert appeal.journal.filter(move="publish").count() == 1


def test_two_sendings_of_one_message_at_once_make_one_appeal():
    filing, numbers = a_filing(key=uuid4()), []

    def press() -> None:
        numbers.append(intake.receive(filing, now=MONDAY).number)

    at_once(press, press)

    assert len(set(numbers)) == Appeal.objects.count() == 1
