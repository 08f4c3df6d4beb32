"""Indexes of the public lists, made while the portal works (CONCURRENTLY): no lock, some minutes a million rows.

Broken off, one may stay behind as invalid: DROP it and run the migration again.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

PUBLIC = models.Q(state__in=["answered", "closed", "published", "registered", "returned", "sending"])
ANSWERED = models.Q(state__in=["answered", "closed"])
BY_DATE = (
    "topic", "area", "settlement", "authority", "area topic", "area category", "settlement topic",
    "settlement category", "authority topic", "authority category", "area authority", "settlement authority",
)  # fmt: skip
BY_HEAT = ("", "kind", "category", "area", "authority")
BY_ANSWER = ("category", "area", "authority")


def index(word: str, column: str, condition: models.Q, filters: str) -> AddIndexConcurrently:
    names = filters.split()
    return AddIndexConcurrently(
        "appeal",
        models.Index(
            fields=[*names, f"-{column}", "-id"],
            condition=condition,
            name="_".join(["appeal", word, *(name[:5] for name in names)]),
        ),
    )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("appeals", "0010_lists_filled")]
    operations = [
        *(index("new", "published_at", PUBLIC, filters) for filters in BY_DATE),
        *(index("hot", "heat", PUBLIC, filters) for filters in BY_HEAT),
        *(index("answered", "answered_at", ANSWERED, filters) for filters in BY_ANSWER),
    ]
