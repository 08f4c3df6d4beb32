"""A moderator takes a published appeal off the portal: the column, two moves, the verdict on complaints about it.

Safe while the old code runs: the database itself fills the column, and no old code writes the new codes; it would go
on showing what is withheld meanwhile, so nobody withholds before the new code runs everywhere.
Locks: a moment for each change (no table is read through: the column has a constant default, the checks are added
unchecked and 0029 looks at them without a lock); gives up after 4 s rather than queue the site behind it.
"""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

MOVES = [
    "receive", "confirm", "lapse", "correct", "ask", "reply", "clarify", "expire", "refuse", "publish", "merge",
    "assign", "unrouted", "register", "readdress", "progress", "answer", "rate", "return", "allow", "resend",
    "close", "file", "withdraw", "split", "redact", "withhold", "restore", "hand", "forward", "extend", "reckon",
    "control", "release",
]  # fmt: skip
SETTLED = models.Q(verdict="", settled_at__isnull=True) | models.Q(
    verdict__in=["hidden", "kept", "withheld"], settled_at__isnull=False
)


def anew(model: str, name: str, condition: models.Q) -> list[migrations.operations.base.Operation]:
    return [
        migrations.RemoveConstraint(model, name),
        AddConstraintNotValid(model, models.CheckConstraint(condition=condition, name=name)),
    ]


class Migration(migrations.Migration):
    dependencies = [("appeals", "0027_ready_words")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.AddField(
            "appeal",
            "withheld",
            models.BooleanField(
                default=False,
                db_default=False,
                help_text="a moderator took it off the portal; see appeals.withholding",
            ),
        ),
        *anew("complaint", "complaint_settled_whole", SETTLED),
        *anew("journalrow", "journal_move_known", models.Q(move__in=MOVES)),
    ]
