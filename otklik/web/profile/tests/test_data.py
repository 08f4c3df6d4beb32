"""All own data in one archive: whole, one's own only, for who knows the password."""

import io
import json
import zipfile
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.lifecycle import Move, State
from otklik.appeals.models import Appeal, Draft, Follow, JournalRow, Photo, Support
from otklik.appeals.tests.given import MONDAY, a_moderator, an_appeal
from otklik.files import photos
from otklik.files.tests.given import a_picture
from otklik.outbox.put import Address, Note, put
from otklik.people import profile
from otklik.people.models import User
from otklik.web.citizen.tests.given import beside, seen
from otklik.web.profile.tests.given import PASSWORD, at_home, vera
from otklik.web.profile.tests.test_places import fill
from otklik.web.tests.test_statements import statements

pytestmark = [pytest.mark.people, pytest.mark.django_db]


def archive(client: Client, password: str = PASSWORD) -> zipfile.ZipFile:
    answer = client.post("/account/data", {"password": password})
    assert answer["Content-Type"] == "application/zip"
    return opened(answer)


def opened(answer: Any) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def rows(found: zipfile.ZipFile, name: str):
    return json.loads(found.read(f"{name}.json"))


def a_full_life(user: User) -> Appeal:
    profile.keep_photo(user_id=user.pk, raw=a_picture())
    appeal = an_appeal(state=State.PUBLISHED, author=user, author_name=user.name)
    JournalRow.objects.create(
        appeal=appeal,
        move=Move.ASSIGN,
        to_state="published",
        at=MONDAY,
        detail={"authority": "Служба", "why": "x"},
    )
    photo = Photo.objects.create(id=uuid4(), appeal=appeal, place=0, width=4, height=3, created_at=MONDAY)
    photos.keep(a_picture(), photo_id=photo.pk)
    Photo.objects.create(id=uuid4(), appeal=appeal, place=1, width=4, height=3, created_at=MONDAY)  # lost
    other = an_appeal(state=State.PUBLISHED, supporters=1, followers=1, author_name="Анна", author_email="")
    Support.objects.create(appeal=other, user=user, at=MONDAY)
    Follow.objects.create(appeal=other, user=user, at=MONDAY)
    Draft.objects.create(id=uuid4(), owner=user, data={"text": "Начал писать"}, updated_at=MONDAY)
    fill(user.pk, 2)
    put(Note("answered", {"text": "Ответ", "token": "secret"}), [Address(user.email, user_id=user.pk)])
    return appeal


def test_the_archive_holds_everything_of_the_person_and_nothing_of_others():
    user, other = vera(), vera("anna@example.test", name="Чужая")
    appeal = a_full_life(user)
    a_full_life(other)
    client = at_home(user)
    found = archive(client)

    (own,) = rows(found, "profile")
    assert (own["email"], own["surname"]) == (user.email, "Полевая")
    (filed,) = rows(found, "appeals")
    assert filed["number"] == appeal.number
    assert [row["detail"] for row in filed["journal"]] == [{"authority": "Служба"}]
    assert [len(rows(found, name)) for name in ("supports", "follows", "drafts", "watches")] == [1, 1, 1, 2]
    (letter,) = rows(found, "messages")
    assert letter["context"] == {"text": "Ответ"}
    assert found.read(f"photos/{appeal.number}-1.jpg")[:2] == b"\xff\xd8"
    assert found.read("photo.jpg")[:2] == b"\xff\xd8"
    assert found.read(f"photos/{appeal.number}-2.jpg") == b""
    everything = b"".join(found.read(name) for name in found.namelist()).decode(errors="replace")
    assert "Чужая" not in everything
    assert other.email not in everything
    assert user.password not in everything


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD.upper()])
def test_without_the_password_nothing_leaves(password):
    answer = at_home(vera()).post("/account/data", {"password": password})
    assert answer.status_code == 422
    assert beside(answer, "password")


def test_guessing_the_password_stops_soon():
    client = at_home(vera())
    for _try in range(10):
        client.post("/account/data", {"password": "wrong"})
    assert "Слишком много попыток" in seen(client.post("/account/data", {"password": PASSWORD}))


def test_archives_are_not_made_without_end():
    client = at_home(vera())
    codes = [client.post("/account/data", {"password": PASSWORD}).status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]


def test_who_has_no_password_must_have_signed_in_just_now():
    user = vera()
    user.set_unusable_password()
    user.save()
    client = at_home(user)
    assert "войдите снова" in seen(client.post("/account/data", {}))
    assert client.get("/account/data").status_code == 200


def test_another_who_names_the_person_gets_only_their_own():
    user = vera()
    a_full_life(user)
    found = archive(at_home(vera("anna@example.test")), PASSWORD)
    assert rows(found, "appeals") == []
    assert Client().post(f"/account/data?user={user.pk}", {"password": PASSWORD}).status_code == 302
    eva, said = at_home(vera("eva@example.test")), {"password": PASSWORD, "user_id": user.pk}
    found = opened(eva.post(f"/account/data?user_id={user.pk}", said))
    assert rows(found, "appeals") == []


def test_a_thousand_appeals_are_read_in_batches():
    user = vera()
    one = an_appeal(state=State.PUBLISHED, author=user)
    copies = []
    for n in range(999):
        one.pk, one.client_key, one.number = None, uuid4(), f"{n:09}"
        copies.append(Appeal(**{f.attname: getattr(one, f.attname) for f in Appeal._meta.concrete_fields}))
    made = Appeal.objects.bulk_create(copies)
    JournalRow.objects.bulk_create(
        JournalRow(appeal=appeal, move=Move.PUBLISH, to_state="published", at=MONDAY) for appeal in made
    )
    client = at_home(user)
    with CaptureQueriesContext(connection) as told:
        answer: Any = client.post("/account/data", {"password": PASSWORD})
        pieces = list(answer.streaming_content)
    assert len(told) < 60
    assert max(map(len, pieces)) < 200_000
    found = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert len(rows(found, "appeals")) == 1000


def test_staff_download_and_do_not_delete():
    user = a_moderator()
    client = at_home(user)
    assert rows(archive(client, "pass"), "profile")[0]["role"] == "moderator"
    assert "снять с неё права" in seen(client.get("/account/delete"))


@pytest.mark.parametrize("path", ["/account/data", "/account/delete"])
def test_the_pages_take_two(path):
    assert len(statements(at_home(vera()), path)) <= 2
