"""Indexes of the moderator's look around: what waits near a place, what came from a phone.

No lock that anybody waits for: CONCURRENTLY reads through appeals_appeal, some seconds a million rows. Broken off, an
index may stay behind as invalid: DROP it and run the migration again.
"""

from django.contrib.postgres.indexes import GistIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

_WAITING = GistIndex(
    fields=["point"], condition=Q(state__in=["moderation", "question"]), name="appeal_waiting_point"
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("appeals", "0021_guarding")]
    operations = [
        migrations.SeparateDatabaseAndState(
            # Django leaves the condition of an index on a geometry out.
            database_operations=[
                migrations.RunSQL(
                    "CREATE INDEX CONCURRENTLY appeal_waiting_point ON appeals_appeal USING gist (point)"
                    " WHERE state IN ('moderation', 'question')",
                    "DROP INDEX CONCURRENTLY appeal_waiting_point",
                )
            ],
            state_operations=[migrations.AddIndex("appeal", _WAITING)],
        ),
        AddIndexConcurrently(
            "appeal",
            models.Index(
                fields=["author_phone", "-received_at", "-id"],
                condition=~Q(author_phone=""),
                name="appeal_of_phone",
            ),
        ),
    ]
