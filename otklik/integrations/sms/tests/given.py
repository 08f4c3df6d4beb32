"""An SMS gateway that runs on this machine: README.md's wire, taken literally."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from otklik.kit.tests.listening import Quiet, listening


@dataclass
class SmsGateway:
    url: str = ""
    taken: list[dict[str, str]] = field(default_factory=list)
    heard: list[dict[str, str]] = field(default_factory=list)  # headers of every request
    status: int = 202  # what it answers
    refused: dict[str, int] = field(default_factory=dict)  # phone → status


@contextmanager
def an_sms_gateway() -> Iterator[SmsGateway]:
    gateway = SmsGateway()

    class Handler(Quiet):
        def do_POST(self) -> None:
            said: dict[str, Any] = json.loads(self.body())
            gateway.heard.append(dict(self.headers))
            status = gateway.refused.get(said["to"], gateway.status)
            if said["id"] in [sms["id"] for sms in gateway.taken]:
                status = 409
            elif status < 300:
                gateway.taken.append(said)
            where = {"Location": f"{gateway.url}/elsewhere"} if 300 <= status < 400 else {}
            self.answer(status, b'{"error": "so it is"}', **where)

    with listening(Handler) as url:
        gateway.url = f"{url}/v1/messages"
        yield gateway
