"""What came in a form or an address, read without trust."""

from uuid import UUID

from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal


class Incomplete(Refusal):
    """A part of the form that no person types is missing."""

    code = "incomplete"
    status = 422


def whole(typed: str) -> int | None:
    """A whole number of at most 18 digits, which fits every column; None: something else."""
    return int(typed) if len(typed) <= 18 and typed.isdecimal() else None


def key(typed: str) -> UUID:
    """Of the form as it was shown: pressed twice, it does once. Raises Incomplete."""
    try:
        return UUID(typed)
    except ValueError as e:
        raise Incomplete(_("Форма дошла не целиком. Откройте страницу заново и отправьте её ещё раз.")) from e
