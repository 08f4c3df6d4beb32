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
    lon = models.FloatField(null=True, help_text="of the caller, degrees, WGS 84, as the exchange says")
    lat = models.FloatField(null=True)
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
            models.Index(
                fields=["began_at", "id"],
                condition=~Q(phone="", said="", lon__isnull=True),
                name="call_to_forget",
            ),
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


class Seat(models.Model):
    """The extension at which an operator sits: calls that ring there open at that operator's desk."""

    operator = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    extension = models.CharField(max_length=16, unique=True)


class SpokenConsent(models.Model):
    """The caller agreed aloud to the portal's rules. Rows stay: they are the proof."""

    call = models.OneToOneField(Call, models.PROTECT, related_name="consent")
    version = models.CharField(max_length=16, help_text="date of the text, YYYY-MM-DD")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()


class Joined(models.Model):
    """A caller whose trouble is that of an appeal that is there already: supports it and is told of the answer."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="joined", db_index=False)
    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="+", db_index=False)
    phone = models.CharField(max_length=16, blank=True, help_text="E.164; empty: counted, but told nothing")
    name = models.CharField(max_length=150, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, help_text="the SMS of the answer is in the outbox")
    undone_at = models.DateTimeField(null=True, help_text="the operator took the wrong appeal")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "appeal"], condition=Q(undone_at__isnull=True), name="joined_once_a_call"
            ),
            models.UniqueConstraint(
                fields=["appeal", "phone"],
                condition=Q(undone_at__isnull=True) & ~Q(phone=""),
                name="joined_once_a_phone",
            ),
        ]
        indexes = [
            models.Index(fields=["phone", "-id"], condition=~Q(phone=""), name="joined_of_phone"),
            models.Index(
                fields=["appeal"],
                condition=Q(told_at__isnull=True, undone_at__isnull=True) & ~Q(phone=""),
                name="joined_to_tell",
            ),
        ]


class Callback(models.Model):
    """A caller who is to hear the answer by telephone."""

    class State(models.TextChoices):
        WAITING = "waiting"  # for the answer
        DUE = "due"  # the answer is there
        DONE = "done"  # the caller heard it
        GIVEN_UP = "given_up"  # nobody took the call; an SMS went instead
        NEEDLESS = "needless"  # ended without an answer, or rated otherwise meanwhile

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="+", db_index=False)
    is_author = models.BooleanField(help_text="of the appeal: may rate the answer; the others only hear it")
    phone = models.CharField(max_length=16)
    name = models.CharField(max_length=150, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, help_text="not before; set when due")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    held_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appeal", "phone"],
                condition=Q(state__in=["waiting", "due"]),
                name="callback_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "due", "done", "given_up", "needless"]),
                name="callback_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["appeal"], condition=Q(state="waiting"), name="callback_waits"),
            models.Index(fields=["next_at", "id"], condition=Q(state="due"), name="callback_due"),
            models.Index(
                fields=["phone", "id"], condition=Q(state__in=["waiting", "due"]), name="callback_of_phone"
            ),
        ]
