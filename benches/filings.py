"""Drafts ready for the wizard's last page, and the request that files one of them."""

import secrets
from collections.abc import Sequence
from functools import cache
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from uuid_utils.compat import uuid7

from benches.load import Ask
from otklik.appeals.models import Draft
from otklik.classifier.models import Topic
from otklik.kit import clock
from otklik.people.models import User
from otklik.web.access import remember_draft

AUTHOR: Final = {"name": "Вера Полевая", "email": "vera@example.test"}
TEXT: Final = (
    "Во дворе третью неделю не горит свет, вечером по дорожке от остановки к подъездам идти темно и скользко. "
    "Звонили в управляющую организацию, заявку приняли, но до сих пор никто не пришёл. Просим назвать срок."
)


def drafts(count: int, *, keys: Sequence[UUID] = ()) -> list[UUID]:
    """Store `count` complete drafts of problems at real addresses; their ids, which are `keys` where given."""
    usable = Topic.objects.filter(active=True, emergency_advice="", kinds__contains=["problem"])
    topics = list(usable.select_related("category").order_by("id"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT settlement_id, address, ST_X(point), ST_Y(point), territory_id FROM bench_place"
            " ORDER BY md5(n::text) LIMIT %s",
            [count],
        )
        places = cursor.fetchall()
    now, made = clock.now(), []
    for place in range(count):
        topic = topics[place % len(topics)]
        where = dict(
            zip(
                ("settlement_id", "address", "lon", "lat", "territory_id"),
                places[place % len(places)],
                strict=True,
            )
        )
        said = {
            "kind": "problem",
            "category": topic.category.code,
            "topic": topic.code,
            "topic_title": topic.title,
            **where,
        }
        said |= {"text": TEXT, "raw": {}, "fields": {}, "text_done": True}
        made.append(Draft(id=keys[place] if keys else uuid7(), data=said, updated_at=now))
    Draft.objects.bulk_create(made, 1000)
    return [draft.pk for draft in made]


def filing(draft_id: UUID, *, signed_in: bool = False) -> Ask:
    """«Отправить» on the wizard's last page; answered by a redirect to the number."""
    token = secrets.token_hex(16)
    cookies = {"csrftoken": token, **_own(draft_id), **({"sessionid": _session()} if signed_in else {})}
    form = {"csrfmiddlewaretoken": token, **({} if signed_in else AUTHOR)}
    headers = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return Ask(f"/new/{draft_id}/review", urlencode(form).encode(), headers, status=302)


def page(draft_id: UUID, name: str) -> Ask:
    """A page of the wizard, as the browser that began the draft asks for it."""
    cookies = "; ".join(f"{key}={value}" for key, value in _own(draft_id).items())
    return Ask(f"/new/{draft_id}/{name}", headers={"Cookie": cookies})


def _own(draft_id: UUID) -> dict[str, str]:
    """The cookie by which the portal knows whose draft it is, signed by the portal's own code."""
    response = HttpResponse()
    remember_draft(RequestFactory().get("/"), response, draft_id)
    return {name: morsel.value for name, morsel in response.cookies.items()}


@cache
def _session() -> str:
    """The demo citizen signed in."""
    user = User.objects.get(email="citizen@example.test")
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)
