"""Configurations of other portals that an administrator uploaded: tried by a job, then taken or dropped."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Value


class Upload(models.Model):
    class State(models.TextChoices):
        TRYING = "trying", "trying"  # a job looks what it would change
        READY = "ready", "ready"  # waits for the administrator
        TAKING = "taking", "taking"
        TAKEN = "taken", "taken"
        REFUSED = "refused", "refused"  # `trouble` says why
        DROPPED = "dropped", "dropped"

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    title = models.CharField(max_length=150, help_text="name of the file")
    file = models.UUIDField(help_text="in the storage, see `uploads`")
    state = models.CharField(max_length=8, choices=State.choices, default=State.TRYING)
    trouble = models.CharField(max_length=500, blank=True)
    outcome = models.JSONField(default=dict, help_text="see `moving.Outcome`")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["trying", "ready", "taking", "taken", "refused", "dropped"]),
                name="configuration_state_known",
            ),
            models.UniqueConstraint(
                Value(1),
                condition=Q(state__in=["trying", "ready", "taking"]),
                name="configuration_one_at_a_time",
            ),
        ]
