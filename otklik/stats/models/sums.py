"""Sums for statistics, by time; and the open data that were written."""

from django.db import models


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
