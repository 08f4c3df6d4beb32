"""Polls: what is asked, who may vote, and the votes. No row of the votes leads to a person; see docs/adr/0009-polls.md.

Texts for people are {language: text}; the first of `Poll.languages` has all of them.
"""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Poll(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("Черновик")  # an administrator writes it; nobody else sees it
        OPEN = "open", _("Объявлен")  # published: waits for `opens_at`, then takes votes until `closes_at`
        ENDED = "ended", _("Завершён")  # no vote is taken any more, the last ones are counted
        COUNTED = "counted", _("Подсчитан")  # results and the table of ballots are published

    class Voters(models.TextChoices):
        CITIZENS = "citizens", _("Жители")
        ORGANISATIONS = "organisations", _("Организации")
        ANYBODY = "anybody", _("Все желающие")  # without an account: a straw poll, marked as one

    class Shown(models.TextChoices):
        END = "end", _("После завершения")
        LIVE = "live", _("Сразу")

    code = models.CharField(max_length=64, unique=True, help_text="in the address of its page")
    state = models.CharField(max_length=7, choices=State.choices, default=State.DRAFT)
    languages = ArrayField(models.CharField(max_length=2), default=list, help_text="the first is its own")
    title = models.JSONField(default=dict)
    about = models.JSONField(default=dict, help_text="why it is asked and what the result is for")
    picture = models.UUIDField(null=True, help_text="see files.photos")
    voters = models.CharField(max_length=13, choices=Voters.choices, default=Voters.CITIZENS)
    territory_codes = ArrayField(
        models.CharField(max_length=11), default=list, help_text="OKTMO; empty: the whole region"
    )
    confirmed_home = models.BooleanField(
        default=False, help_text="the home must come from Госуслуги; else it was named before the poll opened"
    )
    age_from = models.PositiveSmallIntegerField(default=0, help_text="years at the vote; 0: of any age")
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    results = models.CharField(max_length=4, choices=Shown.choices, default=Shown.END)
    quorum = models.PositiveIntegerField(default=0, help_text="ballots without which it has not taken place")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="closes_at, or earlier with `ended_why`")
    ended_why = models.CharField(max_length=1000, blank=True, help_text="why it was ended before its time")
    counted_at = models.DateTimeField(null=True)
    table = models.UUIDField(null=True, help_text="the published table of ballots, see publishing")
    table_sha256 = models.CharField(max_length=64, blank=True)
    outcome = models.JSONField(default=dict, help_text="how the result was used, filled in later")
    outcome_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"), name="poll_code_slug"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "open", "ended", "counted"]), name="poll_state_known"
            ),
            models.CheckConstraint(
                condition=Q(voters__in=["citizens", "organisations", "anybody"]), name="poll_voters_known"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opens_at__lt=F("closes_at")), name="poll_times_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at", "id"], condition=Q(state="open"), name="poll_open"),
            models.Index(fields=["-opens_at", "-id"], condition=~Q(state="draft"), name="poll_shown"),
        ]

    def __str__(self) -> str:
        return self.code


class Question(models.Model):
    class Kind(models.TextChoices):
        SINGLE = "single", _("Один вариант")
        MULTIPLE = "multiple", _("Несколько вариантов")
        SCALE = "scale", _("Оценка по шкале")
        RANKING = "ranking", _("Расставить по порядку")
        TEXT = "text", _("Короткий ответ")
        PLACE = "place", _("Место на карте")

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="questions")
    code = models.CharField(max_length=40, help_text="within the poll; in tables of results")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.JSONField(default=dict)
    hint = models.JSONField(default=dict)
    required = models.BooleanField(default=True)
    options = models.JSONField(
        default=list,
        help_text="single, multiple, ranking: [{code, text: {language: text}, picture: uuid or null}]",
    )
    rules = models.JSONField(
        default=dict,
        help_text="multiple, ranking: {least, most}; scale: {from, to, words: [{language: text}, the same]}; "
        "text: {most} characters",
    )
    asked_if = models.JSONField(
        default=dict, help_text="{question: code of an earlier one, options: [codes]}; empty: always asked"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "code"], name="poll_question_once"),
            models.UniqueConstraint(
                fields=["poll", "order"], name="poll_question_order", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["single", "multiple", "scale", "ranking", "text", "place"]),
                name="poll_question_kind_known",
            ),
        ]


