"""The checks of 0007 hold for what was stored before. Reads both tables through and blocks nobody."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("outbox", "0007_stores")]
    operations = [
        ValidateConstraint("message", "message_channel_known"),
        ValidateConstraint("pushsubscription", "push_subscription_of_app_has_device"),
    ]
