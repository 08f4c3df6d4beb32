"""Words and photos that the author adds after filing. Photos stored before this came with the appeal.

Safe while the old code runs: the database itself fills the column.
Locks: a moment for each change; gives up after 4 s rather than queue the site behind it. The check of the journal is
added unchecked: every row that there is fits the narrower one that it replaces.
"""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

MOVES = [
    "receive", "confirm", "lapse", "correct", "ask", "reply", "clarify", "expire", "refuse", "publish", "merge",
    "assign", "unrouted", "register", "readdress", "progress", "answer", "rate", "return", "allow", "resend",
    "close", "file", "withdraw",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("appeals", "0006_emails_in_lower_case")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.AddField(
            "photo",
            "clarifies",
            models.BooleanField(
                default=False,
                db_default=False,
                help_text="added after filing: nobody moderated it, so it is not public",
            ),
        ),
        *(
            migrations.AlterField(
                "appeal",
                name,
                models.PositiveIntegerField(default=0, db_default=0, help_text="kept by following"),
            )
            for name in ("supporters", "followers")
        ),
        migrations.RemoveConstraint("journalrow", "journal_move_known"),
        AddConstraintNotValid(
            "journalrow",
            models.CheckConstraint(condition=models.Q(move__in=MOVES), name="journal_move_known"),
        ),
    ]
