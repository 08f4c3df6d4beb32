"""Settings are read once, at the start, and a wrong value stops it."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from otklik.config import env

pytestmark = pytest.mark.route

NAME = "OTKLIK_TEST_ONLY"


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)
    monkeypatch.setattr(env, "READ", {})


@pytest.mark.parametrize(
    ("given", "read", "value"),
    [
        ("7", lambda: env.number(NAME, 1, low=1, high=9), 7),
        (" 7 ", lambda: env.number(NAME, 1, low=1, high=9), 7),
        ("", lambda: env.number(NAME, 1, low=1, high=9), 1),
        ("0,5", lambda: env.real(NAME, 1, low=0, high=9), 0.5),
        ("2.5", lambda: env.seconds(NAME, 1, low=0, high=9), 2.5),
        ("YES", lambda: env.flag(NAME, False), True),
        ("off", lambda: env.flag(NAME, True), False),
        ("", lambda: env.flag(NAME, True), True),
        ("b", lambda: env.choice(NAME, "a", ("a", "b")), "b"),
        (" x, ,y ", lambda: env.listing(NAME, "z"), ["x", "y"]),
        ("", lambda: env.listing(NAME, "z"), []),
        ("1,22", lambda: env.listing(NAME, "", r"\d+", "числа"), ["1", "22"]),
        ("/srv/../srv/a", lambda: env.path(NAME, Path("/b")), Path("/srv/a")),
        ("", lambda: env.path(NAME, Path("/b")), Path("/b")),
        ("https://a.test/", lambda: env.url(NAME, "http://b.test"), "https://a.test"),
        ("", lambda: env.text(NAME, "said"), ""),
        ("", lambda: env.secret(NAME, "said"), ""),
    ],
)
def test_what_was_given_is_read(monkeypatch, given, read, value):
    monkeypatch.setenv(NAME, given)
    assert read() == value


@pytest.mark.parametrize(
    ("given", "read", "need"),
    [
        ("soon", lambda: env.number(NAME, 1, low=1, high=240), "целое число 1..240"),
        ("0", lambda: env.number(NAME, 1, low=1, high=240), "целое число 1..240"),
        ("241", lambda: env.number(NAME, 1, low=1, high=240), "целое число 1..240"),
        ("nan", lambda: env.real(NAME, 1, low=0, high=1), "число 0..1"),
        ("-1", lambda: env.seconds(NAME, 1, low=0, high=60), "число секунд 0..60"),
        ("maybe", lambda: env.flag(NAME, False), "0 или 1"),
        ("c", lambda: env.choice(NAME, "a", ("a", "b")), "одно из: a, b"),
        ("ftp://a.test", lambda: env.url(NAME, "http://b.test"), "адрес вида http://узел или https://узел"),
        ("1b", lambda: env.listing(NAME, "", r"\d+", "числа"), "числа"),
        ("a.test", lambda: env.url(NAME, "http://b.test"), "адрес вида http://узел или https://узел"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_needed(monkeypatch, given, read, need):
    monkeypatch.setenv(NAME, given)
    with pytest.raises(ImproperlyConfigured) as wrong:
        read()
    assert str(wrong.value) == f"{NAME}={given!r}: нужно {need}"


def test_an_obligatory_text_must_be_there():
    with pytest.raises(ImproperlyConfigured, match="обязательна"):
        env.text(NAME)


def test_what_was_asked_for_is_remembered_but_never_a_secret():
    env.number(NAME, 48, low=1, high=240)
    assert env.READ[NAME] == env.Setting(NAME, "48", "number", "1..240")
    env.secret(NAME, "password")
    assert "password" not in str(env.READ)


def test_the_environment_wins_over_the_file(monkeypatch, tmp_path):
    file = tmp_path / ".env"
    file.write_text(f"{NAME}=from the file\n")
    monkeypatch.setenv(NAME, "from the environment")
    env.load_dotenv(file)
    assert env.text(NAME, "") == "from the environment"
