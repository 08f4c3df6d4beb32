"""Answers to a topic's own questions as they were given, where a moderator hides one of them.

Safe while the old code runs: the column may be empty. Locks: a moment for ADD COLUMN; gives up after 4 s rather than
queue the site behind it.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0029_withheld_checked")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.AddField(
            "appeal",
            "full_fields",
            models.JSONField(null=True, help_text="as they were answered, where one of `fields` is hidden"),
        ),
    ]
