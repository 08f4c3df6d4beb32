"""An authority that works at its desk here, for tests of what it does."""

from datetime import date
from typing import Any
from uuid import uuid4

from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import MONDAY
from otklik.authorities.models import Authority, Membership
from otklik.authorities.tests.given import an_authority
from otklik.people.models import User

TERM = date(2026, 3, 12)


def a_body(**more: Any) -> Authority:
    return an_authority(msed_uid=None, has_desk=True, **more)


def an_official(body: Authority, role: str = "clerk") -> User:
    user = User.objects.create_user(f"{uuid4()}@example.test", "pass", name="Павел Дроздов", role=role)
    Membership.objects.create(user=user, authority=body)
    return user


def at(appeal: Appeal) -> dict[str, Any]:
    """Of a step at the desk of whoever has the appeal."""
    return {"appeal_id": appeal.pk, "authority_id": appeal.authority_id, "now": MONDAY}


def fresh(appeal: Appeal) -> Appeal:
    return Appeal.objects.get(pk=appeal.pk)
