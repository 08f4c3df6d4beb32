"""allauth's list of sessions without its signals: `web.account.adapter` writes it, one statement a sign-in."""

from allauth.usersessions.apps import UserSessionsConfig


class Config(UserSessionsConfig):  # type: ignore[misc]  # allauth has no types
    def ready(self) -> None:
        """Nothing: the signals would ask about every session that a person ever had."""
