"""Columns that the public lists walk by, and the queue of what must be counted anew.

Safe while the old code runs: the database itself fills the columns; what the old code writes meanwhile is counted when
`0010` passes over it, or by `otklik recount`. Locks: a moment; gives up after 4 s rather than queue the site behind it.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0008_clarifications_checked")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            "Change",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "appeal",
                    models.ForeignKey(
                        "appeals.appeal",
                        django.db.models.deletion.CASCADE,
                        db_constraint=False,
                        db_index=False,
                        related_name="+",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            "appeal",
            "area",
            models.CharField(
                db_default="",
                default="",
                help_text="OKTMO of the territory: its versions share it",
                max_length=11,
            ),
        ),
        migrations.AddField(
            "appeal",
            "has_photo",
            models.BooleanField(db_default=False, default=False, help_text="a photo that everyone may see"),
        ),
        migrations.AddField(
            "appeal",
            "heat",
            models.FloatField(db_default=0, default=0, help_text="popularity with decay; see rules.heat"),
        ),
    ]
