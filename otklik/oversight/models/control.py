"""What supervisors keep: control over single appeals (`control`), weekly reports (`report`)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from otklik.appeals.models import Appeal
from otklik.authorities.models import Authority


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


class Report(models.Model):
    """The report of a week: of one authority, or of the whole region. Its files lie in the storage, see `report.path`.

    Wanted first, made by the worker; what was made before its week was over may be made anew.
    """

    week = models.DateField(help_text="its Monday")
    authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, related_name="+", db_index=False, help_text="null: the region"
    )
    wanted_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, help_text="null: being made")
    figures = models.JSONField(default=dict, help_text="received, answered, in_time, overdue: for the list")
    told_at = models.DateTimeField(
        null=True, help_text="of the region: when heads and supervisors were written to"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["week", "authority"], nulls_distinct=False, name="report_of_week_once"
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | Q(authority__isnull=True), name="report_region_told"
            ),
        ]
        indexes = [
            models.Index(fields=["wanted_at"], condition=Q(made_at__isnull=True), name="report_to_make")
        ]
