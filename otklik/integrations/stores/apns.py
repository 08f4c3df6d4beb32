"""Apple Push Notification service: HTTP/2, and a token that we sign ourselves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from otklik.integrations.stores import jws
from otklik.integrations.stores.answers import Denied, Gone, Later, Refused, Unavailable
from otklik.integrations.stores.line import Answer, Line
from otklik.integrations.stores.notice import KEPT, Notice

# Apple wants a token younger than an hour and no newer one within twenty minutes, or answers 429. Signed for the
# half-hour and without chance, it is the same in every process and batch: nothing has to be kept or shared.
SLOT: Final = 30 * 60  # seconds
# A token of another app, or of another environment, is of no use to us: whoever registered it may be a stranger, and
# must not stop the others.
_GONE: Final = frozenset(
    {"BadDeviceToken", "DeviceTokenNotForTopic", "MissingDeviceToken", "Unregistered", "ExpiredToken"}
)
_DENIED: Final = frozenset({"BadTopic", "MissingTopic", "TopicDisallowed"})
_TOO_MANY_TOKENS: Final = "TooManyProviderTokenUpdates"


@dataclass(frozen=True, slots=True)
class Keys:
    """key: file .p8 of Apple's console. topic: the app's bundle identifier."""

    key: Path
    key_id: str
    team: str
    topic: str


class Apns:
    def __init__(self, keys: Keys, *, url: str, now: Callable[[], datetime]) -> None:
        self._keys, self._now = keys, now
        self._line = Line(url, http2=True)

    def deliver(self, token: str, notice: Notice) -> None:
        moment = int(self._now().timestamp())
        headers = {
            "Authorization": f"bearer {self._signed(moment - moment % SLOT)}",
            "apns-topic": self._keys.topic,
            "apns-push-type": "alert",
            "apns-priority": "10",
            "apns-expiration": str(moment + KEPT),
            "apns-collapse-id": notice.id,
        }
        alert = {"title": notice.title, "body": notice.body}
        body = {"aps": {"alert": alert, "sound": "default"}, "url": notice.url}
        _judge(self._line.post(f"/3/device/{token}", body, headers))

    def close(self) -> None:
        self._line.close()

    def _signed(self, issued: int) -> str:
        claims = {"iss": self._keys.team, "iat": issued}
        try:
            return jws.es256(claims, key=jws.read_file(self._keys.key), key_id=self._keys.key_id)
        except jws.BadKey as e:
            raise Denied(f"apns: {e}") from e


def _judge(answer: Answer) -> None:
    if answer.status == 200:
        return
    reason = str(answer.said.get("reason", ""))
    said = f"apns: {answer.status} {reason}".strip()[:200]
    if reason in _GONE or answer.status == 410:
        raise Gone(said)
    if reason in _DENIED or answer.status == 403:
        raise Denied(said)
    if answer.status == 429 and reason != _TOO_MANY_TOKENS:  # of this one phone
        raise Later(said, after=answer.after)
    if answer.status in (400, 413):
        raise Refused(said)
    raise Unavailable(said, after=answer.after)
