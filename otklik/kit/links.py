"""Signed tokens for links in letters: who holds the letter may do that one thing, without an account."""

from datetime import datetime

from django.core import signing
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal


class BadLink(Refusal):
    """Cut, altered or too old."""

    code = "bad_link"
    status = 404


def sign(purpose: str, key: int, *, at: datetime | None = None) -> str:
    """A token good for `purpose` on the row `key` only. at: the moment from which it ages; the same, the same token."""
    return _Signer(at, salt=f"otklik.{purpose}").sign_object(key)


def read(purpose: str, token: str, *, days: int) -> int:
    """The key that was signed. Raises BadLink: cut, altered, for another purpose, or older than `days`."""
    try:
        key = signing.loads(token, salt=f"otklik.{purpose}", max_age=days * 86400)
    except signing.BadSignature as e:
        raise BadLink(_("Ссылка неполная или устарела. Скопируйте её из письма целиком.")) from e
    return int(key)


class _Signer(signing.TimestampSigner):
    def __init__(self, at: datetime | None, *, salt: str) -> None:
        super().__init__(salt=salt)
        self._at = at

    def timestamp(self) -> str:
        return signing.b62_encode(int(self._at.timestamp())) if self._at else super().timestamp()
