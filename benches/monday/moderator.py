"""A moderator who goes through the queue as a browser would: the next free appeal, its page, a decision."""

import http.client
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode, urlsplit

from tools.say import Stop

_PAUSE: Final = 0.2  # seconds before somebody looks again whether others have left anything
_PATIENCE: Final = 60  # seconds without a free appeal while others still hold some
# Out of a hundred: what a moderator of a real portal does, roughly (domain-rules B3).
_CHOICES: Final = {"publish": 86, "refuse": 9, "ask": 5}
_TWICE: Final = 40  # one decision in so many is sent twice: a double click, a second window
_ITEM: Final = re.compile(r"^/desk/appeals/(\d+)$")
_FORMS: Final[dict[str, dict[str, str]]] = {
    "publish": {},
    "refuse": {"reason": "no_facts", "words": "Напишите, пожалуйста, где это и что именно случилось."},
    "ask": {"words": "Уточните, пожалуйста, номер дома."},
}


@dataclass(slots=True)
class Worked:
    """What one moderator did. Seconds of each kind of request, as the browser waited."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {"next": [], "item": [], "decision": []})
    decided: Counter[str] = field(default_factory=Counter)
    refused_repeats: int = 0  # of decisions sent twice: the second must change nothing
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
        appeal = self._next(after=0)
        while appeal is not None or time.monotonic() - idle_since < _PATIENCE:
            if appeal is None:
                if self._queue_is_empty():
                    return
                time.sleep(_PAUSE)
                appeal = self._next(after=0)
                continue
            idle_since = time.monotonic()
            self._ask("item", "GET", f"/desk/appeals/{appeal}", expected=200)
            appeal = self._decide(appeal)
        raise Stop("Модератор не дождался свободного обращения, а очередь не пуста")

    def _decide(self, appeal: int) -> int | None:
        choice = self.chance.choices(list(_CHOICES), list(_CHOICES.values()))[0]
        path = f"/desk/appeals/{appeal}/{choice}"
        status, where, _page = self._ask("decision", "POST", path, _FORMS[choice])
        if status != 302:
            self.worked.collisions += 1
            return self._next(after=appeal)
        self.worked.decided[choice] += 1
        if self.chance.randrange(_TWICE) == 0:
            again, _where, _page = self._ask("decision", "POST", path, _FORMS[choice])
            self.worked.refused_repeats += again == 409
        return _named(where)

    def _next(self, *, after: int) -> int | None:
        _status, where, _page = self._ask("next", "POST", "/desk/next", {"after": str(after)}, expected=302)
        return _named(where)

    def _queue_is_empty(self) -> bool:
        _status, _where, page = self._ask("next", "GET", "/desk/", expected=200)
        return "/desk/appeals/" not in page

    def _ask(
        self, kind: str, method: str, path: str, form: dict[str, str] | None = None, *, expected: int = 0
    ) -> tuple[int, str, str]:
        """Status, address of a redirect, page. Raises Stop at a status that is not `expected`; 0: below 500."""
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
        if answer.status >= 500 or (expected and answer.status != expected):
            raise Stop(f"{method} {path}: ответ {answer.status}")
        for name, value in re.findall(
            r"^(\w+)=([^;]+)", "\n".join(answer.headers.get_all("Set-Cookie") or []), re.M
        ):
            self.cookies[name] = value
        return answer.status, answer.getheader("Location", ""), page


def _named(where: str) -> int | None:
    """The appeal that a redirect leads to; None: it leads to the queue."""
    found = _ITEM.match(urlsplit(where).path)
    return int(found[1]) if found else None
