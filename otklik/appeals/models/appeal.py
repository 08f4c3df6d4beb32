"""An appeal, the journal of its life and the mark that it changed."""

from typing import Final

from django.conf import settings
from django.contrib.gis.db.models import PointField
from django.contrib.postgres.indexes import BrinIndex, GistIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from otklik.appeals.lifecycle import ANSWERED, PUBLIC, TOLD, Attention, Kind, Move, State
from otklik.authorities.models import Authority
from otklik.classifier.models import Category, Topic
from otklik.people.models import Organisation
from otklik.places.models import Settlement, Territory

CHANNELS = ("web", "app", "hotline", "import")
_IS_PUBLIC = Q(state__in=sorted(PUBLIC))
_IS_ANSWERED = Q(state__in=sorted(ANSWERED))
_IS_TOLD = Q(move__in=sorted(TOLD))

# What the public lists walk (queries.walk): each kind and state by itself, newest (or hottest, or latest due) first,
# by each filter that cuts a list down to a small share, and by the pairs of them that go together. What leaves a large
# share (photo, rating …) is looked at on the way; a pair that is rare is collected. Measured in docs/benchmarks.md.
_BY_ONE: Final = ("", "category", "topic", "area", "settlement", "authority")
_BY_TWO: Final = (
    "area topic",
    "settlement topic",
    "authority topic",
    "area authority",
    "settlement authority",
)


def _walks(
    word: str, column: str, condition: Q, filters: tuple[str, ...], *, beside: tuple[str, ...] = ()
) -> list[models.Index]:
    return [
        models.Index(
            fields=["kind", "state", *names.split(), f"-{column}", "-id"],
            include=beside,
            condition=condition,
            name="_".join(["appeal", word, *(name[:5] for name in names.split())]),
        )
        for names in filters
    ]


LISTED: Final = (
    # With the point: the list beside the map passes over what lies elsewhere without reading it.
    *_walks("map", "published_at", _IS_PUBLIC, _BY_ONE[:2], beside=("point",)),
    *_walks("new", "published_at", _IS_PUBLIC, (*_BY_ONE[2:], *_BY_TWO, "rating")),
    *_walks("hot", "heat", _IS_PUBLIC, _BY_ONE),
    *_walks("done", "answered_at", _IS_ANSWERED & Q(answered_at__isnull=False), _BY_ONE),
    *_walks("due", "answer_by", Q(state__in=["sending", "registered"]), _BY_ONE),
)


