"""What the app files where its person is signed in: the account's, as the wizard does it, and still exactly once."""

import json
from hashlib import blake2b
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Draft, Photo
from otklik.appeals.tests.given import a_citizen
from otklik.files.tests.given import a_picture
from otklik.kit import clock
from otklik.outbox.tests.given import kinds
from otklik.people import devices, organisations
from otklik.people.models import Device, Organisation, Representation
from otklik.web.api.tests.given import App
from otklik.web.citizen.tests.given import WORDS, a_land

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]

SAID: dict[str, Any] = {
    "kind": "problem", "topic": "pothole", "text": WORDS["text"], "address": "ул. Новая, 5", "consent": True,
    "lat": 55.51, "lon": 39.51,
}  # fmt: skip
WHO = {"name": "Вера", "email": "vera@example.test"}


def test_the_appeal_is_the_account_s_and_goes_straight_to_the_moderator():
    a_land()
    vera, key = a_citizen(), uuid4()
    app = App(vera)
    photo = app.bring(a_picture(), key)
    told = app.post("appeals", {**SAID, "photos": [photo]}, key=key, status=201)
    appeal = Appeal.objects.get()
    assert told == {"number": appeal.number, "stage": State.MODERATION}
    assert (appeal.author, appeal.author_name, appeal.author_email) == (vera, vera.name, vera.email)
    assert appeal.photos.count() == 1
    assert kinds() == ["received"]  # no link to press: the e-mail is proved


def test_a_name_and_an_e_mail_that_come_along_change_nothing():
    a_land()
    vera = a_citizen()
    App(vera).post("appeals", {**SAID, "name": "Пётр", "email": "petr@example.test"}, key=uuid4(), status=201)
    assert Appeal.objects.get().author_email == vera.email


def test_without_a_token_name_and_e_mail_are_still_wanted():
    a_land()
    assert App().post("appeals", SAID, key=uuid4(), status=422)["fields"].keys() == {"name", "email"}


def test_for_an_organisation_files_who_represents_it():
    a_land()
    vera, body = a_citizen(), Organisation.objects.create(inn="7707083893", name="ТСЖ «Липа»")
    asked = {**SAID, "organisation": body.pk}
    assert "от этой организации" in App(vera).post("appeals", asked, key=uuid4(), status=422)["detail"]
    assert App().post("appeals", {**asked, **WHO}, key=uuid4(), status=422)["code"] == "bad_filing"
    Representation.objects.create(
        user=vera, organisation=body, post="Председатель", asked_at=clock.now(), confirmed_at=clock.now()
    )
    assert organisations.represents(vera.pk, body.pk)
    App(vera).post("appeals", asked, key=uuid4(), status=201)
    assert Appeal.objects.get().organisation == body


def test_who_signed_in_between_two_tries_gets_the_number_of_the_first():
    """The answer of the first was lost; the app asks again as the account, and leaves name and e-mail away."""
    a_land()
    key = uuid4()
    first = App().post("appeals", {**SAID, **WHO}, key=key, status=201)
    app = App(a_citizen())
    assert app.post("appeals", SAID, key=key) == first
    assert app.post("appeals", {**SAID, **WHO}, key=key) == first
    assert Appeal.objects.get().author is None  # what was filed stays as it was
    assert app.post("appeals", {**SAID, "text": "Другое"}, key=key, status=409)["code"] == "key_taken"
    assert kinds() == ["confirmation"]


def test_who_signed_out_between_two_tries_gets_it_too():
    a_land()
    key = uuid4()
    first = App(a_citizen()).post("appeals", SAID, key=key, status=201)
    assert App().post("appeals", {**SAID, **WHO}, key=key) == first


def test_what_was_sent_before_accounts_could_file_is_known_again():
    a_land()
    key, said = uuid4(), {**WHO, **SAID}
    first = App().post("appeals", said, key=key, status=201)
    names = ("kind", "topic", "text", "address", "name", "email", "consent", "lat", "lon")
    body = json.dumps({name: said[name] for name in names}, ensure_ascii=False, separators=(",", ":"))
    before = blake2b(body.encode(), digest_size=12).hexdigest()
    Draft.objects.filter(pk=key).update(data={"channel": "app", "mark": before})
    assert App().post("appeals", said, key=key) == first
    App().post("appeals", {**said, "text": "Другое"}, key=key, status=409)


def test_a_signed_out_app_is_told_so_and_loses_nothing():
    a_land()
    vera, key = a_citizen(), uuid4()
    app = App(vera)
    photo = app.bring(a_picture(), key)
    devices.end_all(vera.pk)
    assert app.post("appeals", {**SAID, "photos": [photo]}, key=key, status=401)["code"] == "signed_out"
    app.bring(a_picture(), key, status=401)
    assert (Appeal.objects.count(), Photo.objects.count()) == (0, 1)
    App(vera).post("appeals", {**SAID, "photos": [photo]}, key=key, status=201)


def test_statements_are_few():
    town, key, app = a_land(), uuid4(), App(a_citizen())
    photo = app.bring(a_picture(), key)
    body = {**SAID, "settlement": town.pk, "photos": [photo]}
    with CaptureQueriesContext(connection) as told:
        app.post("appeals", body, key=key, status=201)
    # The savepoints are BEGIN and COMMIT outside a test.
    assert len([one for one in told if "SAVEPOINT" not in one["sql"]]) <= 12
    with CaptureQueriesContext(connection) as told:
        app.post("appeals", body, key=key)
    assert len(told) == 2
    assert Device.objects.count() == 1
