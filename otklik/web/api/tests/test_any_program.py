"""Whatever a program sends to any address of the description, the answer is one that the description promises.

Schemathesis makes the requests: what fits the shapes, what does not, methods that nobody named. An endpoint that is
added to the API is tried here by being in the description; one for people who are signed in by its `security`.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from schemathesis.config import SchemathesisConfig

from otklik.appeals.lifecycle import State
from otklik.appeals.tests.given import a_citizen, a_topic, an_appeal
from otklik.kit import clock
from otklik.people import devices
from otklik.people.models import User
from otklik.web.api import openapi
from otklik.web.citizen.tests.given import a_land

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]

# What fits its shape and names a topic, a cursor or an e-mail that is not there is refused in words; so are empty words
# where some are wanted, and 3.0 where JSON Schema takes it for a whole number.
_NAMES_WHAT_IS_NOT_THERE = {
    "GET /appeals": ["2xx", "400"],
    "GET /appeals/similar": ["2xx", "400"],
    "GET /authorities": ["2xx", "400"],
    "GET /board": ["2xx", "400"],
    "GET /cadastre/complaints": ["2xx", "400"],
    "GET /cadastre/number": ["2xx", "400"],
    "GET /cadastre/tax": ["2xx", "400"],
    "GET /knowledge": ["2xx", "400"],
    "GET /measures": ["2xx", "400"],
    "GET /my/appeals": ["2xx", "400"],
    "GET /my/changes": ["2xx", "400"],
    "GET /my/followed": ["2xx", "400"],
    "GET /nearby": ["2xx", "400"],
    "GET /nearby/brief": ["2xx", "400"],
    "GET /places": ["2xx", "400"],
    "GET /polls": ["2xx", "400"],
    "GET /receptions": ["2xx", "400"],
    "GET /survey": ["2xx", "400"],
    "GET /terms": ["2xx", "400", "404"],
    "GET /works": ["2xx", "400"],
    "POST /appeals": ["2xx", "409", "422"],
    "POST /appeals/{number}/complaint": ["2xx", "404", "409", "422"],
    "POST /me": ["2xx", "422"],
    "POST /me/delete": ["2xx", "422"],
    "POST /my/appeals/{number}/rating": ["2xx", "404", "409", "422"],
    "POST /password/reset": ["2xx", "422"],
    "POST /documents/{document_id}": ["2xx", "409", "413", "422"],
    "POST /photos/{photo_id}": ["2xx", "409", "413", "422"],
    "POST /polls/{poll_code}/vote": ["2xx", "403", "404", "409", "422"],
    "POST /push/subscriptions": ["2xx", "409", "422"],
    "POST /push/subscriptions/end": ["2xx", "422"],
    "POST /registration": ["2xx", "422"],
    "POST /registration/again": ["2xx", "422"],
    "POST /registration/confirm": ["2xx", "422"],
    "POST /session": ["2xx", "422"],
    "POST /session/from-browser": ["2xx", "400", "422"],
    "POST /session/renew": ["2xx", "401"],
}
_CONFIG = SchemathesisConfig.from_dict(
    {
        "seed": 311,
        "generation": {
            "deterministic": True,
            "max-examples": 30,
            "no-shrink": True,
            "database": "none",
            "with-security-parameters": False,
            "allow-x00": False,  # refused everywhere; tests by hand send it
        },
        "operations": [
            {"include-name": name, "checks": {"positive_data_acceptance": {"expected-statuses": statuses}}}
            for name, statuses in _NAMES_WHAT_IS_NOT_THERE.items()
        ],
    }
)
API = schemathesis.openapi.from_dict(openapi.document(title="API", server="http://localhost"), config=_CONFIG)
_PORTAL = get_wsgi_application()


def portal(environ: dict[str, Any], start: Any) -> Any:
    """With what a real server says of every request; what is asked in-process is never unpacked."""
    return _PORTAL({"REMOTE_ADDR": "127.0.0.1", **environ, "HTTP_ACCEPT_ENCODING": "identity"}, start)


API.app = portal


@pytest.fixture(autouse=True)
def _land() -> Iterator[None]:
    """What the examples of the description name; one connection for the test and for what it asks."""
    a_land()
    an_appeal(state=State.PUBLISHED)
    a_topic(code="roads.potholes")
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def a_token(case: schemathesis.Case[Any]) -> dict[str, str]:
    """Of a person who has just signed in, where the description wants one: the request before may have signed out."""
    if not case.operation.definition.raw.get("security"):
        return {}
    user = User.objects.filter(role=User.Role.CITIZEN).first() or a_citizen()
    return {"Authorization": f"Bearer {devices.begin(user, title='Телефон', ip='', now=clock.now()).access}"}


@API.parametrize()
def test_no_answer_is_other_than_described(case):
    case.call_and_validate(headers=a_token(case))
