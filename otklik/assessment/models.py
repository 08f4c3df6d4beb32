"""Ratings that are set aside by the published rule, and what people say of their municipality once a year.

Appeals lie in a package beside this one: they are known by number only, and `stats` brings the two together.
"""

from typing import Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from otklik.authorities.models import Authority

QUESTIONS: Final = 12  # of a survey, at most
MARKS: Final = 5  # 1..5; 0 stands for «не знаю»


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


class Survey(models.Model):
    """The questions of one year. Written by `surveys`."""

    year = models.PositiveSmallIntegerField(unique=True)
    opens_on = models.DateField()
    closes_on = models.DateField(help_text="the last day")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on__lte=models.F("closes_on"))
                & Q(opens_on__year=models.F("year"))
                & Q(closes_on__year=models.F("year")),
                name="survey_days_of_its_year",
            )
        ]


class SurveyNotice(models.Model):
    """People are told that the survey has begun; written by `telling`."""

    survey = models.OneToOneField(Survey, models.CASCADE, primary_key=True, related_name="notice")
    after = models.BigIntegerField(default=0, help_text="the last account that was looked at")
    told = models.PositiveIntegerField(default=0, help_text="people with a message")
    done_at = models.DateTimeField(null=True)


class Question(models.Model):
    """One line of a survey. The same code in another year is the same question: its course is drawn over the years."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    place = models.PositiveSmallIntegerField(help_text="1..QUESTIONS: its place among the marks of a reply")
    code = models.CharField(max_length=32)
    text = models.CharField(max_length=200)
    text_en = models.CharField(max_length=200, blank=True)
    category_code = models.CharField(
        max_length=64, blank=True, help_text="classifier.Category: appeals that stand beside it"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "place"], name="question_place_once"),
            models.UniqueConstraint(fields=["survey", "code"], name="question_code_once"),
            models.CheckConstraint(condition=Q(place__range=(1, QUESTIONS)), name="question_place_known"),
        ]


class SurveyReply(models.Model):
    """What one person said this year of one municipality: the last word counts, the municipality stays the first one.

    Written by `survey.fill`. The person is known so that they may change their mind, and counts once.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    area = models.CharField(max_length=11, help_text="OKTMO of the municipality")
    marks = ArrayField(models.SmallIntegerField(), help_text="by place of the question; 0: does not know")
    at = models.DateTimeField()
    counted = ArrayField(
        models.SmallIntegerField(), null=True, help_text="the marks that are in SurveyCount; null: none yet"
    )
    is_counted = models.BooleanField(default=False, db_default=False, help_text="`marks` are what is counted")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "person"], name="survey_one_person_once"),
            models.CheckConstraint(
                condition=Q(marks__contained_by=list(range(MARKS + 1))), name="survey_marks_known"
            ),
            models.CheckConstraint(condition=Q(marks__len__lte=QUESTIONS), name="survey_marks_few"),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(is_counted=False), name="survey_to_count")]


class SurveyCount(models.Model):
    """How many gave this mark. Kept by `survey.count`."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+", db_index=False)
    area = models.CharField(max_length=11, help_text="OKTMO; empty: the whole region")
    place = models.PositiveSmallIntegerField()
    mark = models.SmallIntegerField()
    n = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "area", "place", "mark"], name="survey_count_once")
        ]
        indexes = [models.Index(fields=["area", "survey"], name="survey_count_of_area")]
