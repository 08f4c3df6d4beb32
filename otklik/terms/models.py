"""The region's own days and the rules of terms. Rows are only added, the last one counts: a trigger sees to it."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from otklik.classifier.models import KINDS, Category, Topic

REGIMES: Final = ("message", "59fz")
REASON_MAX: Final = 300


class RegionalDay(models.Model):
    """A day that the region made a working one, a day off, or again what it is in all of Russia."""

    day = models.DateField()
    working = models.BooleanField(null=True, help_text="null: as in all of Russia again")
    reason = models.CharField(max_length=REASON_MAX, help_text="the decree")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["day", "-id"], name="regional_day_last")]


class TermRule(models.Model):
    """How long for what. An empty number is not said here: the next less particular rule says it."""

    class Unit(models.TextChoices):
        WORKING = "working", _("рабочих дней")
        CALENDAR = "calendar", _("календарных дней")

    topic = models.ForeignKey(Topic, models.PROTECT, null=True, db_index=False)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, db_index=False, help_text="with neither: whatever it is about"
    )
    kind = models.CharField(max_length=8, blank=True, help_text="empty: every kind")
    regime = models.CharField(
        max_length=8, blank=True, help_text="see Appeal.regime; empty: every one, but for 59-ФЗ's own term"
    )
    valid_from = models.DateField(help_text="of two rules for the same the later one counts")
    moderation_hours = models.PositiveSmallIntegerField(null=True)
    send_hours = models.PositiveSmallIntegerField(
        null=True, help_text="from publication until the authority has registered it"
    )
    answer_days = models.PositiveSmallIntegerField(null=True)
    unit = models.CharField(max_length=8, choices=Unit.choices, default=Unit.WORKING)
    extension_days = models.PositiveSmallIntegerField(null=True, help_text="in the same unit, at most")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(topic__isnull=True) | Q(category__isnull=True), name="term_rule_topic_or_category"
            ),
            models.CheckConstraint(condition=Q(kind__in=["", *KINDS]), name="term_rule_kind_known"),
            models.CheckConstraint(condition=Q(regime__in=["", *REGIMES]), name="term_rule_regime_known"),
            models.CheckConstraint(
                condition=Q(unit__in=["working", "calendar"]), name="term_rule_unit_known"
            ),
        ]
