"""What the desks keep with an appeal: hidden words, who called, who works on it, control, the law that applies.

Safe while the old code runs: the database itself fills the columns, and no old code writes the new codes.
Locks: a moment for each change (no table is read through: the columns have constant defaults, the checks are added
unchecked and 0020 looks at them without a lock); gives up after 4 s rather than queue the site behind it.
"""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

MOVES = [
    "receive", "confirm", "lapse", "correct", "ask", "reply", "clarify", "expire", "refuse", "publish", "merge",
    "assign", "unrouted", "register", "readdress", "progress", "answer", "rate", "return", "allow", "resend",
    "close", "file", "withdraw", "split", "redact", "hand", "forward", "extend", "reckon", "control", "release",
]  # fmt: skip
ATTENTION = [
    "no_territory", "outside", "nobody", "no_exchange", "wrong_addressee", "msed_refused", "msed_conflict",
    "return_review", "forwarded",
]  # fmt: skip


def anew(model: str, name: str, condition: models.Q) -> list[migrations.operations.base.Operation]:
    return [
        migrations.RemoveConstraint(model, name),
        AddConstraintNotValid(model, models.CheckConstraint(condition=condition, name=name)),
    ]


class Migration(migrations.Migration):
    dependencies = [("appeals", "0018_map_list_walked"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.AlterField(
            "appeal", "text", models.TextField(help_text="as everybody may read it")
        ),
        migrations.AddField(
            "appeal",
            "full_text",
            models.TextField(
                blank=True,
                default="",
                db_default="",
                help_text="as it was written, where a part of `text` is hidden",
            ),
        ),
        migrations.AddField(
            "appeal",
            "author_phone",
            models.CharField(
                blank=True,
                default="",
                db_default="",
                max_length=16,
                help_text="E.164; of who called the hotline",
            ),
        ),
        migrations.AddField(
            "appeal",
            "author_hidden",
            models.BooleanField(
                default=False, db_default=False, help_text="a moderator hid the name, whatever the author chose"
            ),
        ),
        migrations.AddField(
            "appeal",
            "executor",
            models.ForeignKey(
                settings.AUTH_USER_MODEL,
                on_delete=django.db.models.deletion.SET_NULL,
                null=True,
                related_name="+",
                db_index=False,
                help_text="the official of the authority who works on it",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            # With the check of a positive number Django would read the whole table, and nobody else could: 35 s at 10M.
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE appeals_appeal ADD COLUMN forwards smallint DEFAULT 0 NOT NULL,"
                    " ADD CONSTRAINT appeals_appeal_forwards_check CHECK (forwards >= 0) NOT VALID",
                    "ALTER TABLE appeals_appeal DROP COLUMN forwards",
                )
            ],
            state_operations=[
                migrations.AddField(
                    "appeal",
                    "forwards",
                    models.PositiveSmallIntegerField(
                        default=0, db_default=0, help_text="how often authorities forwarded it"
                    ),
                )
            ],
        ),
        migrations.AddField(
            "appeal",
            "controlled_at",
            models.DateTimeField(null=True, help_text="a supervisor has it under control since"),
        ),
        migrations.AddField(
            "appeal",
            "regime",
            models.CharField(
                choices=[("message", "Сообщение портала"), ("59fz", "Обращение по 59-ФЗ")],
                default="message",
                db_default="message",
                max_length=8,
            ),
        ),
        migrations.AddField(
            "photo",
            "hidden",
            models.BooleanField(
                default=False, db_default=False, help_text="a moderator hid it: for desks and the author only"
            ),
        ),
        *anew("journalrow", "journal_move_known", models.Q(move__in=MOVES)),
        *anew(
            "appeal",
            "appeal_attention_known",
            models.Q(attention="") | models.Q(attention__in=ATTENTION),
        ),
        AddConstraintNotValid(
            "appeal",
            models.CheckConstraint(
                condition=models.Q(regime__in=["message", "59fz"]), name="appeal_regime_known"
            ),
        ),
    ]
