"""The app signs in by way of the browser, where every way to sign in works (RFC 8252; proof by RFC 7636, S256).

The app keeps a `verifier` and opens the portal with its hash, the challenge; the portal's page makes a code for who is
signed in there; the app brings the code and the verifier. Whoever sees only the code, in a history, a log or by an app
that answers to the same scheme, has no verifier. The code is signed and not kept; of its use only a hash is, until it
would be too old anyway.
"""

import re
from base64 import urlsafe_b64encode
from datetime import datetime
from hashlib import sha256
from secrets import compare_digest, token_urlsafe
from typing import Final

from django.core import signing
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.people import limits
from otklik.people.limits import Limit
from otklik.people.models import User

SECONDS: Final = 120  # that a code is good
_SALT: Final = "otklik.by_browser"
_CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_STATE: Final = re.compile(r"[A-Za-z0-9_-]{16,128}")


class BadCode(Refusal):
    """Cut, altered, too old, used, of another app; or the account is closed or has a new password by now."""

    code = "bad_code"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Вход через браузер не завершён: начните его в приложении снова."))
        self.fields = {"code": self.text}


def is_asked(challenge: str, state: str) -> bool:
    """Whether an app that keeps to the standard would ask so."""
    return bool(_CHALLENGE.fullmatch(challenge) and _STATE.fullmatch(state))


def code(user: User, *, challenge: str) -> str:
    """For the app that holds the verifier of this challenge, once."""
    return signing.dumps([user.pk, challenge, _stamp(user), token_urlsafe(9)], salt=_SALT)


def redeem(said: str, *, verifier: str, now: datetime) -> User:
    """Whom the code signs in; used up by that. A wrong verifier uses nothing up: a thief must not be able to. Raises
    BadCode.
    """
    try:
        key, challenge, stamp, nonce = signing.loads(said, salt=_SALT, max_age=SECONDS)
    except signing.BadSignature as e:
        raise BadCode from e
    if not compare_digest(_challenge(verifier), challenge):
        raise BadCode
    user = User.objects.filter(pk=key, is_active=True).first()
    if user is None or not compare_digest(_stamp(user), stamp):
        raise BadCode
    if not limits.first(Limit("by browser", nonce, 1, SECONDS), now=now):
        raise BadCode
    return user


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _stamp(user: User) -> str:
    """Of password and rights, in a form that says nothing of them."""
    return sha256(user.get_session_auth_hash().encode()).hexdigest()[:16]