class Picture(models.Model):
    """A picture that came into a form and is in no published poll yet; see `pictures`."""

    id = models.UUIDField(primary_key=True, help_text="see files.photos")
    kept_at = models.DateTimeField(db_index=True)


class Right(models.Model):
    """This voter has used their one voice in this poll. Says nothing of how, nor when; no ballot leads here.

    No key of its own and no moment: whatever grows with time would put the rights into the order of the ballots.
    """

    pk = models.CompositePrimaryKey("poll_id", "voter")
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="+", db_index=False)
    voter = models.CharField(
        max_length=64,
        help_text="u and the id of the account, o and of the organisation, e and a hash of an account at Госуслуги, "
        "b and a hash of a browser",
    )
    mixed = models.BooleanField(default=False, help_text="written anew among many, see `counting`")

    class Meta:
        indexes = [models.Index(fields=["poll"], condition=Q(mixed=False), name="right_to_mix")]


class Ballot(models.Model):
    """An anonymous vote. `mixed`: it has been counted, and written anew in another order among many."""

    id = models.UUIDField(primary_key=True, default=uuid4)  # random: says nothing of the order
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="+", db_index=False)
    receipt = models.CharField(max_length=26, help_text="what the voter was given; see receipts")
    salt = models.CharField(
        max_length=32, help_text="with it anybody makes the receipt of these answers again"
    )
    blind = models.CharField(max_length=32, blank=True, help_text="hides texts in the table; never published")
    answers = models.JSONField(help_text="{question: answer}, as `answers.checked` gives them")
    area = models.CharField(max_length=11, blank=True, help_text="OKTMO of the voter's municipality")
    mixed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "receipt"], name="ballot_receipt_once")]
        indexes = [models.Index(fields=["poll"], condition=Q(mixed=False), name="ballot_to_count")]


class Tally(models.Model):
    """How many mixed ballots gave this answer; kept by `counting`."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="+", db_index=False)
    area = models.CharField(max_length=11, blank=True)
    question = models.CharField(max_length=40, blank=True, help_text="code; empty: ballots themselves")
    answer = models.CharField(
        max_length=64,
        blank=True,
        help_text="code of an option, mark of a scale; ranking: option@place; empty: any",
    )
    n = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "area", "question", "answer"], name="poll_tally_once")
        ]
        indexes = [
            # How many voted where, beside the thousands of counts of a map.
            models.Index(fields=["poll"], condition=Q(question="", answer=""), name="poll_tally_ballots")
        ]


class Text(models.Model):
    """A short answer of a counted poll, apart from its ballot; see `texts`. Everybody reads it once it is shown."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Ждёт проверки")
        SHOWN = "shown", _("Показан")
        WITHHELD = "withheld", _("Не показан")

    id = models.UUIDField(primary_key=True, default=uuid4)  # random: says nothing of the order
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="+", db_index=False)
    question = models.CharField(max_length=40)
    text = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "shown", "withheld"]), name="poll_text_state_known"
            )
        ]
        indexes = [models.Index(fields=["poll", "state", "id"], name="poll_texts")]


class Notice(models.Model):
    """People are told of this poll; written with the change that they are told of, see `telling`."""

    class What(models.TextChoices):
        OPEN = "open"  # to whoever may vote
        RESULTS = "results"  # to whoever has used their voice

    pk = models.CompositePrimaryKey("poll_id", "what")
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="+", db_index=False)
    what = models.CharField(max_length=7, choices=What.choices)
    after = models.CharField(
        max_length=64, blank=True, help_text="the last account, or voter, that was looked at"
    )
    told = models.PositiveIntegerField(default=0, help_text="people with a message")
    done_at = models.DateTimeField(null=True)
    stopped = models.BooleanField(default=False, help_text="the poll ended before everybody was told")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(what__in=["open", "results"]), name="poll_notice_known")
        ]
