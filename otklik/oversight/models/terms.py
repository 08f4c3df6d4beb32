"""Reminders of terms, secret links to feeds, what the guarantee check found."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q

from otklik.appeals.models import Appeal
from otklik.authorities.models import Authority

RUNGS: Final = ("half", "eve", "day", "clerk", "head", "supervisor", "control")
_WAITS: Final = Q(acknowledged_at__isnull=True)


class Notice(models.Model):
    """That a term comes near or has passed, for who stands on this rung. Written once for each term and rung."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="+", db_index=False)
    due = models.DateField(help_text="the term it speaks of: another one has its own notices")
    rung = models.CharField(max_length=10)
    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="+", db_index=False, help_text="where it was then"
    )
    at = models.DateTimeField()
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    acknowledged_at = models.DateTimeField(
        null=True, help_text="by nobody: the appeal needed it no more before anybody said so"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appeal", "due", "rung"], name="notice_once"),
            models.CheckConstraint(condition=Q(rung__in=RUNGS), name="notice_rung_known"),
        ]
        indexes = [
            models.Index(fields=["authority", "due", "id"], condition=_WAITS, name="notice_of_authority"),
            models.Index(
                fields=["due", "id"],
                condition=_WAITS & Q(rung__in=["supervisor", "control"]),
                name="notice_of_region",
            ),
        ]


class Feed(models.Model):
    """The secret link to a person's calendar of terms; a new one ends the one before."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", primary_key=True)
    token_hash = models.CharField(
        max_length=64, unique=True, help_text="SHA-256: the link itself is not kept"
    )
    made_at = models.DateTimeField()


class Finding(models.Model):
    """Something that the guarantee check found stuck. Open until a later check finds it no more."""

    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=80, help_text="what it is about, for a person: number, name")
    link = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField(null=True, help_text="how long it has been so")
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="by the last check that found it")
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(gone_at__isnull=True), name="finding_once"
            )
        ]
        indexes = [models.Index(fields=["-found_at", "-id"], name="finding_newest")]


class Check(models.Model):
    """A run of the guarantee check: one a night, and those that somebody asked for."""

    night = models.DateField(null=True, unique=True, help_text="null: asked for by hand")
    at = models.DateTimeField()
    seconds = models.FloatField()
    found = models.PositiveIntegerField()
