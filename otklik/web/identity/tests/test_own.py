"""«Внешние входы»: to join one from within, to end one."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.integrations.esia.tests.given import MARIA, OLEG, PAVEL, chosen
from otklik.outbox.models import Message
from otklik.people.models import Representation, User
from otklik.web.citizen.tests.given import seen
from otklik.web.identity.tests.given import CALLBACK, by_esia, by_oidc, finished, start

pytestmark = [pytest.mark.people, pytest.mark.django_db]

PAGE = "/account/identities"


@pytest.fixture(autouse=True)
def _no_password_again(settings):
    """Whether it is asked again before a way in is joined is a matter of the account's pages."""
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = False


@pytest.fixture
def vera() -> Client:
    client = Client()
    client.force_login(User.objects.create_user("vera@example.test", "pass", name="Вера"))
    return client


def drop(client: Client) -> str:
    answer = client.post(
        f"{PAGE}/{SocialAccount.objects.latest('id').pk}/drop", headers={"Referer": "/account/identities"}
    )
    assert answer.status_code == 302
    return seen(client.get(PAGE))


def test_who_is_signed_in_joins_a_way_in_with_another_e_mail_and_organisation(esia, vera):
    assert "Подключить «Госуслуги»" in seen(vera.get(PAGE))
    assert by_esia(vera, PAVEL, process="connect")["Location"] == PAGE
    page = seen(vera.get(PAGE))
    assert "Вход подключён" in page
    assert "Павел Игоревич Ясенев" in page
    assert "Подключить" not in page
    assert "Выйти на самих Госуслугах" in page
    user = User.objects.get()
    assert (user.name, user.email) == ("Вера", "vera@example.test")
    assert Representation.objects.get().user == user
    assert Message.objects.get().kind == "identity-joined"
    assert by_esia(Client(), PAVEL)["Location"] == "/"


def test_a_way_in_of_another_account_is_not_taken_from_it(esia, vera):
    other = Client()
    by_esia(other, MARIA)
    finished(other, "olkhina@example.test")
    answer = by_esia(vera, MARIA, process="connect")
    assert answer.status_code == 409
    assert "уже подключён к другой" in seen(answer)
    assert SocialAccount.objects.get().user.email == "olkhina@example.test"


def test_a_second_person_of_the_same_service_is_not_joined(esia, vera):
    by_esia(vera, MARIA, process="connect")
    assert by_esia(vera, OLEG, process="connect").status_code == 409
    assert by_esia(vera, MARIA, process="connect")["Location"] == PAGE
    assert SocialAccount.objects.count() == 1
    assert Message.objects.count() == 1


def test_a_stranger_can_not_make_my_browser_join_their_way_in(esia, vera):
    attacker = Client()
    attacker.force_login(User.objects.create_user("evil@example.test", "pass", name="Зло"))
    brought = chosen(start(attacker, "esia", process="connect")["Location"], OLEG)
    assert vera.get(CALLBACK.format("esia"), brought).status_code == 400
    assert not SocialAccount.objects.exists()


def test_who_signed_out_meanwhile_joins_nothing(esia, vera):
    brought = chosen(start(vera, "esia", process="connect")["Location"], OLEG)
    vera.post("/logout")
    assert vera.get(CALLBACK.format("esia"), brought).status_code == 400
    assert not SocialAccount.objects.exists()


def test_to_join_one_must_be_signed_in_and_to_enter_one_must_not(esia, vera):
    assert start(Client(), "esia", process="connect")["Location"] == "/login"
    assert start(vera, "esia")["Location"] == "/"


def test_a_way_in_is_ended_once_and_the_owner_is_told(esia, vera):
    by_esia(vera, MARIA, process="connect")
    pk = SocialAccount.objects.get().pk
    assert "Вход отключён" in drop(vera)
    assert vera.post(f"{PAGE}/{pk}/drop").status_code == 302
    assert list(Message.objects.order_by("id").values_list("kind", flat=True)) == [
        "identity-joined",
        "identity-dropped",
    ]
    assert by_esia(Client(), MARIA)["Location"] == "/login/finish"


def test_the_last_way_in_stays(esia, oidc):
    client = Client()
    by_esia(client, MARIA)
    finished(client, "olkhina@example.test")
    assert "единственный вход" in drop(client)
    by_oidc(client, process="connect")
    assert "Вход отключён" in drop(client)
    assert "единственный вход" in drop(client)
    assert SocialAccount.objects.count() == 1


def test_nobody_ends_or_sees_what_is_anothers(esia, vera):
    by_esia(vera, MARIA, process="connect")
    other = Client()
    other.force_login(User.objects.create_user("other@example.test", "pass", name="Другая"))
    assert "Ольхина" not in seen(other.get(PAGE))
    other.post(f"{PAGE}/{SocialAccount.objects.get().pk}/drop")
    assert SocialAccount.objects.exists()
    assert Client().get(PAGE)["Location"].startswith("/login")


def test_a_service_that_was_switched_off_is_still_shown_and_can_be_ended(esia, vera, settings):
    by_esia(vera, MARIA, process="connect")
    settings.ESIA_URL = ""
    assert "Госуслуги" in seen(vera.get(PAGE))
    assert "Вход отключён" in drop(vera)


def test_the_page_costs_few_statements(esia, vera):
    by_esia(vera, MARIA, process="connect")
    vera.get(PAGE)
    with CaptureQueriesContext(connection) as told:
        vera.get(PAGE)
    assert len(told) <= 5
