"""Organisations that the other side confirms, and accounts that are joined."""

import pytest

from otklik.kit import clock
from otklik.people import identity
from otklik.people.identity import Firm, Outside
from otklik.people.models import Organisation, Representation, User

pytestmark = [pytest.mark.people, pytest.mark.django_db]

DACHA = Firm("5001000002", "1025000000002", "ООО «Дачный мастер»", "Руководитель")


def represented(*firms: Firm) -> User:
    user = User.objects.create_user("vera@example.test", "pass", name="Вера")
    identity.represent(user, firms, now=clock.now())
    return user


@pytest.mark.parametrize(
    ("inn", "ogrn"),
    [
        ("5001000003", "1025000000002"),
        ("5001000002", "1025000000003"),
        ("", "1025000000002"),
        ("5001000002", "304500116000157"),
    ],
)
def test_numbers_that_are_wrong_or_do_not_belong_together_are_left_out(inn, ogrn):
    represented(Firm(inn, ogrn, "ООО", "Директор"))
    assert not Organisation.objects.exists()


def test_numbers_are_stored_without_blanks():
    represented(Firm("5001 000002", "1025000000002", "ООО", ""))
    assert Organisation.objects.get().inn == "5001000002"


def test_a_number_that_stands_beside_another_one_confirms_nothing():
    Organisation.objects.create(inn="7707083893", ogrn=DACHA.ogrn, name="Другая")
    represented(DACHA)
    assert not Representation.objects.exists()


def test_an_organisation_that_was_only_claimed_gets_its_number_and_name():
    claimed = Organisation.objects.create(inn=DACHA.inn, ogrn=None, name="Как сказали")
    user = represented(DACHA)
    claimed.refresh_from_db()
    assert (claimed.ogrn, claimed.name) == (DACHA.ogrn, DACHA.name)
    assert Representation.objects.get(user=user).source == "esia"


def test_an_application_that_waits_is_confirmed():
    user = User.objects.create_user("vera@example.test", "pass", name="Вера")
    organisation = Organisation.objects.create(inn=DACHA.inn, ogrn=DACHA.ogrn, name=DACHA.name)
    Representation.objects.create(
        user=user, organisation=organisation, post="Бухгалтер", asked_at=clock.now()
    )
    identity.represent(user, (DACHA,), now=clock.now())
    found = Representation.objects.get()
    assert (found.post, found.source, found.confirmed_at is not None) == ("Бухгалтер", "esia", True)


def outside(**more: str) -> Outside:
    said = {"provider": "esia", "uid": "1", "service": "Госуслуги", "label": "Вера"}
    return Outside(**{**said, "given_name": "Вера", "patronymic": "", "surname": "Полевая", **more})  # type: ignore[arg-type]


def test_a_phone_that_somebody_confirmed_stays_theirs():
    first = identity.admit(outside(phone="+79001234567"), email="a@example.test", now=clock.now())
    second = identity.admit(outside(uid="2", phone="+79001234567"), email="b@example.test", now=clock.now())
    assert (first.phone, second.phone) == ("+79001234567", "")


def test_to_admit_the_same_person_again_changes_nothing():
    first = identity.admit(outside(), email="a@example.test", now=clock.now())
    assert identity.admit(outside(), email="A@example.test", now=clock.now()) == first
    with pytest.raises(identity.Taken):
        identity.admit(outside(), email="b@example.test", now=clock.now())
    assert User.objects.count() == 1


def test_an_account_that_nobody_can_prove_by_e_mail_is_not_opened_twice():
    User.objects.create(email="clerk@example.test", name="Ася", role="clerk")
    with pytest.raises(identity.Closed):
        identity.admit(outside(), email="clerk@example.test", now=clock.now())
