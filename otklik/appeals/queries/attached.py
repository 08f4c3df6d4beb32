"""Files that go to МСЭД with an appeal."""

from pathlib import PurePath

from django.conf import settings

from otklik.appeals.models import Appeal, Photo
from otklik.appeals.queries import merged
from otklik.files import documents, photos
from otklik.integrations import msed


def pictures(appeal: Appeal) -> list[msed.FilePart]:
    """Its own photos; of what was merged with it those that everybody sees, as many as one appeal may have."""
    shown = list(appeal.photos.filter(hidden=False).order_by("place"))
    joined = Photo.objects.filter(
        appeal__in=merged.ids(appeal.pk), appeal__withheld=False, clarifies=False, hidden=False
    )
    shown += joined.order_by("appeal", "place")[: max(settings.PHOTOS - len(shown), 0)]
    return [
        msed.FilePart(
            name=f"photo_{n}.jpg",
            content=photos.read(photo.pk, "full"),
            description="Фото" if photo.appeal_id == appeal.pk else "Фото из объединённого обращения",
        )
        for n, photo in enumerate(shown, 1)
    ]


def papers(appeal: Appeal) -> list[msed.FilePart]:
    """What the author enclosed; it names people, so only authorities that may have personal data get it."""
    rows = appeal.enclosures.order_by("added_at", "pk").values_list("pk", "title")
    return [
        msed.FilePart(
            name=f"paper_{n}{PurePath(title).suffix.lower()}",
            content=documents.read(pk),
            description="Документ автора",
        )
        for n, (pk, title) in enumerate(rows, 1)
    ]