class Appeal(models.Model):
    class Regime(models.TextChoices):
        """Which law's terms apply (domain-rules B1): not every message is a statement under 59-ФЗ."""

        MESSAGE = "message", _("Сообщение портала")
        STATEMENT = "59fz", _("Обращение по 59-ФЗ")

    number = models.CharField(max_length=9, unique=True, help_text="public; see rules.number")
    client_key = models.UUIDField(unique=True, help_text="made by the client; a resend repeats it")
    kind = models.CharField(max_length=8)
    channel = models.CharField(max_length=8, db_default="web")
    category = models.ForeignKey(Category, models.PROTECT, db_index=False)
    topic = models.ForeignKey(Topic, models.PROTECT, db_index=False)
    text = models.TextField(help_text="as everybody may read it")
    full_text = models.TextField(
        blank=True, default="", db_default="", help_text="as it was written, where a part of `text` is hidden"
    )
    fields = models.JSONField(default=list, help_text="own fields of the topic: [[label, value], …] as shown")
    full_fields = models.JSONField(
        null=True, help_text="as they were answered, where one of `fields` is hidden"
    )

    settlement = models.ForeignKey(Settlement, models.PROTECT, null=True, db_index=False)
    address = models.CharField(max_length=300)
    point = PointField(null=True, srid=4326, spatial_index=False)
    territory = models.ForeignKey(
        Territory,
        models.PROTECT,
        null=True,
        db_index=False,
        help_text="the version valid on the day of receipt",
    )

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="appeals", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, db_index=False, help_text="the author filed for it"
    )
    author_name = models.CharField(max_length=150)
    author_email = models.EmailField(max_length=254, blank=True)
    author_phone = models.CharField(
        max_length=16, blank=True, default="", db_default="", help_text="E.164; of who called the hotline"
    )
    author_hidden = models.BooleanField(
        default=False, db_default=False, help_text="a moderator hid the name, whatever the author chose"
    )
    withheld = models.BooleanField(
        default=False,
        db_default=False,
        help_text="a moderator took it off the portal; see appeals.withholding",
    )
    confidential = models.BooleanField(
        default=False,
        db_default=False,
        help_text="its author showed it to nobody but the authority and moderators: withheld from the start",
    )
    email_confirmed_at = models.DateTimeField(null=True)

    state = models.CharField(max_length=12)
    state_since = models.DateTimeField()
    received_at = models.DateTimeField()
    moderate_by = models.DateTimeField(
        help_text="when the moderator must have decided; moved on by a question"
    )
    question_by = models.DateTimeField(null=True, help_text="when the author must have answered the question")
    published_at = models.DateTimeField(null=True)
    answer_by = models.DateField(null=True, help_text="last working day for the answer; null: no term")
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    authority = models.ForeignKey(Authority, models.PROTECT, null=True, db_index=False)
    assigned_why = models.CharField(max_length=300, blank=True, help_text="rule, territory version, topic")
    attention = models.CharField(max_length=16, blank=True, help_text="why it waits at the desk")
    original = models.ForeignKey("self", models.PROTECT, null=True, related_name="duplicates")
    executor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        help_text="the official of the authority who works on it",
    )
    forwards = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="how often authorities forwarded it"
    )
    controlled_at = models.DateTimeField(null=True, help_text="a supervisor has it under control since")
    regime = models.CharField(
        max_length=8, choices=Regime.choices, default=Regime.MESSAGE, db_default=Regime.MESSAGE
    )

    supporters = models.PositiveIntegerField(default=0, db_default=0, help_text="kept by following")
    followers = models.PositiveIntegerField(default=0, db_default=0, help_text="kept by following")
    # Kept for the public lists by appeals.facets from publication on.
    area = models.CharField(
        max_length=11, default="", db_default="", help_text="OKTMO of the territory: its versions share it"
    )
    has_photo = models.BooleanField(
        default=False, db_default=False, help_text="a photo that everyone may see"
    )
    heat = models.FloatField(default=0, db_default=0, help_text="popularity with decay; see rules.heat")
    returns = models.PositiveSmallIntegerField(default=0)
    rating = models.PositiveSmallIntegerField(null=True, help_text="1 (bad) .. 5 (good)")
    solved = models.BooleanField(null=True, help_text="the author's own verdict")
    verdict = models.TextField(blank=True, help_text="the author's words with the rating")
    formal = models.BooleanField(
        default=False, db_default=False, help_text="the author once returned an answer as a formal one"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="appeal_state_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in Kind]), name="appeal_kind_known"),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="appeal_channel_known"),
            models.CheckConstraint(
                condition=Q(attention="") | Q(attention__in=[a.value for a in Attention]),
                name="appeal_attention_known",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)), name="appeal_rating_1_5"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sending", "registered"]) | Q(authority__isnull=False),
                name="appeal_sent_has_authority",
            ),
            models.CheckConstraint(
                condition=~_IS_PUBLIC | Q(published_at__isnull=False), name="appeal_public_has_moment"
            ),
            models.CheckConstraint(condition=Q(regime__in=["message", "59fz"]), name="appeal_regime_known"),
            models.CheckConstraint(
                condition=~Q(state="duplicate") | Q(original__isnull=False),
                name="appeal_duplicate_has_original",
            ),
        ]
        indexes = [
            models.Index(
                fields=["moderate_by", "id"], condition=Q(state="moderation"), name="appeal_to_moderate"
            ),
            models.Index(fields=["question_by"], condition=Q(state="question"), name="appeal_asked"),
            models.Index(fields=["state_since"], condition=Q(state="answered"), name="appeal_to_close"),
            models.Index(
                fields=["state_since"], condition=Q(state="returned", attention=""), name="appeal_to_resend"
            ),
            models.Index(fields=["received_at"], condition=Q(state="unconfirmed"), name="appeal_to_confirm"),
            models.Index(fields=["state_since", "id"], condition=~Q(attention=""), name="appeal_at_desk"),
            *LISTED,
            models.Index(fields=["author", "-received_at", "-id"], name="appeal_of_author"),
            models.Index(
                fields=["author_phone", "-received_at", "-id"],
                condition=~Q(author_phone=""),
                name="appeal_of_phone",
            ),
            models.Index(
                fields=["author_email"],
                condition=Q(author__isnull=True, email_confirmed_at__isnull=False),
                name="appeal_without_account",
            ),
            models.Index(
                fields=["authority", "answer_by", "id"],
                condition=Q(state__in=["sending", "registered"]),
                name="appeal_at_authority",
            ),
            models.Index(
                fields=["executor", "answer_by", "id"],
                condition=Q(state__in=["sending", "registered"], executor__isnull=False),
                name="appeal_of_executor",
            ),
            models.Index(
                fields=["controlled_at", "id"],
                condition=Q(controlled_at__isnull=False),
                name="appeal_controlled",
            ),
            models.Index(
                fields=["state_since", "id"],
                condition=Q(state__in=["published", "sending", "registered", "returned"]),
                name="appeal_still",
            ),
            models.Index(fields=["-received_at", "-id"], condition=Q(withheld=True), name="appeal_withheld"),
            GistIndex(fields=["point"], condition=_IS_PUBLIC, name="appeal_public_point"),
            GistIndex(
                fields=["point"],
                condition=Q(state__in=["moderation", "question"]),
                name="appeal_waiting_point",
            ),
        ]


class JournalRow(models.Model):
    """One move. Rows are only added: a trigger in the database refuses changes (migration 0003)."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="journal")
    move = models.CharField(max_length=12)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False
    )  # null: system
    at = models.DateTimeField()
    reason = models.TextField(blank=True, help_text="code or words; shown to the author")
    detail = models.JSONField(default=dict, help_text="numbers and names that belong to the move")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(move__in=[m.value for m in Move]), name="journal_move_known")
        ]
        # Rows are only added, in the order of time: a few pages find the last days of them.
        indexes = [
            BrinIndex(fields=["at"], pages_per_range=32, autosummarize=True, name="journal_by_time"),
            models.Index(fields=["at", "id"], condition=_IS_TOLD, name="journal_told"),
        ]


class Change(models.Model):
    """This appeal changed: what is counted of it must be counted anew (`stats.folding`, which deletes the row).

    Written in the transaction of the change, only added, never looked up: two writers do not wait for each other.
    """

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
