"""Territories with dates of validity, settlements, streets and houses."""

from typing import Final

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower, Replace

OKTMO: Final = r"^[0-9]{8}([0-9]{3})?$"  # a municipality, or a settlement within it


def _key(column: str) -> models.GeneratedField:
    """What people's spelling is compared with: lower case, no «ё». Kept by the database."""
    return models.GeneratedField(
        expression=Replace(Lower(column), Value("ё"), Value("е")),
        output_field=models.CharField(max_length=200),
        db_persist=True,
    )


class Territory(models.Model):
    """A municipality as it was between two days. A change of name, code or border makes another row."""

    code = models.CharField(max_length=11, help_text="OKTMO, 8 or 11 digits")
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=150, blank=True)
    kind = models.CharField(max_length=60, blank=True)
    geom = models.MultiPolygonField(srid=4326, help_text="the border as a whole; questions go to the parts")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="last day; null: still valid")
    successor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        related_name="predecessors",
        help_text="what it became on the next day",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="territory_version_once"),
            models.CheckConstraint(condition=Q(code__regex=OKTMO), name="territory_code_oktmo"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="territory_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                name="territory_not_its_own_successor",
            ),
            ExclusionConstraint(
                name="territory_one_version_a_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (
                        Func("valid_from", "valid_to", Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TerritoryPart(models.Model):
    """A piece of a territory with 64 corners at most, written by `borders.cut_up` with the border."""

    territory = models.ForeignKey(Territory, models.CASCADE, related_name="parts")
    geom = models.PolygonField(srid=4326, spatial_index=False)

    class Meta:
        indexes = [GistIndex(fields=["geom"], name="territory_part_geom")]


class BorderPlan(models.Model):
    """Borders that an administrator uploaded: looked at as a draft, then taken as a whole. See `plans`."""

    class State(models.TextChoices):
        CHECKING = "checking", "checking"  # a job reads the file
        READY = "ready", "ready"  # waits for the administrator
        TAKING = "taking", "taking"  # a job writes the versions
        TAKEN = "taken", "taken"
        REFUSED = "refused", "refused"  # the file cannot be taken, `trouble` says why
        DROPPED = "dropped", "dropped"

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    title = models.CharField(max_length=150, help_text="name of the file")
    file = models.UUIDField(help_text="in the storage, see `plans`")
    valid_from = models.DateField()
    whole = models.BooleanField(help_text="who is not in the file ends; else they stay as they are")
    state = models.CharField(max_length=8, choices=State.choices, default=State.CHECKING)
    progress = models.PositiveSmallIntegerField(default=0, help_text="percent of the check")
    trouble = models.CharField(max_length=500, blank=True)
    base = models.CharField(
        max_length=32, blank=True, help_text="fingerprint of the borders it was compared with"
    )
    report = models.JSONField(default=dict, help_text="see `plans.Difference`")
    heirs = models.JSONField(default=dict, help_text="code that ends → code of its successor")
    moves = models.JSONField(
        default=dict, help_text="settlements of another territory: their code → its code"
    )
    moved_at = models.DateTimeField(null=True, help_text="when the settlements were moved; null: not yet")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["checking", "ready", "taking", "taken", "refused", "dropped"]),
                name="border_plan_state_known",
            ),
            models.UniqueConstraint(
                Value(1),
                condition=Q(state__in=["checking", "ready", "taking"]),
                name="border_plan_one_at_a_time",
            ),
        ]


class Settlement(models.Model):
    code = models.CharField(
        max_length=36, unique=True, help_text="GUID of the state register, or a slug of ours"
    )
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=30, blank=True, help_text="г, пгт, с, д, п …; without a full stop")
    territory_code = models.CharField(max_length=11, help_text="OKTMO of its municipality today")
    point = models.PointField(srid=4326, null=True, spatial_index=False)
    population = models.PositiveIntegerField(null=True)
    key = _key("name")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(territory_code__regex=OKTMO), name="settlement_code_oktmo")
        ]
        indexes = [
            GistIndex(fields=["key"], opclasses=["gist_trgm_ops"], name="settlement_like"),
            GistIndex(fields=["point"], name="settlement_point"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}".strip()


class Street(models.Model):
    """A street; the one without a name holds the houses that stand in the settlement itself."""

    settlement = models.ForeignKey(Settlement, models.CASCADE, related_name="streets", db_index=False)
    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=30, blank=True, help_text="ул, пер, пр-кт …; without a full stop")
    line = models.LineStringField(srid=4326, null=True, spatial_index=False, help_text="for drawing only")
    key = _key("name")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["settlement", "key", "kind"], name="street_once")]
        indexes = [
            GistIndex(
                fields=["settlement", "key"], opclasses=["gist_int8_ops", "gist_trgm_ops"], name="street_like"
            ),
            GistIndex(fields=["key"], opclasses=["gist_trgm_ops"], name="street_called"),
            GistIndex(fields=["line"], name="street_line"),
        ]


class House(models.Model):
    street = models.ForeignKey(Street, models.CASCADE, related_name="houses", db_index=False)
    number = models.CharField(max_length=30, help_text="as shown: 5, 12а, 5 к. 1, 7 стр. 2")
    point = models.PointField(srid=4326, null=True, spatial_index=False)
    key = models.GeneratedField(
        expression=Func(
            Lower("number"), Value("[^0-9a-zа-яё/-]"), Value(""), Value("g"), function="regexp_replace"
        ),
        output_field=models.CharField(max_length=30),
        db_persist=True,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "key"], name="house_once")]
        indexes = [GistIndex(fields=["point"], name="house_point")]


class OfflineFile(models.Model):
    """A file of a municipality for phones without a network; `offline` makes it, the storage keeps it."""

    territory_code = models.CharField(max_length=11)
    name = models.CharField(max_length=20)
    version = models.CharField(max_length=16, help_text="begins the SHA-256 of the file")
    bytes = models.PositiveIntegerField(help_text="as it travels")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["territory_code", "name"], name="offline_file_once"),
            models.CheckConstraint(condition=Q(territory_code__regex=OKTMO), name="offline_file_code_oktmo"),
        ]
