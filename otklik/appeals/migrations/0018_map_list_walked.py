"""The two indexes by which the list beside the map walks get the points too; they take the place of those without.

Made while the portal works (CONCURRENTLY): no lock, half a minute a million rows; 32 bytes an appeal each.
Safe while the old code runs: its lists walk by the new ones as well. Broken off, one may stay behind as invalid: DROP it
and run the migration again.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

PUBLIC = models.Q(state__in=["answered", "closed", "published", "registered", "returned", "sending"])


def index(name: str, *names: str) -> AddIndexConcurrently:
    fields = ["kind", "state", *names, "-published_at", "-id"]
    return AddIndexConcurrently(
        "appeal", models.Index(fields=fields, include=["point"], condition=PUBLIC, name=name)
    )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("appeals", "0017_search_estimates")]
    operations = [
        index("appeal_map"),
        index("appeal_map_categ", "category"),
        RemoveIndexConcurrently("appeal", "appeal_new"),
        RemoveIndexConcurrently("appeal", "appeal_new_categ"),
    ]
