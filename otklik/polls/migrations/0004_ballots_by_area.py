"""How many voted where is found without the thousands of counts that a map of places has.

Safe while the old code runs, which does not ask for it. Built without blocking writers; a build that was cut short is
dropped and begun again.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("polls", "0003_pictures")]
    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS poll_tally_ballots", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "tally",
            models.Index(fields=["poll"], condition=models.Q(question="", answer=""), name="poll_tally_ballots"),
        ),
    ]
