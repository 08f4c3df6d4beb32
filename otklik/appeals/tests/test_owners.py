"""Appeals filed without an account find the account that proves the same e-mail."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from otklik.appeals import owners
from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.steps import intake
from otklik.appeals.tests.given import MONDAY, a_citizen, a_filing, an_appeal
from otklik.people.models import User

pytestmark = [pytest.mark.people, pytest.mark.django_db]


def vera() -> User:
    return User.objects.create_user("Vera@example.test", "pass", name="Вера")


def confirmed(**more) -> Appeal:
    return an_appeal(email_confirmed_at=MONDAY, **more)


def test_what_was_confirmed_with_the_same_email_becomes_the_accounts():
    mine, other = confirmed(), confirmed(author_email="ivan@example.test")
    assert owners.take_over(vera(), "VERA@example.test", now=MONDAY) == 1
    mine.refresh_from_db()
    other.refresh_from_db()
    assert mine.author == User.objects.get()
    assert other.author is None


def test_a_repeat_takes_nothing_and_an_appeal_with_an_owner_is_never_taken():
    theirs = confirmed(author=a_citizen())
    confirmed()
    user = vera()
    assert [owners.take_over(user, user.email, now=MONDAY) for _ in range(2)] == [1, 0]
    theirs.refresh_from_db()
    assert theirs.author != user


def test_what_anybody_may_have_filed_with_this_email_joins_but_its_owner_still_has_to_confirm_it():
    appeal = intake.receive(a_filing(), now=MONDAY)
    user = vera()
    owners.take_over(user, user.email, now=MONDAY)
    appeal.refresh_from_db()
    assert (appeal.author, appeal.state, appeal.email_confirmed_at) == (user, State.UNCONFIRMED, None)
    intake.forget_unconfirmed(now=MONDAY + timedelta(days=8))
    appeal.refresh_from_db()
    assert appeal.state == State.WITHDRAWN


def test_an_appeal_filed_later_joins_when_its_own_link_is_confirmed():
    user = vera()
    author = intake.Author(name="Вера", email=" VERA@Example.test ")
    appeal = intake.receive(a_filing(author=author), now=MONDAY)
    assert (appeal.author, appeal.author_email) == (None, "vera@example.test")

    intake.confirm(appeal_id=appeal.pk, now=MONDAY)
    appeal.refresh_from_db()
    assert appeal.author == user
    assert appeal.journal.latest("id").actor == user


def test_an_email_that_was_only_claimed_takes_nothing():
    EmailAddress.objects.filter(user=vera()).update(verified=False)
    appeal = intake.receive(a_filing(), now=MONDAY)
    assert intake.confirm(appeal_id=appeal.pk, now=MONDAY).author is None


def test_thousands_join_by_a_thousand_each_time(django_assert_max_num_queries):
    first = confirmed()
    rows = []
    for n in range(1500):
        row = Appeal.objects.get(pk=first.pk)
        row.pk, row.number, row.client_key = None, f"{n:09}", f"{n:032x}"
        rows.append(row)
    Appeal.objects.bulk_create(rows)
    user = vera()
    with django_assert_max_num_queries(6):  # two looks, one change, the job for the rest, the savepoint
        assert owners.take_over(user, user.email, now=MONDAY) == owners.AT_ONCE
    owners.take_over_more(email=user.email)
    assert Appeal.objects.filter(author=user).count() == 1501
