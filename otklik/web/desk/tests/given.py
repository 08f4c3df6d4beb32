"""Who works at the desks."""

from django.test import Client

from otklik.authorities.models import Authority, Membership
from otklik.people.models import User


def an_official(role: str, *bodies: Authority) -> Client:
    user = User.objects.create_user(f"{role}@example.test", "pass", name="Имя", role=role)
    for body in bodies:
        Membership.objects.create(user=user, authority=body)
    client = Client()
    client.force_login(user)
    return client
