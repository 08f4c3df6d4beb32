"""What supervisors keep: control over single appeals. Written by `control`."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from otklik.appeals.models import Appeal


class Control(models.Model):
    """A supervisor has the appeal under control, from a moment on until it is released. One at a time."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    words = models.CharField(max_length=500, help_text="why; read by the staff only")
    by_date = models.DateField(null=True, help_text="the supervisor's own last day; null: the usual term")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    released_words = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appeal"], condition=Q(released_at__isnull=True), name="control_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(released_by__isnull=False),
                name="control_released_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["appeal", "-at"], name="control_of_appeal"),
            models.Index(fields=["-at", "-id"], condition=Q(released_at__isnull=True), name="control_open"),
        ]
