"""Notifications of the stores' apps: three channels, subscriptions by a token, services that refuse our keys.

Safe while the old code runs: the database itself fills the column, and the old code writes none of the new codes; a
worker of the old code leaves messages of the new channels to those of the new one.
Locks: a moment for each change (no table is read through: the column has a constant default, the checks are added
unchecked and 0008 looks at them without a lock; the other fields change nothing in the database); gives up after 4 s
rather than queue the site behind it.
"""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

CHANNELS = [
    ("email", "Email"), ("push", "Push"), ("sms", "Sms"), ("fcm", "Fcm"), ("apns", "Apns"), ("vkpns", "Vkpns"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("outbox", "0006_subscriptions_by_device")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.RemoveConstraint("message", "message_channel_known"),
        AddConstraintNotValid(
            "message",
            models.CheckConstraint(
                condition=models.Q(channel__in=[code for code, _name in CHANNELS]),
                name="message_channel_known",
            ),
        ),
        migrations.AlterField(
            "message", "channel", models.CharField(max_length=5, choices=CHANNELS, default="email")
        ),
        migrations.AddField(
            "pushsubscription",
            "channel",
            models.CharField(max_length=5, choices=CHANNELS, default="push", db_default="push"),
        ),
        migrations.AlterField(
            "pushsubscription",
            "endpoint",
            models.CharField(
                max_length=1000,
                unique=True,
                help_text="address of a browser's push service; of an app its token",
            ),
        ),
        migrations.AlterField(
            "pushsubscription",
            "p256dh",
            models.CharField(max_length=200, blank=True, help_text="this and `auth`: of browsers only"),
        ),
        migrations.AlterField("pushsubscription", "auth", models.CharField(max_length=100, blank=True)),
        AddConstraintNotValid(
            "pushsubscription",
            models.CheckConstraint(
                condition=models.Q(channel="push")
                | models.Q(channel__in=["fcm", "apns", "vkpns"], device__isnull=False),
                name="push_subscription_of_app_has_device",
            ),
        ),
        migrations.CreateModel(
            "Stop",
            [
                (
                    "channel",
                    models.CharField(max_length=5, choices=CHANNELS, primary_key=True, serialize=False),
                ),
                ("said", models.CharField(max_length=300, help_text="the service's words")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
            ],
        ),
    ]
