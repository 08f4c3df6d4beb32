"""The clock looks each hour for callers of old calls who are not forgotten yet.

No lock that anybody waits for: CONCURRENTLY reads through the table, some seconds a million calls. Broken off, it may
stay behind as invalid: DROP it and run the migration again.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("hotline", "0003_callers_place")]
    operations = [
        AddIndexConcurrently(
            "call",
            models.Index(
                fields=["began_at", "id"],
                condition=~models.Q(phone="", said="", lon__isnull=True),
                name="call_to_forget",
            ),
        ),
    ]
