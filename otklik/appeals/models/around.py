"""Other people around an appeal: who supports, follows, watches and comments."""

from django.conf import settings
from django.contrib.gis.db.models import PointField, PolygonField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q

from otklik.appeals.lifecycle import CommentState
from otklik.appeals.models.appeal import Appeal
from otklik.classifier.models import Category
from otklik.people.programs import ApiKey
from otklik.places.models import Settlement


def _via(of: str) -> "models.ForeignKey[Appeal | None, Appeal | None]":
    return models.ForeignKey(
        Appeal,
        models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
        help_text=f"the merged appeal that brought the {of}; null: the person's own deed",
    )


class FiledWith(models.Model):
    """The program that filed the appeal, where it showed the key of its organisation. For desks only."""

    appeal = models.OneToOneField(Appeal, models.CASCADE, primary_key=True, related_name="filed_with")
    key = models.ForeignKey(ApiKey, models.PROTECT, related_name="+")


class Support(models.Model):
    """«Поддержать»: once a person."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="supports", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="supports")
    at = models.DateTimeField()
    via = _via("support")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appeal", "user"], name="support_once")]


class Follow(models.Model):
    """The person gets the news of somebody else's appeal."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="follows", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows", db_index=False)
    at = models.DateTimeField()
    via = _via("follower")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appeal", "user"], name="follow_once")]
        indexes = [models.Index(fields=["user", "-at", "-id"], name="follow_of_user")]


class Watch(models.Model):
    """A saved search, or a place with a radius: newly published appeals that match are told to the person."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="watches")
    title = models.CharField(max_length=100)
    kind = models.CharField(max_length=8, blank=True, help_text="empty: any")
    category = models.ForeignKey(Category, models.CASCADE, null=True, db_index=False)
    settlement = models.ForeignKey(Settlement, models.CASCADE, null=True, db_index=False)
    point = PointField(null=True, srid=4326, spatial_index=False)
    radius = models.PositiveIntegerField(null=True, help_text="metres; with a point only")
    circle = PolygonField(null=True, srid=4326, spatial_index=False, help_text="box around point and radius")
    by_letter = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(point__isnull=True, radius__isnull=True, circle__isnull=True)
                | Q(point__isnull=False, radius__isnull=False, circle__isnull=False),
                name="watch_place_whole",
            )
        ]
        indexes = [
            GistIndex(fields=["circle"], condition=Q(circle__isnull=False), name="watch_circle"),
            models.Index(
                fields=["category", "settlement"], condition=Q(circle__isnull=True), name="watch_search"
            ),
        ]


class Comment(models.Model):
    """What a registered person says under a public appeal; a moderator reads it before everybody does."""

    client_key = models.UUIDField(
        unique=True, help_text="of the form as it was shown: pressed twice, it says once"
    )
    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="comments", db_index=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="comments", db_index=False
    )
    text = models.TextField()
    state = models.CharField(max_length=8, default=CommentState.WAITING.value)
    reason = models.CharField(max_length=32, blank=True, help_text="a lifecycle.CommentReason when refused")
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    written_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in CommentState]), name="comment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="refused", reason__gt="") | (~Q(state="refused") & Q(reason="")),
                name="comment_refused_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["appeal", "-written_at", "-id"], condition=Q(state="shown"), name="comment_shown"
            ),
            models.Index(fields=["written_at", "id"], condition=Q(state="waiting"), name="comment_to_read"),
            models.Index(
                fields=["-decided_at", "-id"], condition=Q(state="shown"), name="comment_let_through"
            ),
            models.Index(fields=["author", "appeal"], name="comment_of_author"),
        ]


class ReadyWords(models.Model):
    """An administrator's ready words. Rows are only added; the newest version is in force. See `appeals.ready`."""

    kind = models.CharField(max_length=8, help_text="refusal, question or answer")
    code = models.CharField(max_length=40, help_text="of a refusal: its reason")
    language = models.CharField(max_length=2, default="ru")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=150)
    text = models.TextField(blank=True)
    active = models.BooleanField(default=True)
    order = models.PositiveIntegerField(default=0)
    of_release = models.BooleanField(default=False, help_text="back to the words of the release")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code", "language", "version"], name="ready_words_version_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["refusal", "question", "answer"]), name="ready_words_kind_known"
            ),
        ]
