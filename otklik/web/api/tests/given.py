"""An app in which somebody is signed in, and what it posts."""

import json
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from otklik.kit import clock
from otklik.people import devices
from otklik.people.models import User


class App:
    """`get` and `post` give what came, as JSON, after looking at the status."""

    def __init__(self, user: User | None = None, **headers: str) -> None:
        self.user = user
        tokens = devices.begin(user, title="Телефон", ip="", now=clock.now()) if user else None
        told = {"Authorization": f"Bearer {tokens.access}"} if tokens else {}
        self.client = Client(enforce_csrf_checks=True, headers={**told, **headers})

    def get(self, path: str, *, status: int = 200, **asked: Any) -> Any:
        return _said(self.client.get(f"/api/v1/{path}", asked), status)

    def post(self, path: str, said: Any = None, *, key: UUID | None = None, status: int = 200) -> Any:
        headers = {"Idempotency-Key": str(key)} if key else {}
        answer = self.client.post(
            f"/api/v1/{path}", json.dumps(said), content_type="application/json", headers=headers
        )
        return _said(answer, status)

    def bring(self, raw: bytes, key: UUID, *, status: int = 201) -> str:
        """A photo; its id."""
        photo_id = str(uuid4())
        answer = self.client.post(
            f"/api/v1/photos/{photo_id}",
            raw,
            content_type="image/jpeg",
            headers={"Idempotency-Key": str(key)},
        )
        _said(answer, status)
        return photo_id


def _said(answer: Any, status: int) -> Any:
    assert answer.status_code == status, answer.content.decode()
    return answer.json() if answer.content else None
