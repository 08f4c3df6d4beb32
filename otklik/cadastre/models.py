"""Figures that the section works by, each with its first day and its source; outcomes; complaints by quarter."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

SOURCE_MAX: Final = 300
URL_MAX: Final = 500
# Of a municipality (OKTMO), of a cadastral quarter, or of the whole region.
PLACE: Final = r"^([0-9]{8}([0-9]{3})?|[0-9]{2}:[0-9]{2}:[0-9]{6,7})?$"


class Use(models.TextChoices):
    """What the land is for, as far as rates and averages tell it apart."""

    HOUSING = "housing", _("Жилой дом (ИЖС)")
    HOUSEHOLD = "household", _("Личное подсобное хозяйство (ЛПХ)")
    GARDEN = "garden", _("Сад или огород")
    FARM = "farm", _("Сельское хозяйство")
    COMMERCE = "commerce", _("Торговля, офисы, услуги")
    OTHER = "other", _("Другое")


class Figure(models.Model):
    """A number of the law (norm), of a municipality's decision (rate) or of an official table (average).

    Rows are only added: of those in force on a day the one with the latest `valid_from` counts, of several with the
    same one the last written. See `figures`.
    """

    class Kind(models.TextChoices):
        NORM = "norm", _("Норма закона")
        RATE = "rate", _("Ставка налога")
        AVERAGE = "average", _("Среднее за м²")

    kind = models.CharField(max_length=7, choices=Kind.choices)
    what = models.CharField(max_length=20, help_text="norm: its code; rate, average: one of Use")
    place = models.CharField(max_length=13, blank=True, help_text="OKTMO or quarter; empty: everywhere")
    value = models.DecimalField(
        max_digits=18, decimal_places=4, null=True, help_text="%, ₽ per m², …; null: no more in force"
    )
    valid_from = models.DateField()
    source = models.CharField(max_length=SOURCE_MAX, help_text="the act, with its date and number")
    url = models.CharField(max_length=URL_MAX, blank=True)
    checked = models.BooleanField(help_text="somebody compared it with the act; else pages say «проверьте»")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["norm", "rate", "average"]), name="cadastre_figure_kind_known"
            ),
            models.CheckConstraint(condition=Q(place__regex=PLACE), name="cadastre_figure_place_known"),
            models.CheckConstraint(
                condition=Q(kind="norm") | Q(what__in=[one.value for one in Use]),
                name="cadastre_figure_use_known",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0), name="cadastre_figure_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "place", "what", "-valid_from", "-id"], name="cadastre_figure_of"),
            # Of municipalities and of the region: hundreds, which every page asks about, beside the many of quarters.
            models.Index(
                fields=["kind", "place", "what", "-valid_from", "-id"],
                condition=~Q(place__contains=":"),
                name="cadastre_figure_in_force",
            ),
        ]


class Outcome(models.Model):
    """A dispute about a value and how it ended, told by the staff with its source. Nothing personal."""

    class Result(models.TextChoices):
        LOWERED = "lowered", _("Стоимость снижена")
        CORRECTED = "corrected", _("Ошибка исправлена")
        REFUSED = "refused", _("Отказано")
        COURT = "court", _("Решил суд")

    key = models.UUIDField(unique=True, help_text="of the form: sent twice, it is added once")
    title = models.CharField(max_length=200)
    text = models.TextField()
    result = models.CharField(max_length=9, choices=Result.choices)
    place = models.CharField(max_length=11, blank=True, help_text="OKTMO of the municipality")
    value_before = models.DecimalField(max_digits=16, decimal_places=2, null=True, help_text="₽")
    value_after = models.DecimalField(max_digits=16, decimal_places=2, null=True, help_text="₽")
    decided_on = models.DateField()
    source = models.CharField(max_length=SOURCE_MAX)
    url = models.CharField(max_length=URL_MAX, blank=True)
    shown = models.BooleanField(default=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=["lowered", "corrected", "refused", "court"]),
                name="cadastre_outcome_result_known",
            ),
            models.CheckConstraint(
                condition=~Q(result="lowered") | Q(value_after__lt=F("value_before")),
                name="cadastre_outcome_lowered_is_lower",
            ),
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="cadastre_outcome_newest")]


class Complaint(models.Model):
    """A public appeal that names a cadastral number, as it was last counted; written by `complaints` only."""

    appeal = models.OneToOneField(
        "appeals.Appeal",
        models.CASCADE,
        primary_key=True,
        related_name="+",
        db_constraint=False,
    )
    quarter = models.CharField(max_length=13)
    area = models.CharField(max_length=11, blank=True, help_text="OKTMO; empty: unknown")
    answered = models.BooleanField()
    solved = models.BooleanField(help_text="by the author's own verdict")
    lon = models.FloatField(null=True, help_text="degrees, WGS 84")
    lat = models.FloatField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-appeal"], condition=Q(solved=True), name="cadastre_solved")]


class QuarterSum(models.Model):
    """How many complaints: of a quarter, of a municipality (quarter empty), of the region (both empty)."""

    area = models.CharField(max_length=11, blank=True)
    quarter = models.CharField(max_length=13, blank=True)
    n = models.BigIntegerField(default=0)
    answered = models.BigIntegerField(default=0)
    solved = models.BigIntegerField(default=0)
    points = models.BigIntegerField(default=0, help_text="those that have a point")
    sum_lon = models.FloatField(default=0, help_text="the middle is sum_lon / points")
    sum_lat = models.FloatField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quarter", "area"], name="cadastre_sum_once")]
        indexes = [
            models.Index(fields=["-n", "-id"], condition=~Q(quarter="") & Q(n__gt=0), name="cadastre_sum_top")
        ]
