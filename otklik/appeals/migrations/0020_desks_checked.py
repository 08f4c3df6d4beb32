"""The checks of 0019 are looked at and the indexes of the desks made, while the portal works.

No lock that anybody waits for: VALIDATE and CONCURRENTLY read through the two tables, some seconds a million rows.
Broken off, an index may stay behind as invalid: DROP it and run the migration again.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("appeals", "0019_desks")]
    operations = [
        ValidateConstraint("journalrow", "journal_move_known"),
        ValidateConstraint("appeal", "appeal_attention_known"),
        ValidateConstraint("appeal", "appeal_regime_known"),
        migrations.RunSQL(
            "ALTER TABLE appeals_appeal VALIDATE CONSTRAINT appeals_appeal_forwards_check",
            migrations.RunSQL.noop,
        ),
        AddIndexConcurrently(
            "appeal",
            models.Index(
                fields=["executor", "answer_by", "id"],
                condition=models.Q(state__in=["sending", "registered"], executor__isnull=False),
                name="appeal_of_executor",
            ),
        ),
        AddIndexConcurrently(
            "appeal",
            models.Index(
                fields=["controlled_at", "id"],
                condition=models.Q(controlled_at__isnull=False),
                name="appeal_controlled",
            ),
        ),
    ]
