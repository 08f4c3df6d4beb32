"""The ledger is searched by days, partner and state.

No lock that anybody waits for: CONCURRENTLY reads through the table, some seconds a million packets. Broken off, an
index may stay behind as invalid: DROP it and run the migration again.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("exchange", "0004_handled")]
    operations = [
        AddIndexConcurrently("packet", models.Index(fields=["-created_at", "-id"], name="packet_by_time")),
        AddIndexConcurrently(
            "packet", models.Index(fields=["partner_uid", "-created_at", "-id"], name="packet_of_partner")
        ),
        AddIndexConcurrently(
            "packet", models.Index(fields=["state", "-created_at", "-id"], name="packet_in_state")
        ),
        AddIndexConcurrently(
            "packet",
            models.Index(
                fields=["handled_by"],
                condition=models.Q(handled_by__isnull=False),
                name="packet_handled",
            ),
        ),
    ]
