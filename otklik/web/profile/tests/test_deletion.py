"""The end of an account: the person is gone, their appeals and the journals stay."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from otklik.appeals import letters, owners
from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Draft, Follow, Photo, Support, Watch
from otklik.appeals.queries import card
from otklik.appeals.steps import moderation
from otklik.appeals.tests.given import MONDAY, a_duty, a_moderator, an_appeal
from otklik.files import photos
from otklik.files.tests.given import a_picture
from otklik.outbox import wording
from otklik.outbox.models import Message, PushSubscription
from otklik.outbox.put import Address, Note, put
from otklik.people import accounts, consents, deletion
from otklik.people.models import Consent, Organisation, Representation, User
from otklik.web.citizen.tests.given import beside, seen
from otklik.web.profile.tests.given import PASSWORD, at_home, vera
from otklik.web.profile.tests.test_data import a_full_life

pytestmark = [pytest.mark.people, pytest.mark.django_db]


def end(client: Client, password: str = PASSWORD):
    return client.post("/account/delete", {"password": password})


def a_rich_account() -> User:
    user = vera(phone="+79001234567", name_shown="full")
    a_full_life(user)
    consents.give(user, consents.PUBLICATION, now=MONDAY)
    Authenticator.objects.create(user=user, type="totp", data={})
    SocialAccount.objects.create(user=user, provider="esia", uid="1")
    PushSubscription.objects.create(user=user, endpoint="https://push.example/1", p256dh="x", auth="y")
    body = Organisation.objects.create(inn="1234567894", name="ООО «Ромашка»")
    Representation.objects.create(user=user, organisation=body, post="Директор", asked_at=MONDAY)
    return user


def the_whole_database() -> str:
    """Every row of every table as text."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            if table != "spatial_ref_sys":
                cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608
                found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def test_the_person_is_gone_from_every_table_but_the_last_letter(django_capture_on_commit_callbacks):
    user = a_rich_account()
    photo, client, other = user_photo(user), at_home(user), at_home(user)
    with django_capture_on_commit_callbacks(execute=True):
        assert end(client)["Location"] == "/"

    user.refresh_from_db()
    assert (user.name, user.email) == ("Удалённая учётная запись", f"deleted-{user.pk}@deleted.invalid")
    assert user.deleted_at
    assert not (user.is_active or user.has_usable_password() or user.phone or user.photo)
    for table in (EmailAddress, Authenticator, SocialAccount, PushSubscription, Representation, Watch, Draft):
        assert not table.objects.exists()
    assert not Support.objects.exists()
    assert not Follow.objects.exists()
    assert Appeal.objects.filter(
        author=None, supporters=0, followers=0, author_name="Анна"
    ).exists()  # somebody else's
    assert not default_storage.exists(photos.path(photo, "full"))
    (letter,) = Message.objects.all()
    assert (letter.kind, letter.to, letter.user_id) == ("account-deleted", "vera@example.test", None)
    assert "удалена" in wording.text_of(letter)[1]
    letter.delete()
    Session.objects.all().delete()
    assert not any(word in the_whole_database() for word in ("Полевая", "vera@", "79001234567"))
    assert other.get("/account/profile").status_code == 302


def user_photo(user: User):
    user.refresh_from_db()
    assert user.photo
    return user.photo


def test_the_consent_stays_as_a_proof_that_has_ended():
    user = a_rich_account()
    end(at_home(user))
    assert Consent.objects.get(user=user).withdrawn_at


def test_appeals_stay_public_without_a_person_and_their_journal_points_at_the_tombstone():
    user = vera(name_shown="full")
    appeal = an_appeal(state=State.PUBLISHED, author=user, author_name=user.name, author_email=user.email)
    photo = Photo.objects.create(id=uuid4(), appeal=appeal, place=0, width=4, height=3, created_at=MONDAY)
    photos.keep(a_picture(), photo_id=photo.pk)
    row = appeal.journal.create(move="receive", to_state="moderation", actor=user, at=MONDAY)
    end(at_home(user))
    page = Client().get(f"/appeals/{appeal.number}")
    assert "Яма у дома" in seen(page)
    assert "Полевая" not in seen(page)
    assert Client().get(f"/photos/{photo.pk}-full.jpg").status_code == 200
    row.refresh_from_db()
    assert row.actor == user


def test_the_appeal_of_an_organisation_stays_its_own():
    user = vera()
    body = Organisation.objects.create(inn="1234567894", ogrn="1022200525819", name="ООО «Ромашка»")
    appeal = an_appeal(state=State.PUBLISHED, author=user, organisation=body)
    end(at_home(user))
    found = card.public(appeal.number)
    assert found
    assert found.organisation == "ООО «Ромашка»"


def test_what_waits_goes_on_and_nobody_is_written_to():
    user = vera()
    a_duty()
    appeal = an_appeal(author=user, author_name=user.name, author_email=user.email)
    end(at_home(user))
    Message.objects.all().delete()
    moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=MONDAY)
    appeal.refresh_from_db()
    letters.published(appeal)
    assert not Message.objects.exists()


def test_the_number_that_called_goes_with_what_was_sent_to_it():
    user = vera()
    appeal = an_appeal(author=user, author_email="", author_phone="+79990001122")
    put(Note("published", {"name": user.name}, about=appeal.number), [Address("+79990001122")])
    owners.release_all(user_id=user.pk, now=MONDAY)
    appeal.refresh_from_db()
    letters.published(appeal)
    assert appeal.author_phone == ""
    assert set(Message.objects.values_list("to", "kind")) == {(user.email, "account-deleted")}


def test_letters_from_before_the_account_go_too():
    user = vera()
    appeal = an_appeal(author=user, author_email=user.email)
    for to in (user.email, "official@example.test"):
        put(Note("published", {"name": user.name}, about=appeal.number), [Address(to)])
    owners.release_all(user_id=user.pk, now=MONDAY)
    assert set(Message.objects.values_list("to", "kind")) == {
        ("official@example.test", "published"),
        (user.email, "account-deleted"),
    }


@pytest.mark.parametrize("password", ["", "wrong"])
def test_without_the_password_nothing_is_deleted(password):
    user = vera()
    client = at_home(user)
    answer = end(client, password)
    assert beside(answer, "password")
    client.get("/account/delete", {"password": PASSWORD})
    user.refresh_from_db()
    assert user.deleted_at is None


def test_another_site_cannot_delete():
    user = vera()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    assert end(strict).status_code == 403
    user.refresh_from_db()
    assert user.deleted_at is None


def test_a_repeat_changes_nothing():
    user = vera()
    owners.release_all(user_id=user.pk, now=MONDAY)
    owners.release_all(user_id=user.pk, now=MONDAY + timedelta(days=1))
    user.refresh_from_db()
    assert user.deleted_at == MONDAY
    assert Message.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in User.Role if role != User.Role.CITIZEN])
def test_staff_stay_until_an_administrator_takes_their_rights(role):
    user = vera(role=role)
    with pytest.raises(deletion.StaffStay):
        owners.release_all(user_id=user.pk, now=MONDAY)
    end(at_home(user))
    user.refresh_from_db()
    assert user.deleted_at is None


def test_the_address_may_register_again_and_the_tombstone_is_not_swept_away():
    user = vera()
    end(at_home(user))
    assert accounts.forget_unconfirmed(now=MONDAY + timedelta(days=9999)) == 0
    assert vera().pk != user.pk
