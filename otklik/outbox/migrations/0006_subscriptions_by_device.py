"""Whoever signs a device out finds what it subscribed.

No lock that anybody waits for: CONCURRENTLY; the index holds subscriptions of the app only, at first none. Broken off,
it may stay behind as invalid: DROP it and run the migration again.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("outbox", "0005_of_a_device")]
    operations = [
        AddIndexConcurrently(
            "pushsubscription",
            models.Index(
                fields=["device"], condition=models.Q(device__isnull=False), name="push_subscription_of_device"
            ),
        ),
    ]
