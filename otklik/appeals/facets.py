"""What the public lists filter and order by, kept on the appeal itself: its indexes walk by these columns."""

from datetime import datetime
from typing import Any

from otklik.appeals.models import Appeal, Photo
from otklik.appeals.rules.heat import heat
from otklik.places import queries as places


def at_publication(appeal_id: int, *, published_at: datetime) -> dict[str, Any]:
    """Columns that are written with the publication. Photos that come later nobody moderated: they do not count."""
    appeal = Appeal.objects.only("territory", "supporters").get(pk=appeal_id)
    return {
        "published_at": published_at,
        "heat": heat(published_at, supporters=appeal.supporters),
        "area": area(appeal.territory_id),
        "has_photo": has_photo(appeal_id),
    }


def has_photo(appeal_id: int) -> bool:
    """That everyone may see."""
    return Photo.objects.filter(appeal=appeal_id, clarifies=False, hidden=False).exists()


def area(territory_id: int | None) -> str:
    """Code of the municipality, which the versions of a territory share; "" where it is unknown."""
    found = places.territory_by_id(territory_id) if territory_id else None
    return found.code if found else ""
