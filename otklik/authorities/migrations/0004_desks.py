"""Bodies that answer at a desk here. Locks: a moment; safe while the old code runs, the database fills the column."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("authorities", "0003_no_circle_of_superiors")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.AddField(
            "authority",
            "has_desk",
            models.BooleanField(
                default=False,
                db_default=False,
                help_text="its officials answer here; used where it has no MEDO uid",
            ),
        ),
    ]
