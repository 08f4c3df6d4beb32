"""The key of a letter by which somebody who enters from elsewhere proves an e-mail.

It works only together with the mark in the browser that asked for the letter: who presses the button of a letter
that a stranger caused joins nothing.
"""

import hmac

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from otklik.kit.links import BadLink

_SALT = "otklik.identity"


def sign(mark: str, *, email: str) -> str:
    return signing.dumps([mark, email], salt=_SALT)


def email_of(token: str, *, mark: str) -> str:
    """The e-mail that is proved. Raises BadLink: old, altered, or of another browser (another mark)."""
    try:
        signed, email = signing.loads(token, salt=_SALT, max_age=settings.PASSWORD_RESET_TIMEOUT)
    except signing.BadSignature as e:
        raise BadLink(_("Ссылка неполная или устарела. Начните вход ещё раз.")) from e
    if not mark or not hmac.compare_digest(str(signed), mark):
        raise BadLink(
            _("Откройте ссылку в том же браузере, в котором начали вход, или начните вход ещё раз.")
        )
    return str(email)
