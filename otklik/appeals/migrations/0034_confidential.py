"""Appeals that their authors showed to nobody but the authority and moderators.

Safe while the old code runs: the database itself fills the column (db_default). Locks: a moment for ADD COLUMN, nothing
is rewritten; gives up after 4 s rather than queue the site behind it.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0033_formal")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.AddField(
            "appeal",
            "confidential",
            models.BooleanField(
                default=False,
                db_default=False,
                help_text="its author showed it to nobody but the authority and moderators: withheld from the start",
            ),
        ),
    ]
