"""The guarantee check and the figures for monitoring look for letters and SMS that were given up.

No lock that anybody waits for: CONCURRENTLY reads through the table, some seconds a million messages; the index holds
only what failed. Broken off, it may stay behind as invalid: DROP it and run the migration again.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("outbox", "0003_of_a_person")]
    operations = [
        AddIndexConcurrently(
            "message",
            models.Index(
                fields=["created_at"],
                condition=models.Q(state="failed", channel__in=["email", "sms"]),
                name="message_failed",
            ),
        ),
    ]
