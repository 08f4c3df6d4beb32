"""People who may be told news of polls."""

from uuid import uuid4

from otklik.outbox.models import PushSubscription
from otklik.people.models import User


def a_listener(**more: object) -> User:
    """Somebody with a browser that shows notifications."""
    user = User.objects.create_user(f"{uuid4()}@example.test", None, name="Вера", **more)
    endpoint = f"https://push.example.test/{uuid4()}"
    PushSubscription.objects.create(user=user, endpoint=endpoint, p256dh="k", auth="a")
    return user
