"""A moderator who goes through the queue as a browser would: the queue, the next free appeal, its page, a decision."""

import http.client
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode, urlsplit

from django.test import Client

from otklik.people.models import User
from tools.say import Stop

_PAUSE: Final = 0.2  # seconds before somebody looks again whether others have left anything
_PATIENCE: Final = 60  # seconds without a free appeal while others still hold some
# Out of a hundred: what a moderator of a real portal does, roughly (domain-rules B3).
_CHOICES: Final = {"publish": 86, "refuse": 9, "ask": 5}
_TWICE: Final = 40  # one decision in so many is sent twice: a double click, a second window
_LOOKS: Final = 20  # after so many decisions the moderator looks at the whole queue
_QUEUE: Final = "/desk/"
_REFUSED: Final = "/"  # a refusal leads back to the page that the form stood on, here to none
_ITEM: Final = re.compile(r"^/desk/appeals/(\d+)$")
_FORMS: Final[dict[str, dict[str, str]]] = {
    "publish": {},
    "refuse": {"reason": "no_facts", "words": "Напишите, пожалуйста, где это и что именно случилось."},
    "ask": {"words": "Уточните, пожалуйста, номер дома."},
}
KINDS: Final = ("queue", "next", "item", "decision")  # of requests


@dataclass(slots=True)
class Worked:
    """What one moderator did. Seconds of each kind of request, as the browser waited."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    decided: Counter[str] = field(default_factory=Counter)
    ended: float = 0.0  # of the last decision, by time.monotonic
    repeated: int = 0  # decisions sent twice: the second must change nothing
    refused_repeats: int = 0  # … and so many of them were refused
    collisions: int = 0  # decisions refused because somebody was faster


class Moderator:
    """cookies: of a session that is signed in. `stop` ends the work of all when one meets an error."""

    def __init__(self, port: int, cookies: dict[str, str], seed: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = dict(cookies)
        self.chance = random.Random(seed)  # noqa: S311  # no secret
        self.worked = Worked()

    def work(self) -> None:
        """Until nothing is left. Raises Stop at an answer that no moderator should get."""
        idle_since = time.monotonic()
        self.queue()
        appeal = self.next(after=0)
        while appeal is not None or time.monotonic() - idle_since < _PATIENCE:
            if appeal is None:
                if f"{_QUEUE}appeals/" not in self.queue():
                    return
                time.sleep(_PAUSE)
                appeal = self.next(after=0)
                continue
            idle_since = time.monotonic()
            if self.worked.decided.total() % _LOOKS == _LOOKS - 1:
                self.queue()
            self.open(appeal)
            choice = self.chance.choices(list(_CHOICES), list(_CHOICES.values()))[0]
            appeal = self.decide(appeal, choice, twice=self.chance.randrange(_TWICE) == 0)
        raise Stop("Модератор не дождался свободного обращения, а очередь не пуста")

    def queue(self, path: str = _QUEUE) -> str:
        """The page."""
        return self._ask("queue", "GET", path, expected=200)[1]

    def next(self, *, after: int) -> int | None:
        return _named(self._ask("next", "POST", "/desk/next", {"after": str(after)}, expected=302)[0])

    def open(self, appeal: int) -> None:
        self._ask("item", "GET", f"/desk/appeals/{appeal}", expected=200)

    def free(self, appeal: int) -> None:
        self._ask("next", "POST", f"/desk/appeals/{appeal}/free", {}, expected=302)

    def decide(self, appeal: int, choice: str, *, twice: bool = False) -> int | None:
        """What the portal gives next; None: nothing is free. twice: the second press must be refused."""
        path = f"/desk/appeals/{appeal}/{choice}"
        where, _page = self._ask("decision", "POST", path, _FORMS[choice], expected=302)
        if where == _REFUSED:
            self.worked.collisions += 1
            return self.next(after=appeal)
        self.worked.decided[choice] += 1
        self.worked.ended = time.monotonic()
        if twice:
            self.worked.repeated += 1
            again, _page = self._ask("decision", "POST", path, _FORMS[choice], expected=302)
            self.worked.refused_repeats += again == _REFUSED
        return _named(where)

    def _ask(
        self, kind: str, method: str, path: str, form: dict[str, str] | None = None, *, expected: int
    ) -> tuple[str, str]:
        """Address of a redirect, page. Raises Stop at a status that is not `expected`."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode({**form, "csrfmiddlewaretoken": self.cookies["csrftoken"]})
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        began = time.perf_counter()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        page = answer.read().decode("utf-8", "replace")
        self.worked.seconds[kind].append(time.perf_counter() - began)
        if answer.status != expected:
            raise Stop(f"{method} {path}: ответ {answer.status}")
        for name, value in re.findall(
            r"^(\w+)=([^;]+)", "\n".join(answer.headers.get_all("Set-Cookie") or []), re.M
        ):
            self.cookies[name] = value
        return answer.getheader("Location", ""), page


def _named(where: str) -> int | None:
    """The appeal that a redirect leads to; None: it leads to the queue."""
    found = _ITEM.match(urlsplit(where).path)
    return int(found[1]) if found else None


def signed_in(email: str) -> dict[str, str]:
    """Cookies of a new moderator's session; a token of CSRF needs no more than to be the same in cookie and form."""
    user = User.objects.create_user(email, name="Модератор", role=User.Role.MODERATOR)
    client = Client()
    client.force_login(user)
    return {"sessionid": client.cookies["sessionid"].value, "csrftoken": "0" * 32}
