"""What happened to appeals is read by moments, of the moves that everybody is told of (Open311).

No lock that anybody waits for: CONCURRENTLY reads through the journal, some seconds a million rows. Broken off, the
index may stay behind as invalid: DROP it and run the migration again.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

_TOLD = [
    "answer", "assign", "close", "extend", "file", "forward", "merge", "progress", "rate", "readdress", "register",
    "resend", "return", "split", "withdraw",
]  # fmt: skip


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("appeals", "0030_full_fields")]
    operations = [
        AddIndexConcurrently(
            "journalrow",
            models.Index(fields=["at", "id"], condition=models.Q(move__in=_TOLD), name="journal_told"),
        ),
    ]
