"""What the public lists filter and order by, kept on the appeal itself: its indexes walk by these columns."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from otklik.appeals.models import Appeal, Photo
from otklik.appeals.rules.heat import heat
from otklik.places import queries as places


def at_publication(appeal_id: int, *, published_at: datetime) -> dict[str, Any]:
    """Columns that are written with the publication. Photos that come later nobody moderated: they do not count.
    One statement.
    """
    photo = Exists(Photo.objects.filter(appeal=OuterRef("pk"), clarifies=False, hidden=False))
    row = (
        Appeal.objects.filter(pk=appeal_id)
        .values_list("supporters", "territory__code", photo, "confidential")
        .get()
    )
    return {
        "published_at": published_at,
        "heat": heat(published_at, supporters=row[0]),
        "area": row[1] or "",
        "has_photo": row[2],
        # Withheld before it was merged and split: who publishes it has read it anew. What its author wanted stays.
        "withheld": row[3],
    }


def has_photo(appeal_id: int) -> bool:
    """That everyone may see."""
    return Photo.objects.filter(appeal=appeal_id, clarifies=False, hidden=False).exists()


def area(territory_id: int | None) -> str:
    """Code of the municipality, which the versions of a territory share; "" where it is unknown."""
    found = places.territory_by_id(territory_id) if territory_id else None
    return found.code if found else ""
