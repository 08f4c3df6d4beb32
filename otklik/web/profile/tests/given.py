"""A person at the pages of their own account."""

from typing import Any

from django.test import Client

from otklik.people.models import User

PASSWORD = "синий трактор едет"  # noqa: S105
PROFILE = {
    "surname": "Полевая", "given_name": "Вера", "patronymic": "Ивановна", "name_shown": "hidden",
    "language": "ru", "wants_letters": "1", "pace": "now", "poll_news": "push", "settlement": "", "settlement_id": "",
}  # fmt: skip


def vera(email: str = "vera@example.test", **more: Any) -> User:
    named: dict[str, Any] = {
        "name": "Вера Ивановна Полевая", "given_name": "Вера", "patronymic": "Ивановна", "surname": "Полевая",
    }  # fmt: skip
    return User.objects.create_user(email, PASSWORD, **{**named, **more})


def at_home(user: User) -> Client:
    """The person's browser, signed in."""
    client = Client()
    client.force_login(user)
    return client
