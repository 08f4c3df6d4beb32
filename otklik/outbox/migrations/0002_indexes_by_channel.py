"""Each channel is drained by itself; a person's page shows what waits and what failed.

Safe while the old code runs. Locks: outbox_message for writing while the two partial indexes are made, which hold only
what is not sent: a moment.
"""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name="message", name="message_waits"),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["channel", "due_at", "id"],
                name="message_waits",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state__in", ["waiting", "failed"])),
                fields=["user", "id"],
                name="message_open",
            ),
        ),
    ]
