"""Keys of programs: made by whoever represents the organisation or by an administrator, shown once, taken back."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.kit import clock
from otklik.people import api_keys
from otklik.people.models import Organisation, User
from otklik.people.programs import ApiKey
from otklik.web.api.tests.test_keys import an_organisation
from otklik.web.citizen.tests.given import seen
from otklik.web.profile.tests.given import at_home, vera
from otklik.web.tests.world import as_

pytestmark = [pytest.mark.people, pytest.mark.django_db]

PAGE = "/account/organisations/keys"
INN = "1234567894"


def an_admin() -> User:
    return User.objects.create_user("admin@example.test", "pass", name="Ада", role="admin")


def making(client: Client, organisation: Organisation, *, form: str = "", name: str = "Диспетчерская"):
    said = {"form": form or str(uuid4()), "organisation": organisation.pk, "name": name}
    return client.post(PAGE, said)


def shown(answer) -> str:
    """The key on the page; "" for none."""
    found = re.search(r"otk_[\w-]{40}", answer.content.decode())
    return found[0] if found else ""


def test_a_key_is_shown_this_once():
    person = vera()
    client, organisation = at_home(person), an_organisation(person)
    answer = making(client, organisation)
    key = shown(answer)
    assert "no-store" in answer["Cache-Control"]
    page = client.get(PAGE)
    assert not shown(page)
    for words in ("Диспетчерская", "ООО «Ромашка»", key[:8], "Последний раз использован ещё ни разу"):
        assert words in seen(page)
    assert api_keys.program(key, now=clock.now())
    assert "ещё ни разу" not in seen(client.get(PAGE))


def test_the_form_sent_again_makes_no_second_key_and_says_what_to_do():
    person = vera()
    client, organisation = at_home(person), an_organisation(person)
    form = str(uuid4())
    assert shown(making(client, organisation, form=form))
    again = making(client, organisation, form=form)
    assert (again.status_code, shown(again)) == (422, "")
    assert "отзовите его и создайте новый" in seen(again)
    assert ApiKey.objects.count() == 1


def test_only_who_represents_the_organisation_makes_sees_and_takes_back_its_keys():
    person, stranger = vera(), User.objects.create_user("ada@example.test", "pass", name="Ада")
    organisation = an_organisation(person)
    key = shown(making(at_home(person), organisation))
    other = at_home(stranger)
    assert making(other, organisation).status_code == 422
    assert "Подать заявку" in seen(other.get(PAGE))
    other.post(f"{PAGE}/{ApiKey.objects.get().pk}/revoke")
    assert ApiKey.objects.get().revoked_at is None
    at_home(person).post(f"{PAGE}/{ApiKey.objects.get().pk}/revoke")
    made = ApiKey.objects.get()
    assert (made.revoked_by, bool(made.revoked_at)) == (person, True)
    assert "Отозвать ключ" not in seen(at_home(person).get(PAGE))
    assert api_keys.program(key, now=clock.now()) is None
    first = made.revoked_at
    at_home(person).post(f"{PAGE}/{made.pk}/revoke")
    made.refresh_from_db()
    assert made.revoked_at == first


def test_who_does_not_represent_it_any_more_cannot_be_helped_by_a_tampered_form():
    person = vera()
    organisation = an_organisation(person)
    person.representations.update(refused_at=clock.now())
    with pytest.raises(api_keys.NotYours):
        api_keys.make_own(
            form=uuid4(), organisation_id=organisation.pk, name="Бот", by=person, now=clock.now()
        )


def test_an_organisation_has_ten_live_keys_at_most():
    person = vera()
    client, organisation = at_home(person), an_organisation(person)
    for number in range(api_keys.LIVE):
        assert shown(making(client, organisation, name=f"Программа {number}"))
    answer = making(client, organisation)
    assert (answer.status_code, shown(answer)) == (422, "")
    assert "Отзовите те, что не нужны" in seen(answer)
    api_keys.revoke(key_id=ApiKey.objects.first().pk, by=person, now=clock.now())
    assert shown(making(client, organisation))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "какая программа"),
        ({"name": "я" * 101}, "100"),
        ({"organisation": "999"}, "Выберите организацию"),
        ({"organisation": ""}, "Выберите организацию"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(wrong, words):
    person = vera()
    client, organisation = at_home(person), an_organisation(person)
    said = {"form": str(uuid4()), "organisation": organisation.pk, "name": "Бот", **wrong}
    answer = client.post(PAGE, said)
    assert answer.status_code == 422
    assert words in seen(answer)
    assert not ApiKey.objects.exists()


def test_an_administrator_makes_keys_for_confirmed_partners_and_takes_back_any():
    admin, person = an_admin(), vera()
    client = as_(admin)
    organisation = an_organisation(person)
    said = {"form": str(uuid4()), "inn": INN, "name": "Партнёр"}
    key = shown(client.post("/staff/keys", said))
    assert api_keys.program(key, now=clock.now())
    assert ApiKey.objects.get().organisation == organisation
    assert "Партнёр" in seen(at_home(person).get(PAGE))  # its representatives see it
    shown(making(at_home(person), organisation))
    for made in ApiKey.objects.all():
        client.post(f"/staff/keys/{made.pk}/revoke")
    assert not ApiKey.objects.filter(revoked_at=None).exists()
    assert seen(client.get("/staff/keys")).count("Отозван ") == 2


def test_for_whom_nobody_was_confirmed_there_is_no_key():
    client = as_(an_admin())
    Organisation.objects.create(inn=INN, name="Ещё не подтверждена")
    answer = client.post("/staff/keys", {"form": str(uuid4()), "inn": INN, "name": "Партнёр"})
    assert answer.status_code == 422
    assert "Сначала подтвердите её представителя" in seen(answer)
    wrong = client.post("/staff/keys", {"form": str(uuid4()), "inn": "12", "name": "Партнёр"})
    assert wrong.status_code == 422
    assert not ApiKey.objects.exists()


def test_statements_do_not_grow_with_the_keys():
    person = vera()
    client, organisation = at_home(person), an_organisation(person)
    admin = as_(an_admin())
    counted = []
    for _ in range(2):
        for _more in range(3):
            making(client, organisation)
        with CaptureQueriesContext(connection) as told:
            client.get(PAGE)
            admin.get("/staff/keys")
        counted.append(len(told))
    assert counted[0] == counted[1]
