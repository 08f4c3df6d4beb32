"""Whether the author returned an answer as a formal one. What was returned before: nobody was asked.

Safe while the old code runs: the database itself fills the column (db_default). Locks: a moment for ADD COLUMN, which
rewrites nothing; gives up after 4 s rather than queue the site behind it.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0032_filed_with")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.AddField(
            "appeal",
            "formal",
            models.BooleanField(
                db_default=False, default=False, help_text="the author once returned an answer as a formal one"
            ),
        ),
    ]
