"""Short codes and the names of devices."""

import pytest

from otklik.kit import codes
from otklik.kit.devices import device

pytestmark = pytest.mark.people


def test_a_code_belongs_to_one_purpose_one_thing_and_one_secret(settings):
    made = codes.digits("login", "nonce")
    assert len(made) == 8
    assert made.isdecimal()
    others = {
        codes.digits("phone", "nonce"),
        codes.digits("login", "other"),
        codes.digits("login", "nonce", ""),
    }
    assert made not in others
    settings.SECRET_KEY = "another"  # noqa: S105
    assert codes.digits("login", "nonce") != made


def test_blanks_and_dashes_of_a_typed_code_do_not_matter():
    assert codes.spaced("12345678") == "1234 5678"
    for typed in ("12345678", "1234 5678", " 1234-5678 ", "1234\u00a05678"):
        assert codes.same(typed, "12345678")


@pytest.mark.parametrize("typed", ["", "1234567", "١٢٣٤٥٦٧٨", "1" * 10_000_000])
def test_what_is_not_the_code_is_not_the_same(typed):
    assert not codes.same(typed, "12345678")
    assert not codes.same(typed, "")


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0.0.0 YaBrowser/26.1 Safari/537.36",
            "Yandex Browser, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_devices_are_called_as_people_call_them(agent, name):
    assert device(agent) == name
