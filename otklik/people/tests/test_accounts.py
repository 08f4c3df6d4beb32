"""Accounts: e-mails, roles, demo logins."""

import pytest
from django.contrib.auth import authenticate
from django.db import DataError, IntegrityError, transaction

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
