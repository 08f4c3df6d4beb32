"""Handing a message to a push service. pywebpush is imported at the first one: web processes never pay for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

TIMEOUT: Final = 10  # seconds
KEPT: Final = 24 * 3600  # seconds that the service keeps a message for a browser that sleeps
_GONE: Final = frozenset({404, 410})
_FOR_GOOD: Final = frozenset({400, 413})


class Gone(Exception):
    """The browser has said goodbye: nothing will reach it any more."""


class Refused(Exception):
    """This message will never be taken."""


class Unavailable(Exception):
    """The push service does not take it now."""


@dataclass(frozen=True, slots=True)
class Browser:
    """What a browser gives when it subscribes."""

    endpoint: str
    p256dh: str  # base64url
    auth: str  # base64url


class Gateway:
    """key: see `keys.new_key`. contact: a mailto: or https: address of whoever runs this server, for the services."""

    def __init__(self, key: str, contact: str) -> None:
        import requests
        from py_vapid import Vapid02

        self._vapid = Vapid02.from_raw(key.encode())
        self._contact = contact
        self._session = requests.Session()
        self._session.max_redirects = (
            0  # a service never redirects; a stranger's address might, to inside our network
        )
        self._silent: set[str] = set()  # services that did not answer: the batch asks them no more

    def deliver(self, browser: Browser, text: str) -> None:
        """Raises Gone, Refused, Unavailable."""
        import requests
        from pywebpush import WebPusher

        service = urlsplit(browser.endpoint)
        origin = f"{service.scheme}://{service.netloc}"
        if origin in self._silent:
            raise Unavailable(f"{origin} did not answer a moment ago")
        keys = {"p256dh": browser.p256dh, "auth": browser.auth}
        pusher = WebPusher({"endpoint": browser.endpoint, "keys": keys}, requests_session=self._session)
        claims = {"aud": origin, "sub": self._contact}
        try:
            answer = pusher.send(
                text, self._vapid.sign(claims), ttl=KEPT, content_encoding="aes128gcm", timeout=TIMEOUT
            )
        except requests.RequestException as e:
            self._silent.add(origin)
            raise Unavailable(f"{origin}: {type(e).__name__}") from e
        _judge(origin, answer.status_code)

    def close(self) -> None:
        self._session.close()


def _judge(origin: str, status: int) -> None:
    if 200 <= status < 300:
        return
    said = f"{origin}: {status}"
    raise Gone(said) if status in _GONE else Refused(said) if status in _FOR_GOOD else Unavailable(said)


def may_be_asked(endpoint: str, hosts: Iterable[str]) -> bool:
    """Is it the address of a push service that we know? Any other would let a stranger choose whom our worker calls.

    hosts: names, or endings that begin with a dot. Only https, but for this machine itself.
    """
    try:
        parts = urlsplit(endpoint)
        host = parts.hostname or ""
        if parts.username is not None or (parts.scheme != "https" and host != "127.0.0.1"):
            return False
        return parts.scheme in ("http", "https") and any(
            host == known or (known.startswith(".") and host.endswith(known)) for known in hosts
        )
    except ValueError:
        return False
