"""What stands still is found by an index, and the last days of the journal by a few pages of another.

No lock that anybody waits for: CONCURRENTLY reads through the two tables, some seconds a million rows. Broken off, an
index may stay behind as invalid: DROP it and run the migration again.
"""

from django.contrib.postgres.indexes import BrinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("appeals", "0025_decisions")]
    operations = [
        AddIndexConcurrently(
            "appeal",
            models.Index(
                fields=["state_since", "id"],
                condition=models.Q(state__in=["published", "sending", "registered", "returned"]),
                name="appeal_still",
            ),
        ),
        AddIndexConcurrently(
            "journalrow",
            BrinIndex(fields=["at"], pages_per_range=32, autosummarize=True, name="journal_by_time"),
        ),
    ]
