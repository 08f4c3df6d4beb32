"""Tokens of the app: one use each, forgiving about a lost answer, not about a copied token."""

from datetime import timedelta

import pytest

from otklik.kit import clock
from otklik.people import devices, sessions
from otklik.people.models import Device, User

pytestmark = [pytest.mark.people, pytest.mark.django_db]

DAY = timedelta(days=1)


@pytest.fixture
def vera() -> User:
    return User.objects.create_user("vera@example.test", "pass", name="Вера")


def signed_in(user: User) -> devices.Tokens:
    return devices.begin(user, title="Pixel 8", ip="192.0.2.7", now=clock.now())


def renewed(refresh: str, *, after: timedelta = DAY) -> devices.Tokens:
    return devices.renew(refresh, now=clock.now() + after)


def is_out(tokens: devices.Tokens) -> bool:
    try:
        devices.holder(tokens.access)
    except devices.SignedOut:
        return True
    return False


def test_an_access_token_names_its_device_and_person_in_one_statement(vera, django_assert_num_queries):
    tokens = signed_in(vera)
    with django_assert_num_queries(1):
        assert devices.holder(tokens.access).user == vera


@pytest.mark.parametrize("access", ["", "x", "1", "Wzld.x.y", "\ud800"])
def test_what_is_no_token_opens_nothing(vera, access, django_assert_num_queries):
    signed_in(vera)
    with django_assert_num_queries(0), pytest.raises(devices.SignedOut):
        devices.holder(access)


def test_an_access_token_that_was_altered_opens_nothing(vera):
    head, _sep, tail = signed_in(vera).access.rpartition(":")
    with pytest.raises(devices.SignedOut):
        devices.holder(f"{head}:{tail[:-2]}xx")


def test_an_access_token_ends_by_itself_and_the_refresh_token_gets_the_next(vera, settings):
    settings.ACCESS_MINUTES = 0
    tokens = signed_in(vera)
    assert is_out(tokens)
    settings.ACCESS_MINUTES = 15
    assert not is_out(renewed(tokens.refresh, after=30 * DAY))


def test_a_refresh_token_whose_answer_was_lost_is_good_again_until_the_next_was_used(vera):
    first = signed_in(vera)
    renewed(first.refresh)  # lost on the way
    second = renewed(first.refresh)
    third = renewed(second.refresh)
    assert not is_out(third)


def test_a_copied_refresh_token_signs_the_device_out_for_both(vera):
    first = signed_in(vera)
    second = renewed(first.refresh)
    renewed(second.refresh)
    with pytest.raises(devices.SignedOut):
        renewed(first.refresh)
    assert is_out(second)
    assert not Device.objects.exists()


def test_who_stole_the_token_before_last_is_found_when_the_owner_comes(vera):
    stolen = signed_in(vera)
    owners = renewed(stolen.refresh)
    renewed(stolen.refresh)  # by the thief: the owner's is no longer in force
    with pytest.raises(devices.SignedOut):
        renewed(owners.refresh)
    assert not Device.objects.exists()


@pytest.mark.parametrize("refresh", ["", ".", "1", "1.", "x.y", "²." + "a" * 20, "9" * 30 + ".x", "0.x"])
def test_what_is_no_refresh_token_renews_nothing(vera, refresh):
    signed_in(vera)
    with pytest.raises(devices.SignedOut):
        renewed(refresh)
    assert Device.objects.count() == 1


def test_a_device_that_was_not_used_for_long_must_sign_in_again_and_is_forgotten(vera, settings):
    settings.DEVICE_DAYS = 30
    tokens, now = signed_in(vera), clock.now()
    with pytest.raises(devices.SignedOut):
        devices.renew(tokens.refresh, now=now + 31 * DAY)
    assert devices.listed(vera.pk, now=now + 31 * DAY) == []
    assert devices.forget_unused(now=now + 29 * DAY) == 0
    assert devices.forget_unused(now=now + 31 * DAY) == 1


def test_a_new_password_new_rights_and_a_closed_account_end_every_device(vera):
    tokens = signed_in(vera)
    User.objects.update(is_active=False)
    assert is_out(tokens)
    User.objects.update(is_active=True, rights_changes=1)
    assert is_out(tokens)
    User.objects.update(rights_changes=0)
    assert not is_out(tokens)
    vera.set_password("another")
    vera.save()
    assert is_out(tokens)
    with pytest.raises(devices.SignedOut):
        renewed(tokens.refresh)


def test_who_signs_out_everywhere_is_out_of_the_app_too(vera):
    tokens = signed_in(vera)
    sessions.end_all(vera.pk)
    assert is_out(tokens)


def test_one_ends_only_ones_own_devices(vera):
    tokens = signed_in(vera)
    other = User.objects.create_user("anna@example.test", "pass", name="Анна")
    device = devices.holder(tokens.access)
    devices.end(other.pk, device.pk)
    assert not is_out(tokens)
    devices.end(vera.pk, device.pk)
    devices.end(vera.pk, device.pk)  # a repeat
    assert is_out(tokens)


def test_a_person_has_so_many_devices_and_the_one_unused_for_longest_goes(vera, monkeypatch):
    monkeypatch.setattr(devices, "MOST", 2)
    first, second = signed_in(vera), signed_in(vera)
    renewed(first.refresh)
    signed_in(vera)
    assert not is_out(first)
    assert is_out(second)


def test_the_key_of_yesterday_opens_what_was_signed_with_it(vera, settings):
    tokens = signed_in(vera)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key" * 5
    assert not is_out(tokens)
    following = renewed(tokens.refresh)
    settings.SECRET_KEY_FALLBACKS = []
    assert not is_out(following)
    assert is_out(tokens)
