"""Registration, sign-in and a new password: by letters, and without telling anybody who has an account."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from otklik.appeals.tests.given import an_appeal
from otklik.kit import clock
from otklik.outbox import drain
from otklik.outbox.models import Message
from otklik.people import accounts, letters
from otklik.people.models import Consent, User
from otklik.people.tests.given import link, read
from otklik.web.citizen.tests.given import beside, seen

pytestmark = [pytest.mark.people, pytest.mark.django_db]

PASSWORD = "синий трактор едет"  # noqa: S105
VERA = {
    "surname": "Полевая", "given_name": "Вера", "patronymic": "Ивановна", "email": "Vera@example.test",
    "phone": "8 900 123-45-67", "password1": PASSWORD, "website": "", "rules": "1",
}  # fmt: skip


def registered(client: Client | None = None, **other: str):
    return (client or Client()).post("/register", {**VERA, **other})


def outgoing_batch() -> int:
    return drain.batch(finish=letters.finish, undeliverable=accounts.email_is_dead, clock=clock.now)


def signed_in(client: Client) -> bool:
    return client.get("/mine").status_code == 200


def sign_in(password: str = PASSWORD, client: Client | None = None):
    return (client or Client()).post("/login", {"username": "vera@example.test", "password": password})


def test_whoever_registers_confirms_by_the_button_and_is_signed_in_in_the_same_browser():
    client = Client()
    assert registered(client)["Location"] == "/register/sent"
    user = User.objects.get()
    assert (user.name, user.email, user.phone) == (
        "Вера Ивановна Полевая",
        "vera@example.test",
        "+79001234567",
    )
    assert not signed_in(client)

    page = client.get(link())
    assert "Подтвердить почту" in seen(page)
    assert not signed_in(client)
    client.post(link())
    assert signed_in(client)


def test_in_another_browser_the_link_confirms_but_does_not_sign_in():
    registered()
    other = Client()
    assert other.post(link())["Location"] == "/login"
    assert not signed_in(other)
    assert sign_in().status_code == 302


def test_messages_filed_before_with_this_email_are_in_the_cabinet_once_it_is_confirmed():
    before = an_appeal(author_email="vera@example.test", email_confirmed_at=clock.now())
    registered()
    before.refresh_from_db()
    assert before.author is None

    Client().post(link())
    before.refresh_from_db()
    assert before.author == User.objects.get()


def test_before_the_confirmation_the_right_password_opens_nothing():
    registered()
    client = Client()
    assert sign_in(client=client)["Location"] == "/register/sent"
    assert not signed_in(client)


def test_a_used_an_altered_and_an_old_link_confirm_nothing():
    registered()
    there = link()
    Client().post(there)
    assert "уже не действует" in seen(Client().get(there))
    assert "уже не действует" in seen(Client().get(there[:-1]))
    assert Client().post(there[:-1]).status_code == 404


def test_the_letter_is_stored_with_the_account_and_sent_by_the_worker_once(mailoutbox):
    registered()
    assert mailoutbox == []

    outgoing_batch()
    outgoing_batch()

    (mail,) = mailoutbox
    assert mail.to == ["vera@example.test"]
    assert "/register/confirm/" in mail.body
    assert [(m.state, m.attempts) for m in Message.objects.all()] == [("sent", 1)]


def test_a_letter_that_lost_its_reason_is_not_sent(mailoutbox):
    registered()
    Client().post(link())
    outgoing_batch()
    assert mailoutbox == []
    assert Message.objects.get().state == "dropped"


def test_an_address_that_has_an_account_gets_the_same_answer_and_another_letter():
    new = registered()
    Client().post(link())
    cache.clear()  # three minutes later
    again = registered(given_name="Чужая")
    assert (again.status_code, again["Location"]) == (new.status_code, new["Location"])
    assert User.objects.get().given_name == "Вера"
    letter = Message.objects.latest("id")
    assert (letter.kind, letter.to) == ("already-yours", "vera@example.test")
    assert "уже есть учётная запись" in read(letter)[1]


def test_a_new_password_is_asked_for_with_the_same_words_for_everybody():
    User.objects.create_user("vera@example.test", PASSWORD, name="Вера")
    answers = [
        Client().post("/password/reset", {"email": f"{who}@example.test"}) for who in ("vera", "nobody")
    ]
    assert {answer["Location"] for answer in answers} == {"/password/reset/sent"}
    assert [letter.to for letter in Message.objects.all()] == ["vera@example.test"]


def test_the_letters_link_sets_a_new_password_once_and_ends_other_sessions():
    user = User.objects.create_user("vera@example.test", PASSWORD, name="Вера")
    stolen, client = Client(), Client()
    stolen.force_login(user)
    client.post("/password/reset", {"email": "vera@example.test"})
    there = link()

    form = client.get(there)["Location"]
    assert there.rpartition("/")[2] not in form
    new = {"password1": "новый красный мяч", "password2": "новый красный мяч"}
    assert client.post(form, new)["Location"] == "/login"

    assert not signed_in(stolen)
    assert sign_in("новый красный мяч").status_code == 302
    assert Message.objects.latest("id").kind == "password-changed"
    assert "уже не действует" in seen(Client().get(there))


def test_the_letter_comes_once_more_but_not_at_every_press():
    registered()
    for _press in range(3):
        answer = Client().post("/register/sent", {"email": "VERA@example.test"})
        assert answer.status_code == 302
    Client().post("/register/sent", {"email": "nobody@example.test"})
    assert Message.objects.count() == 1  # the first one is younger than three minutes


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("surname", ""), ("given_name", "Вера1"), ("given_name", "я" * 46), ("email", "a@b\nBcc: x@y.example"),
        ("email", "nonsense"), ("phone", "12"), ("password1", "short"), ("password1", "1234567890123"),
        ("rules", ""),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_at_its_field_and_nothing_is_stored(field, typed):
    answer = registered(**{field: typed})
    assert answer.status_code == 422
    assert beside(answer, field)
    assert PASSWORD not in answer.content.decode()
    assert not User.objects.exists()


def test_the_agreement_to_the_rules_is_kept_with_their_version(settings):
    registered()
    given = Consent.objects.get()
    assert (given.kind, given.version, given.user.email) == (
        "rules",
        settings.RULES_VERSION,
        "vera@example.test",
    )


def test_a_robot_that_fills_everything_in_learns_nothing_and_makes_nothing():
    assert registered(website="http://spam.example")["Location"] == "/register/sent"
    assert not User.objects.exists()


def test_wrong_passwords_stop_the_account_for_a_while_even_for_the_right_one():
    User.objects.create_user("vera@example.test", PASSWORD, name="Вера")
    for _try in range(settings.SIGN_IN_TRIES):
        assert "не подходят" in seen(sign_in("wrong"))
    assert "Слишком много попыток" in seen(sign_in())


def test_a_network_that_tries_too_often_reads_to_wait(settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    answers = [sign_in("wrong").status_code for _try in range(3)]
    assert answers == [422, 422, 429]


def test_who_never_confirmed_is_forgotten_and_who_did_is_not():
    registered()
    late = clock.now() + timedelta(days=settings.CONFIRM_DAYS, minutes=1)
    assert accounts.forget_unconfirmed(now=clock.now()) == 0
    assert accounts.forget_unconfirmed(now=late) == 1
    registered(email="anna@example.test")
    Client().post(link())
    assert accounts.forget_unconfirmed(now=late) == 0
