"""What staff brought by a page, configurations of other portals and tables: tried first, then taken or dropped."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Value


class Upload(models.Model):
    class State(models.TextChoices):
        KEPT = "kept", "kept"  # the file is here, what the form asks beside it is not right yet
        TRYING = "trying", "trying"  # what would it change?
        READY = "ready", "ready"  # waits for whoever brought it
        TAKING = "taking", "taking"
        TAKEN = "taken", "taken"
        REFUSED = "refused", "refused"  # `trouble` says why
        DROPPED = "dropped", "dropped"

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    kind = models.CharField(max_length=30, db_default="configuration", help_text="see `tables.KINDS`")
    size = models.IntegerField(db_default=0, help_text="bytes")
    asked = models.JSONField(db_default={}, help_text="what the form asked beside the file")
    seen = models.IntegerField(db_default=0, help_text="rows that were read so far, where it is told")
    title = models.CharField(max_length=150, help_text="name of the file")
    file = models.UUIDField(help_text="in the storage, see `uploads`")
    state = models.CharField(max_length=8, choices=State.choices, default=State.TRYING)
    trouble = models.CharField(max_length=500, blank=True)
    outcome = models.JSONField(default=dict, help_text="see `moving.Outcome`")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["kept", "trying", "ready", "taking", "taken", "refused", "dropped"]),
                name="configuration_state_known",
            ),
            models.UniqueConstraint(
                Value(1),
                condition=Q(kind="configuration", state__in=["trying", "ready", "taking"]),
                name="configuration_one_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["at"], condition=~Q(kind="configuration"), name="upload_table_old")]
