"""Sums for the public lists and the map."""

from typing import Final

from django.db import models

from otklik.appeals.lifecycle import PUBLIC, Kind

# Columns of MapCell: appeals of a kind in a state.
CELL_COUNTS: Final = tuple(f"n_{kind}_{state}" for kind in Kind for state in sorted(PUBLIC))


class MapCell(models.Model):
    """Public appeals with a point in one square of the map: a tile of Web Mercator at zoom `level`."""

    level = models.SmallIntegerField(help_text="one of rollups.LEVELS")
    x = models.IntegerField()
    y = models.IntegerField()
    category_id = models.BigIntegerField(help_text="0: all of them")
    n = models.BigIntegerField(default=0)
    sum_x = models.BigIntegerField(default=0, help_text="of Fact.x: the middle is sum_x / n")
    sum_y = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "category_id", "x", "y"], name="map_cell_once")
        ]


for _name in CELL_COUNTS:
    MapCell.add_to_class(_name, models.IntegerField(default=0))


class _Listed(models.Model):
    """How many public appeals; `answers` of them are in «Решения»."""

    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=12)
    n = models.BigIntegerField(default=0)
    answers = models.BigIntegerField(default=0)
    photo = models.BigIntegerField(default=0)
    rated_1 = models.BigIntegerField(default=0)
    rated_2 = models.BigIntegerField(default=0)
    rated_3 = models.BigIntegerField(default=0)
    rated_4 = models.BigIntegerField(default=0)
    rated_5 = models.BigIntegerField(default=0)

    class Meta:
        abstract = True


class ListTotal(_Listed):
    """Live counts of a list without filters, and with one. dim: one of rollups.DIMS; value: its key as text."""

    dim = models.CharField(max_length=10)
    value = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dim", "value", "kind", "state"], name="list_total_once")
        ]


class ListCount(_Listed):
    """Live counts of a list with several filters."""

    category_id = models.BigIntegerField()
    topic_id = models.BigIntegerField()
    area = models.CharField(max_length=11)
    authority_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "topic_id", "authority_id", "kind", "state", "category_id"],
                name="list_count_once",
            )
        ]
        indexes = [
            models.Index(fields=["category_id", "area"], name="list_count_category"),
            models.Index(fields=["topic_id", "area"], name="list_count_topic"),
            models.Index(fields=["authority_id"], name="list_count_authority"),
        ]


class PlaceCount(_Listed):
    """The same for the list of one settlement."""

    settlement_id = models.BigIntegerField()
    category_id = models.BigIntegerField()
    topic_id = models.BigIntegerField()
    authority_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["settlement_id", "topic_id", "authority_id", "kind", "state", "category_id"],
                name="place_count_once",
            )
        ]
