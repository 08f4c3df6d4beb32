"""What belongs to an appeal: its draft and photos, documents in МСЭД, answers, the words it is found by."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from otklik.appeals.lifecycle import Decision
from otklik.appeals.models.appeal import Appeal
from otklik.authorities.models import Authority


class SearchDocument(models.Model):
    """The words by which everyone finds a public appeal; written by `searchable` only, from `stats.folding`."""

    appeal = models.OneToOneField(
        Appeal, models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    published_at = models.DateTimeField()
    tsv = SearchVectorField(help_text="words with weights, and tokens of time, kind, category and area")

    class Meta:
        # No index on the moment: the planner would walk it for rare words. Without the pending list (fastupdate) no
        # search reads what was not merged yet; the writer is the worker, which nobody waits for.
        indexes = [GinIndex(fields=["tsv"], fastupdate=False, name="search_words")]


class Draft(models.Model):
    """What the wizard has been told so far. Its id is the client key of the appeal that it becomes."""

    id = models.UUIDField(primary_key=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True)
    data = models.JSONField(default=dict, help_text="see steps.drafting")
    appeal = models.OneToOneField(Appeal, models.CASCADE, null=True)
    updated_at = models.DateTimeField(db_index=True)


class Photo(models.Model):
    """A photo that was checked and written anew; the original is never kept."""

    id = models.UUIDField(primary_key=True, help_text="made by the client; a resend repeats it")
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, related_name="photos")
    appeal = models.ForeignKey(Appeal, models.CASCADE, null=True, related_name="photos")
    place = models.PositiveSmallIntegerField(help_text="order within the appeal, from 0")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    clarifies = models.BooleanField(
        default=False,
        db_default=False,
        help_text="added after filing: nobody moderated it, so it is not public",
    )
    hidden = models.BooleanField(
        default=False, db_default=False, help_text="a moderator hid it: for desks and the author only"
    )
    crop_of = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        related_name="crops",
        db_index=False,
        db_constraint=False,
        help_text="the whole photo, hidden, of which a moderator left this piece",
    )


class Enclosure(models.Model):
    """A document of the author, answer to a question of the topic: for the author, the desks and the authority only."""

    id = models.UUIDField(
        primary_key=True, help_text="of the draft and the bytes: the same file is there once"
    )
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, related_name="enclosures")
    appeal = models.ForeignKey(Appeal, models.CASCADE, null=True, related_name="enclosures")
    code = models.CharField(max_length=40, help_text="of the question")
    title = models.CharField(max_length=300, help_text="as the author's file is called")
    added_at = models.DateTimeField()


class Dispatch(models.Model):
    """One document of ours in МСЭД: an appeal to one authority, once. A re-route or a return makes another."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="dispatches")
    authority = models.ForeignKey(Authority, models.PROTECT, db_index=False)
    document_uid = models.UUIDField(unique=True)
    number = models.CharField(max_length=31, unique=True, help_text="ours, as registered in MSED")
    on = models.DateField()
    round = models.PositiveSmallIntegerField(help_text="1 for the first document of the appeal, then 2, 3 …")
    registered_number = models.CharField(max_length=63, blank=True, help_text="theirs")
    registered_on = models.DateField(null=True)
    report_number = models.CharField(
        max_length=63, blank=True, help_text="theirs, of the report they announced"
    )
    refused = models.CharField(max_length=300, blank=True, help_text="their reason")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appeal", "round"], name="dispatch_round_once")]
        indexes = [
            models.Index(fields=["report_number"], condition=~Q(report_number=""), name="dispatch_report")
        ]


class Answer(models.Model):
    """An answer as published. A returned appeal gets another; earlier ones stay to be read."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="answers")
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, null=True, db_index=False)
    message_uid = models.UUIDField(unique=True, help_text="a repeated packet makes no second answer")
    text = models.TextField()
    decision = models.CharField(max_length=10)
    planned_on = models.DateField(null=True)
    signatory = models.CharField(max_length=300, blank=True)
    number = models.CharField(max_length=63, blank=True)
    on = models.DateField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=[d.value for d in Decision]), name="answer_decision_known"
            )
        ]


class AnswerFile(models.Model):
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="files")
    id = models.UUIDField(primary_key=True)
    title = models.CharField(max_length=300)
    is_photo = models.BooleanField()
    place = models.PositiveSmallIntegerField()
