"""What is to be told to people: one table for every channel, written with the change that causes it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Message(models.Model):
    """One message to one address by one channel. Its context is whole when it is written: sending asks nobody."""

    class Channel(models.TextChoices):
        EMAIL = "email"
        PUSH = "push"  # of a browser, the web app among them
        SMS = "sms"
        FCM = "fcm"  # these three: an app of a store, by the service of its phone
        APNS = "apns"
        VKPNS = "vkpns"  # RuStore's

    class State(models.TextChoices):
        WAITING = "waiting"  # to be sent from due_at on
        HELD = "held"  # for the person's daily letter
        SENT = "sent"  # taken by the mail server, the push service, the gateway
        FAILED = "failed"  # given up; `error` says why
        DROPPED = "dropped"  # lost its reason before it was sent

    kind = models.CharField(max_length=24, help_text="a template of outbox, appeals or people")
    channel = models.CharField(max_length=5, choices=Channel.choices, default=Channel.EMAIL)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="letters", db_index=False
    )
    to = models.CharField(max_length=254, help_text="e-mail, phone in E.164, or id of a push subscription")
    about = models.CharField(max_length=9, blank=True, db_default="", help_text="number of the appeal")
    language = models.CharField(max_length=2, default="ru", db_default="ru")
    context = models.JSONField(default=dict, help_text="all that the template needs")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    once = models.CharField(
        max_length=80, blank=True, db_default="", help_text="a second one with it is not written"
    )
    created_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(
        db_default=Now(), help_text="a worker that sends it moves it on for a minute"
    )
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    error = models.CharField(max_length=300, blank=True, db_default="", help_text="of the last attempt")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["once"], condition=~Q(once=""), name="message_once"),
            models.CheckConstraint(
                condition=Q(channel__in=["email", "push", "sms", "fcm", "apns", "vkpns"]),
                name="message_channel_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "held", "sent", "failed", "dropped"]),
                name="message_state_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "due_at", "id"], condition=Q(state="waiting"), name="message_waits"
            ),
            models.Index(fields=["user", "id"], condition=Q(state="held"), name="message_held"),
            models.Index(
                fields=["user", "id"], condition=Q(state__in=["waiting", "failed"]), name="message_open"
            ),
            models.Index(
                fields=["created_at"],
                condition=Q(state="failed", channel__in=["email", "sms"]),
                name="message_failed",
            ),
            models.Index(fields=["about", "id"], condition=~Q(about=""), name="message_about"),
            models.Index(fields=["user", "id"], condition=Q(user__isnull=False), name="message_of_user"),
        ]


class Muted(models.Model):
    """An e-mail without an account whose owner asked for no more letters."""

    email = models.EmailField(max_length=254, primary_key=True)
    at = models.DateTimeField(db_default=Now())


class PushSubscription(models.Model):
    """A browser that takes notifications for a person (Push API: endpoint and two keys), or an app of a store."""

    Channel = Message.Channel

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_subscriptions")
    device = models.ForeignKey(
        "people.Device",
        models.CASCADE,
        null=True,
        related_name="push_subscriptions",
        db_index=False,
        help_text="of the app; null: a browser with pages of the portal",
    )
    channel = models.CharField(
        max_length=5, choices=Channel.choices, default=Channel.PUSH, db_default=Channel.PUSH.value
    )
    endpoint = models.CharField(
        max_length=1000, unique=True, help_text="address of a browser's push service; of an app its token"
    )
    p256dh = models.CharField(max_length=200, blank=True, help_text="this and `auth`: of browsers only")
    auth = models.CharField(max_length=100, blank=True)
    label = models.CharField(
        max_length=100, blank=True, help_text="browser and system as they name themselves"
    )
    created_at = models.DateTimeField(db_default=Now())
    dead_at = models.DateTimeField(null=True, help_text="the push service said that it is gone")

    class Meta:
        indexes = [
            models.Index(
                fields=["device"],
                condition=Q(device__isnull=False),
                name="push_subscription_of_device",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel="push") | Q(channel__in=["fcm", "apns", "vkpns"], device__isnull=False),
                name="push_subscription_of_app_has_device",
            )
        ]


class Stop(models.Model):
    """A service that does not know us any more: its channel sends nothing until `until`, then tries again."""

    channel = models.CharField(max_length=5, choices=Message.Channel.choices, primary_key=True)
    said = models.CharField(max_length=300, help_text="the service's words")
    since = models.DateTimeField()
    until = models.DateTimeField()


class Wording(models.Model):
    """An administrator's words for a kind of letter. Rows are only added; the newest version is in force."""

    kind = models.CharField(max_length=24)
    language = models.CharField(max_length=2, default="ru")
    version = models.PositiveIntegerField()
    text = models.TextField(
        blank=True, help_text="subject, then the body; empty: back to the file of the release"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "language", "version"], name="wording_version_once")
        ]
