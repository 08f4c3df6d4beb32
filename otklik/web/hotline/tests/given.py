"""An exchange that tells of calls, and operators who take them."""

import json
from datetime import datetime
from typing import Any

from django.test import Client

from otklik.hotline.tests.given import PHONE
from otklik.integrations.telephony import wire
from otklik.kit import clock

SECRET = "a secret of tests"  # noqa: S105


def post(body: bytes, header: str = "", *, client: Client | None = None) -> Any:
    signed = header or wire.sign(body, secret=SECRET, at=int(clock.now().timestamp()))
    return (client or Client()).post(
        "/api/v1/calls", body, content_type="application/json", headers={"X-Otklik-Signature": signed}
    )


def told(event: str = "ringing", *, id: str = "17.4", at: datetime | None = None, **more: Any) -> Any:
    said = {"id": id, "event": event, "phone": PHONE, "at": (at or clock.now()).isoformat(), **more}
    return post(json.dumps(said).encode())
