"""How many answers were returned as formal ones. Nothing is counted anew: no appeal has said so yet.

Safe while the old code runs: the database itself fills the columns (db_default). Locks: a moment on each table for
ADD COLUMN, which rewrites nothing; gives up after 4 s rather than queue the folding behind it.
"""

from django.db import migrations, models

_SUMS = ("monthtotal", "evertotal", "monthpair", "everpair", "daytotal")


class Migration(migrations.Migration):
    dependencies = [("stats", "0004_of_organisations"), ("appeals", "0033_formal")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.AddField(
            "fact",
            "formal",
            models.BooleanField(
                db_default=False, default=False, help_text="returned at least once as a formal answer"
            ),
        ),
        *(
            migrations.AddField(
                name, "formal", models.BigIntegerField(db_default=0, default=0, help_text="as `returned`")
            )
            for name in _SUMS
        ),
        *(
            migrations.AlterField(
                name,
                "answered",
                models.BigIntegerField(default=0, help_text="by the last answer, as the next eight"),
            )
            for name in _SUMS
        ),
    ]
