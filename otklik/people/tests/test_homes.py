"""The home that counts is the one in which a person had settled, however often it is changed and back."""

from datetime import UTC, datetime, timedelta

import pytest

from otklik.kit import clock
from otklik.people import deletion, profile
from otklik.people.homes import Home, at, moved
from otklik.people.models import User
from otklik.people.profile import Profile

pytestmark = pytest.mark.people

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_home_counts_for_what_began_after_it_was_named():
    home = moved(Home("a"), "b", now=NOW)
    assert (at(home, NOW - DAY), at(home, NOW + DAY)) == ("a", "b")
    assert at(moved(Home(""), "b", now=NOW), NOW - DAY) == ""


def test_many_changes_in_a_row_leave_the_settled_home_and_the_way_back_restores_it():
    home = Home("a")
    for n, code in enumerate("bcd"):
        home = moved(home, code, now=NOW + n * DAY)
    assert (home.code, at(home, NOW), at(home, NOW + 1.5 * DAY)) == ("d", "a", "a")
    assert moved(home, "d", now=NOW + 9 * DAY) == home
    assert moved(home, "a", now=NOW + 9 * DAY) == Home("a")


def test_after_two_months_a_home_is_settled():
    home = moved(moved(Home("a"), "b", now=NOW), "c", now=NOW + 61 * DAY)
    assert at(home, NOW + 50 * DAY) == "b"


@pytest.mark.django_db
def test_the_profile_keeps_the_count_and_what_the_state_services_told_holds_until_the_person_names_another():
    user = User.objects.create_user("v@example.test", None, name="Вера", home_code="a", home_source="esia")

    def save(code: str) -> User:
        said = Profile("", "Вера", "", "hidden", "ru", True, "now", "push", code)
        profile.save(user_id=user.pk, said=said, now=clock.now())
        return User.objects.get(pk=user.pk)

    same = save("a")
    assert (same.home_source, same.home_since) == ("esia", None)
    other = save("b")
    assert (other.home_source, other.home_before) == ("", "a")
    assert other.home_since is not None
    deletion.bury(other, now=NOW)
    gone = User.objects.get(pk=user.pk)
    assert (gone.home_code, gone.home_since, gone.home_before, gone.home_source) == ("", None, "", "")
