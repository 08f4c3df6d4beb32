"""What moderators guard: unwanted words, what is hidden of a text, complaints about published appeals."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from otklik.appeals.lifecycle import ComplaintReason, ComplaintVerdict
from otklik.appeals.models.appeal import Appeal


class Word(models.Model):
    """A word that is marked in every text that a moderator reads; the list is an administrator's."""

    text = models.CharField(max_length=60, help_text="as it was typed")
    folded = models.CharField(max_length=60, unique=True, help_text="see rules.profanity")
    is_beginning = models.BooleanField(help_text="of words, or a whole word")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()


class Redaction(models.Model):
    """Which pieces of `Appeal.full_text` are hidden in `Appeal.text`; no row: none. Written by `redaction` only."""

    appeal = models.OneToOneField(Appeal, models.CASCADE, primary_key=True, related_name="redaction")
    spans = models.JSONField(help_text="[[start, end, mark], …] in full_text")


class Complaint(models.Model):
    """«Пожаловаться»: somebody finds that a published appeal should not be shown so."""

    client_key = models.UUIDField(
        unique=True, help_text="of the form as it was shown: pressed twice, it complains once"
    )
    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="complaints", db_index=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="complaints", db_index=False
    )  # null: not signed in
    reason = models.CharField(max_length=32)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    verdict = models.CharField(max_length=8, blank=True, help_text="empty: waits for a moderator")
    answer = models.TextField(blank=True, help_text="the moderator's words to who complained")
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=[r.value for r in ComplaintReason]), name="complaint_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(verdict="", settled_at__isnull=True)
                | Q(verdict__in=[v.value for v in ComplaintVerdict], settled_at__isnull=False),
                name="complaint_settled_whole",
            ),
            models.UniqueConstraint(
                fields=["user", "appeal"], condition=Q(user__isnull=False), name="complaint_once"
            ),
        ]
        indexes = [
            models.Index(fields=["at", "id"], condition=Q(verdict=""), name="complaint_waits"),
            models.Index(fields=["appeal", "id"], name="complaint_of_appeal"),
        ]
