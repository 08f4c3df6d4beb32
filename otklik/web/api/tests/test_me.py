"""The person's own account in the app: read, changed field by field, ended. By the rules of the pages."""

from typing import get_args

import pytest
from django.conf import settings as portal

from otklik.people import consents
from otklik.people.models import Consent, Device, User
from otklik.places.models import Settlement
from otklik.web.account.tests.given import PASSWORD, VERA, a_person, later
from otklik.web.api.tests.test_entering import ask, enter
from otklik.web.api.v1 import me
from otklik.web.citizen.tests.given import a_land

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]

NAMED = {"given_name": "Вера", "patronymic": "Ивановна", "surname": "Полевая"}


@pytest.fixture
def access() -> str:
    a_person(**NAMED)
    return str(enter()["access"])


def change(access: str, status: int = 200, **said: object):
    return ask("me", said, access=access, status=status)


def test_a_person_reads_their_account(access):
    User.objects.update(phone="+79001234567")
    consents.give(User.objects.get(), consents.RULES, now=User.objects.get().joined_at)
    told = ask("me", access=access)
    assert (told["surname"], told["email"], told["name_shown"], told["pace"]) == (
        "Полевая",
        VERA,
        "hidden",
        "now",
    )
    assert (told["phone"], told["phone_confirmed"], told["home"]) == ("+79001234567", False, None)
    assert (told["consents"][0]["code"], told["consents"][0]["withdrawn_at"]) == ("rules", None)
    assert told["url"].endswith("/account/security")


def test_the_words_to_choose_from_are_those_of_the_account():
    assert set(get_args(me.Shown)) == set(User.NameShown.values)
    assert set(get_args(me.Pace)) == set(User.Pace.values)
    assert set(get_args(me.PollNews)) == set(User.PollNews.values)
    assert set(get_args(me.Language)) == set(dict(portal.LANGUAGES))


def test_what_is_left_out_stays_as_it_is(access):
    assert change(access, surname="  Лесная ")["surname"] == "Лесная"
    assert change(access, wants_letters=False, pace="daily", poll_news="off")["wants_letters"] is False
    user = User.objects.get()
    assert (user.given_name, user.pace, user.poll_news) == ("Вера", "daily", "off")
    assert change(access, patronymic="")["patronymic"] == ""
    before = ask("me", access=access)
    assert change(access) == before


def test_where_a_person_lives_is_said_kept_and_taken_back(access):
    a_land()
    place = Settlement.objects.all()[0]
    home = change(access, settlement=place.pk)["home"]
    assert (home["settlement"], place.name in home["label"]) == (place.pk, True)
    assert change(access, language="en")["home"]["settlement"] == place.pk
    assert list(change(access, 422, settlement=2_000_000_000)["fields"]) == ["settlement"]
    assert ask("me", access=access)["home"]
    assert change(access, settlement=0)["home"] is None


def test_showing_the_name_is_a_consent_and_hiding_it_withdraws_it(access):
    assert change(access, name_shown="short")["consents"][0]["code"] == "publication"
    change(access, name_shown="hidden")
    assert Consent.objects.get().withdrawn_at is not None


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("surname", ""),
        ("given_name", "Vеra"),
        ("given_name", "Вера1"),
        ("name_shown", "everybody"),
        ("language", "de"),
        ("pace", "never"),
        ("settlement", -1),
        ("wants_letters", "да"),
    ],
)
def test_what_is_wrong_is_told_by_the_name_of_its_field_and_nothing_is_kept(access, field, typed):
    refused = change(access, 422, patronymic="Петровна", **{field: typed})
    assert list(refused["fields"]) == [field]
    assert User.objects.get().patronymic == "Ивановна"


def test_e_mail_and_phone_are_not_changed_here(access):
    change(access, email="other@example.test", phone="+79001234567")
    user = User.objects.get()
    assert (user.email, user.phone) == (VERA, "")


def test_nobody_reads_or_changes_without_a_token(access):
    ask("me", status=401)
    assert ask("me", {"surname": "Чужая"}, status=401)["code"] == "signed_out"


def test_reading_takes_two_statements_and_one_for_the_home(access, django_assert_num_queries):
    with django_assert_num_queries(2):
        ask("me", access=access)
    a_land()
    change(access, settlement=Settlement.objects.all()[0].pk)
    with django_assert_num_queries(3):
        ask("me", access=access)


# --- the end ---


def leave(access: str, status: int = 204, password: str = PASSWORD):
    return ask("me/delete", {"password": password}, access=access, status=status)


def test_before_the_end_a_person_reads_what_goes_and_what_stays(access):
    told = ask("me/delete", access=access)
    assert "пароль" in told["goes"][0]
    assert "без вашего имени" in told["stays"][0]
    assert told["wants_password"] is True
    assert "Вернуть" in told["detail"]


def test_the_right_password_ends_the_account_and_every_sign_in(access):
    other = enter(device="Планшет")["access"]
    leave(access)
    assert User.objects.get().deleted_at is not None
    assert not Device.objects.exists()
    for gone in (access, other):
        ask("me", access=gone, status=401)


def test_a_wrong_password_ends_nothing_and_is_tried_ten_times_a_minute(access):
    assert "не подходит" in leave(access, 422, "чужой")["fields"]["password"]
    assert "Напишите" in leave(access, 422, "")["fields"]["password"]
    for _attempt in range(8):
        leave(access, 422, "чужой")
    assert "Слишком много" in leave(access, 422)["detail"]
    assert User.objects.get().deleted_at is None


def test_without_a_password_only_a_fresh_sign_in_ends_the_account(access, monkeypatch, settings):
    settings.ACCESS_MINUTES = 120
    user = User.objects.get()
    user.set_unusable_password()
    user.save()
    Device.objects.update(stamp=user.get_session_auth_hash())
    assert ask("me/delete", access=access)["wants_password"] is False
    later(monkeypatch, seconds=16 * 60)
    assert "Выйдите, войдите снова" in leave(access, 422, "")["detail"]
    later(monkeypatch, seconds=-2 * 60)
    leave(access, password="")


def test_staff_stay(access):
    User.objects.update(role="moderator")
    Device.objects.update(stamp=User.objects.get().get_session_auth_hash())
    told = ask("me/delete", access=access)
    assert (told["allowed"], told["goes"]) == (False, [])
    assert "Попросите администратора" in told["detail"]
    assert leave(access, 409)["code"] == "staff_stay"
    assert User.objects.get().deleted_at is None
