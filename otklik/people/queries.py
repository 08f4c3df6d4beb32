"""Reads of accounts."""

from dataclasses import dataclass

from otklik.people.models import User


@dataclass(frozen=True, slots=True)
class Login:
    email: str
    name: str
    role: str


def demo_logins() -> list[Login]:
    """The demo's invented accounts, for its sign-in page. Whoever registered there has a surname: not shown."""
    found = User.objects.filter(email__endswith="@example.test", surname="").order_by("id")[:10]
    return [Login(user.email, user.name, user.get_role_display()) for user in found]
