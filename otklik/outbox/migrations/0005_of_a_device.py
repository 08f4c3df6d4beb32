"""Notifications of the app belong to the device on which it is signed in: signed out, it is told nothing more.

Safe while the old code runs: it writes the column nowhere, and nobody subscribes from the app before the new code does.
Locks: a moment for ADD COLUMN, on devices too (no row is read: all are null); gives up after 4 s rather than queue the
site behind it. The index is made in 0006, which blocks nobody.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0004_failed_letters"), ("people", "0010_devices")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.AddField(
            "pushsubscription",
            "device",
            models.ForeignKey(
                "people.device",
                django.db.models.deletion.CASCADE,
                null=True,
                related_name="push_subscriptions",
                db_index=False,
                help_text="of the app; null: a browser with pages of the portal",
            ),
        ),
    ]
