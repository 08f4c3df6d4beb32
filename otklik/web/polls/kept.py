"""What the voter's own browser keeps for a while, and we do not: a ballot during the sign-in, the receipt after it.

Neither goes into the session: that is a row of ours beside the account, and a ballot must never lie beside an account.
"""

from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

_BALLOT, _RECEIPT = "otklik_ballot", "otklik_receipt"
_SIGNING_IN: Final = 3600  # seconds
_SHOWN: Final = 900  # seconds, on the page of the receipt
_MOST: Final = 3_700  # bytes that every browser keeps in one cookie
STRAW: Final = "otklik_straw"
_STRAW_DAYS: Final = 400  # more than browsers keep


def ballot(request: HttpRequest) -> QueryDict | None:
    """What was typed before the sign-in."""
    try:
        said = signing.loads(request.COOKIES[_BALLOT], salt=_BALLOT, max_age=_SIGNING_IN)
    except (KeyError, signing.BadSignature):
        return None
    return QueryDict(said)


def keep_ballot(response: HttpResponse, poll_code: str, post: QueryDict) -> bool:
    """Whether it could be kept: a cookie holds four kilobytes."""
    fields = QueryDict(mutable=True)
    for name, values in post.lists():
        if name.startswith("q-") and not name.endswith(".do"):
            fields.setlist(name, [value for value in values if value])
    made = signing.dumps(fields.urlencode(), salt=_BALLOT, compress=True)
    if len(made) > _MOST:
        return False
    _set(response, _BALLOT, made, reverse("poll-vote", args=[poll_code]), _SIGNING_IN)
    return True


def forget_ballot(response: HttpResponse, poll_code: str) -> None:
    response.delete_cookie(_BALLOT, path=reverse("poll-vote", args=[poll_code]), samesite="Lax")


def receipt(request: HttpRequest) -> str:
    """The code of the vote that was cast just now in this browser; "" none."""
    try:
        return str(signing.loads(request.COOKIES[_RECEIPT], salt=_RECEIPT, max_age=_SHOWN))
    except (KeyError, signing.BadSignature):
        return ""


def keep_receipt(response: HttpResponse, poll_code: str, code: str) -> None:
    made = signing.dumps(code, salt=_RECEIPT)
    _set(response, _RECEIPT, made, reverse("poll-receipt", args=[poll_code]), _SHOWN)


def keep_straw(response: HttpResponse, mark: str) -> None:
    """By which a browser is known that has voted without an account."""
    _set(response, STRAW, mark, "/polls/", _STRAW_DAYS * 24 * 3600)


def _set(response: HttpResponse, name: str, value: str, path: str, seconds: int) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
