"""Calls to the hotline and what came of them. No behaviour: `calls` and `callbacks` write, `queries` reads."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from otklik.appeals.models import Appeal
from otklik.integrations.telephony.wire import Event


class Call(models.Model):
    """A call as the telephone exchange tells of it, or one that an operator wrote down by hand."""

    external_id = models.CharField(max_length=80, unique=True, help_text="the exchange's, or hand-<uuid>")
    phone = models.CharField(
        max_length=16, blank=True, help_text="E.164; empty: hidden, or no number of a network"
    )
    said = models.CharField(max_length=32, blank=True, help_text="the caller in the exchange's own writing")
    line = models.CharField(max_length=32, blank=True, help_text="which of our numbers was called")
    extension = models.CharField(max_length=16, blank=True, help_text="that rang or answered last")
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    draft = models.UUIDField(
        unique=True, default=uuid7, help_text="id of the draft of its appeal, which becomes its client key"
    )
    began_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    appeal = models.ForeignKey(
        Appeal, models.PROTECT, null=True, related_name="+", db_index=False, help_text="filed in this call"
    )

    class Meta:
        indexes = [
            models.Index(fields=["-began_at", "-id"], name="call_newest"),
            models.Index(fields=["phone", "-began_at", "-id"], condition=~Q(phone=""), name="call_of_phone"),
            models.Index(fields=["operator", "-began_at", "-id"], name="call_of_operator"),
            models.Index(fields=["appeal"], condition=Q(appeal__isnull=False), name="call_of_appeal"),
        ]


class CallEvent(models.Model):
    """What the exchange told: each event of a call once. Its id is the Last-Event-ID of the streams."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="events", db_index=False)
    event = models.CharField(max_length=8)
    at = models.DateTimeField(help_text="by the exchange's clock")
    told_at = models.DateTimeField(help_text="by ours")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "event"], name="call_event_once"),
            models.CheckConstraint(condition=Q(event__in=[e.value for e in Event]), name="call_event_known"),
        ]
