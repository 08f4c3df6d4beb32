"""What a person agreed to, in which version of the text, and when. Rows stay: they are the proof."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.people.models import Consent, User

RULES: Final = "rules"
PUBLICATION: Final = "publication"  # of the name beside own appeals
TITLES: Final[dict[str, Promise]] = {
    RULES: _("Правила портала"),
    PUBLICATION: _("Публикация имени рядом с обращениями"),
}


@dataclass(frozen=True, slots=True)
class Row:
    kind: str
    title: str
    version: date
    given_at: datetime
    withdrawn_at: datetime | None


def versions() -> dict[str, str]:
    """Version of each text that is shown now."""
    return {RULES: settings.RULES_VERSION, PUBLICATION: settings.PUBLICATION_VERSION}


@transaction.atomic
def give(user: User, kind: str, *, now: datetime) -> None:
    """The person agrees to the text as it is now. A repeat changes nothing; an older version is closed."""
    version = versions()[kind]
    User.objects.select_for_update().only("pk").get(pk=user.pk)
    in_force = Consent.objects.filter(user=user, kind=kind, withdrawn_at=None).first()
    if in_force and in_force.version == version:
        return
    if in_force:
        withdraw(user.pk, kind, now=now)
    Consent.objects.create(user=user, kind=kind, version=version, given_at=now)


def withdraw(user_id: int, kind: str, *, now: datetime) -> None:
    """A repeat finds nothing to do."""
    Consent.objects.filter(user=user_id, kind=kind, withdrawn_at=None).update(withdrawn_at=now)


def of(user_id: int) -> list[Row]:
    """Everything the person ever agreed to, newest first."""
    found = Consent.objects.filter(user=user_id).order_by("-given_at", "-id")
    return [
        Row(
            c.kind, str(TITLES.get(c.kind, c.kind)), date.fromisoformat(c.version), c.given_at, c.withdrawn_at
        )
        for c in found
    ]
