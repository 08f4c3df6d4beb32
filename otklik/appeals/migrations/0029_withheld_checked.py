"""The checks of 0028 are looked at and the index of what is withheld made, while the portal works.

No lock that anybody waits for: VALIDATE and CONCURRENTLY read through the tables, some seconds a million rows.
Broken off, an index may stay behind as invalid: DROP it and run the migration again.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("appeals", "0028_withheld")]
    operations = [
        ValidateConstraint("complaint", "complaint_settled_whole"),
        ValidateConstraint("journalrow", "journal_move_known"),
        AddIndexConcurrently(
            "appeal",
            models.Index(
                fields=["-received_at", "-id"],
                condition=models.Q(withheld=True),
                name="appeal_withheld",
            ),
        ),
    ]
