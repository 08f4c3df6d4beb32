"""One connection to a service for a batch. httpx is imported at the first one: web processes never pay for it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from otklik.integrations.stores.answers import Unavailable
from otklik.kit import clock

TIMEOUT: Final = 10  # seconds, for each step
LONGEST_PAUSE: Final = 3600  # seconds: a spoiled Retry-After must not stop notifications for days


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    said: dict[str, Any]  # {} for anything but an object of JSON
    after: int  # seconds of Retry-After, 0 without it


class Line:
    """base: scheme and host. http2: nothing else is spoken. No redirect is followed: it would carry our keys along."""

    def __init__(self, base: str, *, http2: bool = False) -> None:
        import httpx

        self._base = base
        self._client = httpx.Client(http1=not http2, http2=http2, timeout=TIMEOUT, follow_redirects=False)

    def post(self, path: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> Answer:
        """body: goes as JSON. Raises Unavailable: nobody answers."""
        kind = {"Content-Type": "application/json; charset=utf-8"}
        content = json.dumps(body, ensure_ascii=False).encode()
        return self._asked(self._base + path, content=content, headers={**kind, **headers})

    def post_form(self, url: str, form: Mapping[str, str]) -> Answer:
        """Raises Unavailable."""
        return self._asked(url, data=form)

    def close(self) -> None:
        self._client.close()

    def _asked(self, url: str, **more: Any) -> Answer:
        import httpx

        try:
            answer = self._client.post(url, **more)
        except httpx.HTTPError as e:
            raise Unavailable(f"{httpx.URL(url).host}: {type(e).__name__}") from e
        return Answer(
            answer.status_code, _read(answer.content), seconds(answer.headers.get("retry-after", ""))
        )


def seconds(retry_after: str, now: datetime | None = None) -> int:
    """Of a Retry-After: a number, or a date of HTTP; 0 for anything else, LONGEST_PAUSE at most."""
    text = retry_after.strip()
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return min(int(text), LONGEST_PAUSE)
    try:
        left = parsedate_to_datetime(text) - (now or clock.now())
    except (ValueError, TypeError):  # TypeError: a date without its zone
        return 0
    return max(0, min(int(left.total_seconds()), LONGEST_PAUSE))


def _read(content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
