"""People at the doors of the portal."""

import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from otklik.outbox.models import Message
from otklik.outbox.wording import text_of
from otklik.people import letters
from otklik.people.models import User

PASSWORD = "синий трактор едет"  # noqa: S105
VERA = "vera@example.test"


def a_person(email: str = VERA, **more: Any) -> User:
    return User.objects.create_user(email, PASSWORD, **{"name": "Вера Полевая", **more})


def is_in(client: Client) -> bool:
    return client.get("/account/security").status_code == 200


def sign_in(client: Client, who: str = VERA, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/login", {"username": who, "password": password, **more})


def signed_in(user: User) -> Client:
    """As a person does it, by the form; and the password once more, so that any page of theirs opens."""
    client = Client()
    assert sign_in(client, user.email).status_code == 302
    prove(client)
    return client


def prove(client: Client) -> None:
    assert client.post("/account/again", {"password": PASSWORD}).status_code == 302


def letter(kind: str) -> str:
    """The body of the newest message of the kind, as the worker makes it."""
    message = Message.objects.filter(kind=kind).latest("id")
    more = letters.finish(message)
    assert more is not None
    return text_of(message, more)[1]


def code_of(kind: str) -> str:
    found = re.search(r"^(\d{3,4} \d{3,4})\b", letter(kind), re.MULTILINE)
    assert found
    return found[1]


def link_of(kind: str) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+/\S+/\S+)", letter(kind))
    assert found
    return found[1]


def an_app(client: Client) -> str:
    """Turn the app on as a person does; its key."""
    page = client.get("/account/app/add").content.decode()
    secret = re.search(r"\b[A-Z2-7]{32}\b", page)
    assert secret
    answer = client.post("/account/app/add", {"code": app_code(secret[0])})
    assert answer["Location"] == "/account/codes"
    return secret[0]


def app_code(secret: str) -> str:
    """What the app shows now. A code works once: its note is forgotten, as half a minute later."""
    cache.clear()
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def later(monkeypatch: Any, *, seconds: float) -> None:
    """The clock of links, codes and sign-ins moves on."""
    moment = time.time() + seconds
    monkeypatch.setattr(time, "time", lambda: moment)
