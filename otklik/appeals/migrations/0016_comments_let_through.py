"""Comments that were shown lately, for the moderators' desk.

Safe while the old code runs: it does not use the index. No lock: made CONCURRENTLY. Broken off, it may stay behind as
invalid: DROP it and run the migration again.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("appeals", "0015_search_on_every_core")]
    operations = [
        AddIndexConcurrently(
            "comment",
            models.Index(
                fields=["-decided_at", "-id"],
                condition=models.Q(state="shown"),
                name="comment_let_through",
            ),
        ),
    ]
