"""Firebase Cloud Messaging, HTTP v1: a token of OAuth 2 by the service account's key, then a request a message.

RuStore's service takes the same messages and names its errors alike: `rustore` uses the halves of this module.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from otklik.integrations.stores import jws
from otklik.integrations.stores.answers import Denied, Gone, Refused, Unavailable
from otklik.integrations.stores.line import Answer, Line
from otklik.integrations.stores.notice import KEPT, Notice

SCOPE: Final = "https://www.googleapis.com/auth/firebase.messaging"
GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_GOOGLE: Final = "https://oauth2.googleapis.com/token"
_SPARE: Final = timedelta(minutes=5)  # before its end a token is not used any more
# Of this process, by account: a batch begins every second, a token lives for an hour.
_TOKENS: Final[dict[tuple[str, str], tuple[str, datetime]]] = {}


@dataclass(frozen=True, slots=True)
class Account:
    """What we need of a service account's JSON."""

    project: str
    email: str
    key: str  # PEM
    key_id: str
    token_url: str


class Fcm:
    """account: file of the service account, as Google's console gives it."""

    def __init__(self, account: Path, *, url: str, now: Callable[[], datetime]) -> None:
        self._file, self._now = account, now
        self._line = Line(url)

    def deliver(self, token: str, notice: Notice) -> None:
        account = _account(self._file)
        answer = self._posted(account, message(token, notice, tagged=True))
        if answer.status == 401:  # Google has ended the token before its time
            _TOKENS.pop(_name(account), None)
            answer = self._posted(account, message(token, notice, tagged=True))
        judge("fcm", answer)

    def close(self) -> None:
        self._line.close()

    def _posted(self, account: Account, body: Mapping[str, Any]) -> Answer:
        headers = {"Authorization": f"Bearer {self._token(account)}"}
        return self._line.post(f"/v1/projects/{account.project}/messages:send", body, headers)

    def _token(self, account: Account) -> str:
        """Raises Denied, Unavailable."""
        now = self._now()
        kept, until = _TOKENS.get(_name(account), ("", now))
        if now < until:
            return kept
        answer = self._line.post_form(
            account.token_url, {"grant_type": GRANT, "assertion": _assertion(account, now)}
        )
        said = f"fcm, token: {answer.status} {answer.said.get('error', '')}".strip()
        if answer.status in (400, 401, 403):
            raise Denied(f"{said} {answer.said.get('error_description', '')}".strip()[:200])
        token, lives = answer.said.get("access_token"), answer.said.get("expires_in")
        if answer.status != 200 or not isinstance(token, str) or not isinstance(lives, int):
            raise Unavailable(said[:200], after=answer.after)
        _TOKENS[_name(account)] = (token, now + timedelta(seconds=lives) - _SPARE)
        return token


def message(token: str, notice: Notice, *, tagged: bool) -> dict[str, Any]:
    """tagged: a repeat takes the place of the first on the phone."""
    android: dict[str, Any] = {"ttl": f"{KEPT}s"}
    if tagged:
        android |= {"priority": "HIGH", "notification": {"tag": notice.id}}
    shown = {"title": notice.title, "body": notice.body}
    said = {"token": token, "notification": shown, "data": {"url": notice.url}, "android": android}
    return {"message": said}


def judge(service: str, answer: Answer) -> None:
    """Raises Gone, Refused, Unavailable, Denied.

    A token of somebody else's project is gone, not ours to stop for: whoever registered it may be a stranger.
    """
    if answer.status == 200:
        return
    error = answer.said.get("error")
    told: dict[str, Any] = error if isinstance(error, dict) else answer.said
    details = _dicts(told.get("details"))
    code = next((str(one["errorCode"]) for one in details if "errorCode" in one), str(told.get("status", "")))
    said = f"{service}: {answer.status} {code}".strip()[:200]
    if code in ("UNREGISTERED", "SENDER_ID_MISMATCH") or (
        code == "INVALID_ARGUMENT" and _of_token(told, details)
    ):
        raise Gone(said)
    if code == "THIRD_PARTY_AUTH_ERROR" or answer.status in (400, 413):
        raise Refused(said)
    if answer.status in (401, 403, 404):  # a project that is not there is no fault of the phone
        raise Denied(said)
    raise Unavailable(said, after=answer.after)


def _of_token(told: Mapping[str, Any], details: list[dict[str, Any]]) -> bool:
    """Is it the token that is wrong? Google names the field, or says so in words only."""
    broken = [str(one.get("field")) for detail in details for one in _dicts(detail.get("fieldViolations"))]
    return (
        "message.token" in broken if broken else "registration token" in str(told.get("message", "")).lower()
    )


def _dicts(found: object) -> list[dict[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _account(file: Path) -> Account:
    """Raises Denied: what is wrong with the file."""
    try:
        said = json.loads(jws.read_file(file))
        return Account(
            project=said["project_id"],
            email=said["client_email"],
            key=said["private_key"],
            key_id=said["private_key_id"],
            token_url=said.get("token_uri", _GOOGLE),
        )
    except jws.BadKey as e:
        raise Denied(f"fcm: {e}") from e
    except (ValueError, TypeError, KeyError) as e:
        raise Denied(f"fcm: {file}: not the JSON of a service account") from e


def _assertion(account: Account, now: datetime) -> str:
    issued = int(now.timestamp())
    claims = {
        "iss": account.email,
        "scope": SCOPE,
        "aud": account.token_url,
        "iat": issued,
        "exp": issued + 3600,
    }
    try:
        return jws.rs256(claims, key=account.key, key_id=account.key_id)
    except jws.BadKey as e:
        raise Denied(f"fcm: {e}") from e


def _name(account: Account) -> tuple[str, str]:
    return account.token_url, account.key_id
