"""ИНН and ОГРН as people type them: checked by their own check digits, or refused with words."""

from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError as BadNumber
from stdnum.ru import inn as inns
from stdnum.ru import ogrn as ogrns

OGRN_LENGTH: Final = {10: 13, 12: 15}  # by the length of the ИНН: organisations, sole traders


def inn(typed: str) -> str:
    """10 or 12 digits. Raises ValidationError."""
    try:
        return _digits(inns.validate(typed))
    except BadNumber:
        raise ValidationError(
            _("Такого ИНН не бывает. Проверьте цифры: их 10 у организации и 12 у предпринимателя.")
        ) from None


def ogrn(typed: str) -> str:
    """ОГРН, 13 digits, or ОГРНИП, 15. Raises ValidationError."""
    try:
        return _digits(ogrns.validate(typed))
    except BadNumber:
        raise ValidationError(
            _(
                "Такого ОГРН не бывает. Проверьте цифры: их 13 в ОГРН организации и 15 в ОГРНИП предпринимателя."
            )
        ) from None


def belong_together(inn: str, ogrn: str) -> bool:
    """Both of an organisation, or both of a sole trader."""
    return OGRN_LENGTH[len(inn)] == len(ogrn)


def _digits(number: str) -> str:
    """stdnum lets a newline at the end pass."""
    if not (number.isascii() and number.isdigit()):
        raise BadNumber
    return number
