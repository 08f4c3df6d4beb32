"""Figures over all appeals, kept current by `folding` from `appeals.Change`; nobody else writes here.

`Fact` is one appeal as it was last counted. The other tables are sums over facts: `rollups` says which, and how. A row
of zeros may stay behind when its appeals moved on: readers pass it over.
"""

from typing import Final

from django.db import models

from otklik.appeals.lifecycle import PUBLIC, Kind
from otklik.appeals.models import Appeal

# Columns of MapCell: appeals of a kind in a state.
CELL_COUNTS: Final = tuple(f"n_{kind}_{state}" for kind in Kind for state in sorted(PUBLIC))


class Fact(models.Model):
    """What is counted of one appeal. Dates are days of settings.TIME_ZONE."""

    appeal = models.OneToOneField(
        Appeal, models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    kind = models.CharField(max_length=8)
    channel = models.CharField(max_length=8)
    state = models.CharField(max_length=12)
    public = models.BooleanField(help_text="everyone may see it")
    category_id = models.BigIntegerField()
    topic_id = models.BigIntegerField()
    area = models.CharField(max_length=11, help_text="OKTMO of the municipality; empty: unknown")
    settlement_id = models.BigIntegerField(help_text="0: unknown")
    authority_id = models.BigIntegerField(help_text="0: none")
    organisation = models.BooleanField(
        default=False, db_default=False, help_text="the author filed for an organisation"
    )
    received_on = models.DateField()
    decided_on = models.DateField(null=True, help_text="published or refused by a moderator")
    decided_hours = models.IntegerField(
        null=True, help_text="whole hours from the confirmed receipt to the decision, 0..1000"
    )
    decided_in_time = models.BooleanField(null=True)
    refused = models.BooleanField()
    answered_on = models.DateField(null=True, help_text="the last answer")
    answered_days = models.IntegerField(
        null=True, help_text="calendar days from the publication to the last answer, 0..400"
    )
    answered_in_time = models.BooleanField(null=True, help_text="no later than the term, or without one")
    due = models.DateField(null=True, help_text="last day for the answer that is owed now")
    answer_shown = models.BooleanField(help_text="public, and its answer stands: «Решения»")
    photo = models.BooleanField()
    rating = models.SmallIntegerField(null=True)
    solved = models.BooleanField(null=True, help_text="the author's verdict")
    returned = models.BooleanField(help_text="sent back to work at least once")
    formal = models.BooleanField(
        default=False, db_default=False, help_text="returned at least once as a formal answer"
    )
    x = models.IntegerField(null=True, help_text="public ones with a point: Web Mercator, 0..2^26 from west")
    y = models.IntegerField(null=True, help_text="0..2^26 from north")


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


class _Events(models.Model):
    """What happened in a month or on a day. An appeal counts on the day of each event of its own."""

    kind = models.CharField(max_length=8)
    received = models.BigIntegerField(default=0)
    decided = models.BigIntegerField(default=0, help_text="by a moderator")
    decided_in_time = models.BigIntegerField(default=0)
    published = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    answered = models.BigIntegerField(default=0, help_text="by the last answer, as the next eight")
    in_time = models.BigIntegerField(default=0)
    days = models.BigIntegerField(default=0, help_text="sum of Fact.answered_days")
    returned = models.BigIntegerField(default=0)
    rated = models.BigIntegerField(default=0)
    stars = models.BigIntegerField(default=0, help_text="sum of the ratings")
    solved = models.BigIntegerField(default=0, help_text="by the author's verdict")
    unsolved = models.BigIntegerField(default=0)
    formal = models.BigIntegerField(default=0, db_default=0, help_text="as `returned`")

    class Meta:
        abstract = True


class MonthTotal(_Events):
    """By one dimension. month: its first day."""

    month = models.DateField()
    dim = models.CharField(max_length=10)
    value = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dim", "month", "value", "kind"], name="month_total_once")
        ]


class EverTotal(_Events):
    """The same over all months: what a page about all years would otherwise add up."""

    dim = models.CharField(max_length=10)
    value = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dim", "value", "kind"], name="ever_total_once")]


class MonthPair(_Events):
    """By two dimensions: for a page with a filter, divided by another, and for one with two."""

    month = models.DateField()
    pair = models.CharField(max_length=20, help_text="one of rollups.PAIRS")
    a = models.CharField(max_length=20)
    b = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair", "a", "month", "b", "kind"], name="month_pair_once")
        ]
        indexes = [models.Index(fields=["pair", "b", "month"], name="month_pair_second")]


class EverPair(_Events):
    pair = models.CharField(max_length=20)
    a = models.CharField(max_length=20)
    b = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pair", "a", "b", "kind"], name="ever_pair_once")]
        indexes = [models.Index(fields=["pair", "b"], name="ever_pair_second")]


class DayTotal(_Events):
    day = models.DateField()
    dim = models.CharField(max_length=10)
    value = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dim", "day", "value", "kind"], name="day_total_once")]


class WeekCount(models.Model):
    """Appeals received in a week, those that a moderator refused left out: what grows is read from here."""

    week = models.DateField(help_text="its Monday")
    area = models.CharField(max_length=11)
    topic_id = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    n = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["week", "area", "topic_id", "kind"], name="week_count_once")
        ]


class TermCount(models.Model):
    """How many took so long (got so many stars), by the month in which they were done: medians and percentiles are
    read from here.
    """

    class What(models.TextChoices):
        ANSWER = "answer", "days to the answer"
        DECISION = "decision", "hours to the moderator's decision"
        RATING = "rating", "stars of the author, by the month of the answer"

    what = models.CharField(max_length=8, choices=What.choices)
    month = models.DateField()
    dim = models.CharField(max_length=10, help_text="decisions: «all» only")
    value = models.CharField(max_length=20)
    kind = models.CharField(max_length=8)
    took = models.IntegerField(help_text="Fact.answered_days, decided_hours or rating")
    n = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["what", "dim", "value", "month", "kind", "took"], name="term_count_once"
            )
        ]


class DueCount(models.Model):
    """Answers that are owed, by their last day: those before today are overdue."""

    due = models.DateField()
    kind = models.CharField(max_length=8)
    category_id = models.BigIntegerField()
    area = models.CharField(max_length=11)
    authority_id = models.BigIntegerField()
    n = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["due", "authority_id", "area", "category_id", "kind"], name="due_count_once"
            )
        ]
        # Days that are over leave rows of zeros: whoever sums what is overdue must not meet them.
        indexes = [
            models.Index(
                fields=["due", "authority_id", "area", "category_id", "kind", "n"],
                condition=models.Q(n__gt=0),
                name="due_count_owed",
            )
        ]


class Dump(models.Model):
    """The open data of a day, whole. Written by `opendata.dump`."""

    on = models.DateField(unique=True)
    made_at = models.DateTimeField()
    rows = models.BigIntegerField()
    files = models.JSONField(help_text="name, bytes, sha256, media of each")
