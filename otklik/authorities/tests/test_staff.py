"""Giving and taking rights: what is refused, what is written down, who learns of it."""

from threading import Barrier, Thread
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from otklik.authorities import staff
from otklik.authorities.models import Membership
from otklik.authorities.staff import BadRights, NotYours, Rights
from otklik.authorities.tests.given import an_authority
from otklik.classifier.models import Category, Topic
from otklik.kit import clock
from otklik.outbox import wording
from otklik.outbox.models import Message
from otklik.people import deletion
from otklik.people.models import RoleChange, User
from otklik.places.tests.given import a_territory

pytestmark = [pytest.mark.people, pytest.mark.django_db]


def someone(role: str = "citizen", name: str = "Имя", **more: Any) -> User:
    return User.objects.create_user(
        f"{role}{User.objects.count()}@example.test", "pass", name=name, role=role, **more
    )


def give(user: User, role: str, *, by: User | None = None, reason: str = "Приказ № 1", **more: Any) -> bool:
    by = by or someone("admin")
    new = Rights(role=role, **more)
    done = staff.give(user_id=user.pk, by=by, new=new, reason=reason, now=clock.now())
    user.refresh_from_db()
    return done


def test_a_moderator_gets_territories_and_categories_and_both_are_written_down():
    a_territory(code="99701000")
    roads = Category.objects.create(code="roads", title="Дороги")
    Topic.objects.create(code="pothole", title="Яма", category=roads, kinds=["problem"])
    user, admin = someone(), someone("admin")

    give(user, "moderator", by=admin, territory_codes=("99701000",), topic_codes=("roads", "pothole"))

    assert (user.role, user.territory_codes) == ("moderator", ["99701000"])
    assert user.topic_codes == ["pothole", "roads"]
    row = RoleChange.objects.get()
    assert (row.user, row.by, row.reason) == (user, admin, "Приказ № 1")
    assert row.before == {"role": "citizen", "territory_codes": [], "topic_codes": [], "authorities": []}
    assert row.after["topic_codes"] == ["pothole", "roads"]


def test_the_person_learns_of_it_by_a_letter():
    user = someone()
    give(user, "analyst")
    letter = Message.objects.get()
    assert (letter.kind, letter.to, letter.context["role"]) == ("role-changed", user.email, "Аналитик")


def test_a_clerk_is_put_into_one_authority_and_taken_out_with_the_role():
    user, first, second = someone(), an_authority(), an_authority()
    give(user, "clerk", authorities=(first.code,))
    give(user, "head", authorities=(second.code,))
    assert [m.authority for m in Membership.objects.filter(user=user)] == [second]
    give(user, "citizen")
    assert not Membership.objects.exists()
    assert RoleChange.objects.latest("id").before["authorities"] == [second.code]


def test_what_does_not_belong_to_the_role_is_dropped():
    user = someone()
    give(user, "supervisor", territory_codes=("99701000",), topic_codes=("x",), authorities=("y",))
    assert staff.of(user) == Rights("supervisor")


def test_the_same_rights_once_more_change_nothing():
    user = someone()
    assert give(user, "analyst")
    assert not give(user, "analyst")
    assert (RoleChange.objects.count(), Message.objects.count(), user.rights_changes) == (1, 1, 1)


@pytest.mark.parametrize(
    ("new", "field"),
    [
        ({"role": "king"}, "role"),
        ({"role": ""}, "role"),
        ({"role": "clerk"}, "authority"),
        ({"role": "head", "authorities": ("no-such",)}, "authority"),
        ({"role": "clerk", "authorities": ("a", "b")}, "authority"),
        ({"role": "moderator", "territory_codes": ("99709000",)}, "territories"),
        ({"role": "moderator", "territory_codes": ("'; --" * 200,)}, "territories"),
        ({"role": "moderator", "topic_codes": ("no-such",)}, "topics"),
        ({"role": "analyst", "reason": "  "}, "reason"),
        ({"role": "analyst", "reason": "я" * 301}, "reason"),
    ],
)
def test_rights_that_do_not_fit_are_refused_and_nothing_changes(new, field):
    user = someone()
    with pytest.raises(BadRights) as wrong:
        give(user, **new)
    assert wrong.value.field == field
    user.refresh_from_db()
    assert user.role == "citizen"
    assert not RoleChange.objects.exists()
    assert not Message.objects.exists()


