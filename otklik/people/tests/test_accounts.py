"""Accounts: e-mails, roles, demo logins."""

import pytest
from django.contrib.auth import authenticate
from django.db import DataError, IntegrityError, transaction

from otklik.outbox.models import Message
from otklik.outbox.put import Address, Note, put
from otklik.people import accounts
from otklik.people.models import User
from otklik.people.queries import demo_logins

pytestmark = [pytest.mark.people, pytest.mark.django_db]


def test_an_email_is_kept_in_lower_case_without_blanks():
    user = User.objects.create_user("  Vera@Example.TEST ", "pass", name="Вера")
    assert user.email == "vera@example.test"
    assert user.role == User.Role.CITIZEN


@pytest.mark.parametrize("other", ["vera@example.test", "VERA@example.test"])
def test_one_email_is_one_account_in_any_spelling(other):
    User.objects.create_user("vera@example.test", "pass", name="Вера")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email=other, name="Другая")


def test_the_password_is_never_kept_as_it_is():
    user = User.objects.create_user("vera@example.test", "long secret", name="Вера")
    assert "secret" not in user.password
    assert user.check_password("long secret")


def test_an_account_without_a_password_cannot_sign_in():
    User.objects.create_user("vera@example.test", None, name="Вера")
    assert authenticate(username="vera@example.test", password="") is None


def test_a_role_that_nobody_knows_is_refused_by_the_database():
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        User.objects.create_user("vera@example.test", "pass", name="Вера", role="king")


def test_who_registers_on_a_demo_is_not_listed_as_a_demo_login():
    User.objects.create_user("vera@example.test", "pass", name="Вера", surname="Полевая")
    assert demo_logins() == []


def test_demo_logins_are_only_the_invented_ones():
    User.objects.create_user("vera@example.test", "pass", name="Вера")
    User.objects.create_user("someone@example.org", "pass", name="Не показывать")

    found = demo_logins()

    assert [(login.email, login.role) for login in found] == [("vera@example.test", "Житель")]


def test_a_person_is_shown_by_name():
    assert str(User.objects.create_user("vera@example.test", "pass", name="Вера")) == "Вера"


def test_an_account_whose_email_is_dead_learns_why_and_another_with_the_letter_does_not():
    vera, anna = (
        User.objects.create_user(f"{name}@example.test", "pass", name=name) for name in ("vera", "anna")
    )
    put(Note("password-changed", {"name": "Вера"}), [Address(vera.email, user_id=vera.pk)])
    letter = Message.objects.get()
    letter.error = "550 no such user"
    accounts.email_is_dead(letter)
    assert [user.email_trouble for user in User.objects.order_by("id")] == ["550 no such user", ""]
    User.objects.filter(pk=anna.pk).update(email="anna2@example.test")
    accounts.email_is_dead(Message(user_id=anna.pk, to="anna@example.test", error="550 old address"))
    assert User.objects.get(pk=anna.pk).email_trouble == ""
