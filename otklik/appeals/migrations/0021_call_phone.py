"""Appeals of a telephone number, for the card of a caller.

Made while the portal works (CONCURRENTLY): no lock; only appeals with a number are in it. Safe while the old code runs.
Broken off, it may stay behind as invalid: DROP it and run the migration again.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("appeals", "0021_watch_indexes")]
    operations = [
        AddIndexConcurrently(
            "appeal",
            models.Index(
                fields=["author_phone", "-received_at", "-id"],
                condition=~models.Q(author_phone=""),
                name="appeal_of_phone",
            ),
        ),
    ]