def test_an_account_whose_email_nobody_has_proved_gets_no_rights():
    """Else whoever registers the mayor's address would be given the mayor's rights."""
    user = someone()
    EmailAddress.objects.filter(user=user).update(verified=False)
    with pytest.raises(BadRights):
        give(user, "analyst")


@pytest.mark.parametrize("closed", [{"is_active": False}, {"deleted_at": "2026-03-02T09:00:00+00:00"}])
def test_a_closed_account_gets_no_rights_but_can_lose_them(closed):
    user = someone("analyst")
    User.objects.filter(pk=user.pk).update(**closed)
    with pytest.raises(BadRights):
        give(user, "supervisor")
    give(user, "citizen")
    assert user.role == "citizen"


def test_nobody_changes_own_rights():
    admin = someone("admin")
    someone("admin")
    for role in ("admin", "citizen", "supervisor"):
        with pytest.raises(NotYours):
            give(admin, role, by=admin)


@pytest.mark.parametrize("role", [role for role in User.Role.values if role != "admin"])
def test_only_an_administrator_gives_rights_even_where_the_page_lets_others_through(role):
    by = someone(role)
    with pytest.raises(NotYours):
        give(someone(), "moderator", by=by)


def test_the_first_administrator_is_no_superuser_any_more_when_the_rights_are_taken():
    first = User.objects.create_superuser("first@example.test", "pass", name="Первый")
    give(first, "citizen")
    assert (first.role, first.is_superuser) == ("citizen", False)


def test_the_letter_is_in_the_language_of_its_reader_whatever_the_administrator_reads():
    with translation.override("en"):
        give(someone(), "moderator")
    with translation.override("ru"):
        give(someone(language="en"), "moderator")
    texts = [wording.text_of(letter)[1] for letter in Message.objects.order_by("id")]
    assert "Теперь ваша роль: Модератор." in texts[0]
    assert "Your role is now: Moderator." in texts[1]


def test_an_administrator_who_was_removed_a_moment_ago_gives_nothing():
    first, second = someone("admin"), someone("admin")
    give(second, "citizen", by=first)
    with pytest.raises(NotYours):
        give(first, "citizen", by=User(pk=second.pk, role="admin"))


def test_the_last_administrator_can_not_go_in_any_way():
    """Not by own hand, not by deleting the account; another one would be needed, and that one stays."""
    admin = someone("admin")
    with pytest.raises(NotYours):
        give(admin, "citizen", by=admin)
    with pytest.raises(deletion.StaffStay), transaction.atomic():
        deletion.locked(admin.pk)


def test_the_journal_of_rights_is_only_added_to():
    give(someone(), "analyst")
    for deed in (
        lambda: RoleChange.objects.update(reason="другое"),
        lambda: RoleChange.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            deed()


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_remove_each_other_at_once_leave_one():
    """Ten times, so that the race is really run."""
    for _ in range(10):
        pair, start = [someone("admin"), someone("admin")], Barrier(2)
        refused: list[User] = []

        def remove(by: User, whom: User, start=start, refused=refused) -> None:
            start.wait()
            try:
                new = Rights("citizen")
                staff.give(user_id=whom.pk, by=by, new=new, reason="Приказ № 1", now=clock.now())
            except NotYours:
                refused.append(by)
            finally:
                connection.close()

        threads = [Thread(target=remove, args=two) for two in (pair, pair[::-1])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(refused) == 1
        assert list(User.objects.filter(role="admin")) == [one for one in pair if one not in refused]
        User.objects.filter(role="admin").update(role="citizen")
