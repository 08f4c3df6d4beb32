"""One appeal as it was last counted."""

from django.db import models

from otklik.appeals.models import Appeal


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
