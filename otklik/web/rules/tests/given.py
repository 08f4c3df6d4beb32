"""An administrator at the desk."""

from django.test import Client

from otklik.people.models import User
from otklik.web.tests.world import as_


def an_admin(name: str = "Ася Холмская") -> User:
    found = User.objects.filter(name=name).first()
    email = f"admin{User.objects.count()}@example.test"
    return found or User.objects.create_user(email, "pass", name=name, role="admin")


def a_desk() -> Client:
    return as_(an_admin())
