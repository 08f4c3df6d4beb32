"""An administrator at the desk, and what a page says."""

import re
from typing import Any

from django.test import Client

from otklik.people.models import User
from otklik.web.tests.world import as_


def an_admin(name: str = "Ася Холмская") -> User:
    found = User.objects.filter(name=name).first()
    email = f"admin{User.objects.count()}@example.test"
    return found or User.objects.create_user(email, "pass", name=name, role="admin")


def a_desk() -> Client:
    return as_(an_admin())


def found(page: Any, pattern: str) -> str:
    """The first group of the pattern on the page."""
    match = re.search(pattern, page.content.decode())
    assert match, pattern
    return match[1].replace("&amp;", "&")


def shown(page: Any) -> str:
    """The mark of what the form on the page showed."""
    return found(page, r'name="shown" value="([^"]*)"')
