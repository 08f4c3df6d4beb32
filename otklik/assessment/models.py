"""Ratings that are set aside by the published rule. Appeals lie in a package beside this one: they are known by number
only, and `stats` brings the two together.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from otklik.authorities.models import Authority


class Wave(models.Model):
    """Many ratings of one authority by new accounts in a short time. Written by `waves`; a supervisor may have it
    count all the same.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_index=False)
    first_at = models.DateTimeField(help_text="the first rating of it")
    last_at = models.DateTimeField()
    rule = models.JSONField(help_text="days, ratings, hours, percent of the rule when it was found")
    found_at = models.DateTimeField()
    restored_at = models.DateTimeField(null=True, help_text="its ratings count since; null: they do not")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        help_text="who decided last whether it counts; null: the rule",
    )
    reason = models.CharField(max_length=300, blank=True, help_text="of that decision")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first_at__lte=models.F("last_at")), name="wave_in_order"),
            models.CheckConstraint(
                condition=Q(restored_at__isnull=True) | ~Q(reason=""), name="wave_restored_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["-found_at", "-id"], name="wave_newest"),
            models.Index(fields=["authority", "last_at"], name="wave_of_authority"),
        ]


class SetAside(models.Model):
    """The rating of this appeal belongs to a wave."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="ratings")
    appeal_id = models.BigIntegerField(unique=True, help_text="appeals.Appeal")
    rated_at = models.DateTimeField()
    born_at = models.DateTimeField(
        help_text="when the account was made; of who has none, when the appeal was filed"
    )
    stars = models.SmallIntegerField(help_text="when it was found")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="set_aside_stars_1_5")]
