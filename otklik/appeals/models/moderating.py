"""What a moderator's desk keeps beside an appeal: who works on it just now, and what was decided a moment ago."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from otklik.appeals.models.appeal import Appeal


class Hold(models.Model):
    """This person works on the appeal at a desk; others may only read. It ends by itself; see `holds`."""

    appeal = models.OneToOneField(Appeal, models.CASCADE, primary_key=True, related_name="hold")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField()


class PendingDecision(models.Model):
    """A decision that may still be taken back: nothing of it has happened. See `steps.deciding`."""

    appeal = models.OneToOneField(Appeal, models.CASCADE, primary_key=True, related_name="pending")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    verb = models.CharField(max_length=8)
    said = models.JSONField(default=dict, help_text="what goes with the verb: steps.deciding.Deed")
    together = models.UUIDField(help_text="those of one batch are taken back together")
    due_at = models.DateTimeField()
    trouble = models.CharField(
        max_length=300, blank=True, help_text="why it was dropped; the moderator has not read it yet"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verb__in=["publish", "refuse", "ask"]), name="pending_verb_known"
            )
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(trouble=""), name="pending_due")]
