"""How many statements a screen and a filing cost, however long the appeal's life was (`./bench` measures the rest)."""

from uuid import uuid4

import pytest

from otklik.appeals.lifecycle import Move, State
from otklik.appeals.models import Answer, JournalRow
from otklik.appeals.queries import card, lists
from otklik.appeals.steps import intake
from otklik.appeals.tests.given import MONDAY, a_filing, an_appeal
from otklik.terms import rules

pytestmark = [pytest.mark.route, pytest.mark.django_db]


@pytest.mark.parametrize("moves", [1, 12])
def test_an_appeal_is_one_statement_with_a_short_and_with_a_long_timeline(moves, django_assert_num_queries):
    appeal = an_appeal(state=State.ANSWERED, answered_at=MONDAY)
    Answer.objects.create(
        appeal=appeal, message_uid=uuid4(), text="Сделали.", decision="solved", received_at=MONDAY
    )
    for _ in range(moves):
        JournalRow.objects.create(appeal=appeal, move=Move.PROGRESS, to_state=State.REGISTERED, at=MONDAY)

    with django_assert_num_queries(1):
        found = card.public(appeal.number)

    assert found is not None
    assert (len(found.timeline), len(found.answers)) == (moves, 1)


@pytest.mark.parametrize(("tab", "statements"), [("problem", 1), ("answers", 1)])
def test_a_list_page_costs_the_same_for_one_row_and_for_many(tab, statements, django_assert_num_queries):
    for _ in range(5):
        an_appeal(state=State.ANSWERED, answered_at=MONDAY)

    lists.public_list(tab=tab)  # the names are known now
    with django_assert_num_queries(statements):
        assert len(lists.public_list(tab=tab).rows) == 5


def test_a_filing_is_stored_in_three_statements(django_assert_num_queries):
    filing = a_filing()
    rules.stored()  # kept in the process

    # appeal, journal with its change, letter; the savepoint's two are BEGIN and COMMIT outside a test
    with django_assert_num_queries(5):
        intake.receive(filing, now=MONDAY)
