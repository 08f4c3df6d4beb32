"""Indexes of the public lists, made while the portal works (CONCURRENTLY): no lock, some minutes a million rows.

Broken off, one may stay behind as invalid: DROP it and run the migration again.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

PUBLIC = models.Q(state__in=["answered", "closed", "published", "registered", "returned", "sending"])
ANSWERED = models.Q(state__in=["answered", "closed"]) & models.Q(answered_at__isnull=False)
OWED = models.Q(state__in=["sending", "registered"])
BY_ONE = ("", "category", "topic", "area", "settlement", "authority")
BEFORE = ("appeal_public", "appeal_by_kind", "appeal_by_category", "appeal_answered")
BY_TWO = ("area topic", "settlement topic", "authority topic", "area authority", "settlement authority")


def index(word: str, column: str, condition: models.Q, filters: str) -> AddIndexConcurrently:
    names = filters.split()
    return AddIndexConcurrently(
        "appeal",
        models.Index(
            fields=["kind", "state", *names, f"-{column}", "-id"],
            condition=condition,
            name="_".join(["appeal", word, *(name[:5] for name in names)]),
        ),
    )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("appeals", "0010_lists_filled")]
    operations = [
        *(index("new", "published_at", PUBLIC, filters) for filters in (*BY_ONE, *BY_TWO, "rating")),
        *(index("hot", "heat", PUBLIC, filters) for filters in BY_ONE),
        *(index("done", "answered_at", ANSWERED, filters) for filters in BY_ONE),
        *(index("due", "answer_by", OWED, filters) for filters in BY_ONE),
        # The lists of before: the old code walked by them until now.
        *(RemoveIndexConcurrently("appeal", name) for name in BEFORE),
    ]
