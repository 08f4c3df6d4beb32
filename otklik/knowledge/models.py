"""Articles that answer before anybody has to ask. Each saving adds a version; one of them is the one that is shown.

An article is never deleted: links to it and the versions of what the portal told people stay.
"""

from typing import Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

CODE: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Audience(models.TextChoices):
    CITIZENS = "citizens", _("Для жителей")
    BUSINESS = "business", _("Для бизнеса")
    EVERYBODY = "everybody", _("Для всех")


class Section(models.Model):
    code = models.CharField(max_length=64, unique=True)
    titles = models.JSONField(default=dict, help_text="{language: title}; Russian is always there")
    order = models.IntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(code__regex=CODE), name="knowledge_section_slug")]

    def __str__(self) -> str:
        return self.code


class Article(models.Model):
    """What it is about stands here as the shown version has it; before the first publication, as the newest has."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Черновик")
        PUBLISHED = "published", _("Опубликована")
        ARCHIVED = "archived", _("В архиве")

    code = models.CharField(max_length=80, unique=True, help_text="in the address of its page")
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", db_index=False)
    audience = models.CharField(max_length=9, choices=Audience.choices)
    topics = ArrayField(models.CharField(max_length=64), default=list, help_text="of topics and categories")
    related = ArrayField(models.CharField(max_length=80), default=list, help_text="codes of other articles")
    title = models.CharField(max_length=150, help_text="of the newest version, in Russian: for the desk")
    newest = models.PositiveIntegerField(help_text="number of the newest version")
    shown = models.PositiveIntegerField(null=True, help_text="number of the version that is on its page")
    checked_on = models.DateField(null=True, help_text="when somebody last compared it with its sources")
    sources = models.JSONField(default=list, help_text="[{title, url}]: laws and pages it was written by")
    changed_at = models.DateTimeField(help_text="of the newest version")
    published_at = models.DateTimeField(null=True, help_text="of the first publication")
    shown_at = models.DateTimeField(null=True, help_text="since when the shown version is there")
    helped = models.IntegerField(default=0, help_text="«помогло»; folded from verdicts by the clock")
    failed = models.IntegerField(default=0, help_text="«не помогло»")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=CODE), name="article_code_slug"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "archived"]), name="article_state_known"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["citizens", "business", "everybody"]), name="article_audience_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(shown__isnull=False, published_at__isnull=False),
                name="article_published_has_version",
            ),
            models.CheckConstraint(
                condition=Q(shown=None) | Q(shown__lte=F("newest")), name="article_shown_is"
            ),
        ]
        indexes = [
            GinIndex(fields=["topics"], condition=Q(state="published"), name="article_topics"),
            models.Index(
                fields=["-published_at", "-id"], condition=Q(state="published"), name="article_public"
            ),
            models.Index(
                fields=["section", "-published_at", "-id"],
                condition=Q(state="published"),
                name="article_of_section",
            ),
            models.Index(fields=["-changed_at", "-id"], name="article_changed"),
        ]

    def __str__(self) -> str:
        return self.code


class Version(models.Model):
    """Everything that was typed. Rows are only added; going back to one is another version."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    content = models.JSONField(help_text="see content.Content")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="article_version_once")]


class Text(models.Model):
    """A published article in a language, as its page shows it and the search finds it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="texts", db_index=False)
    language = models.CharField(max_length=2)
    audience = models.CharField(max_length=9, help_text="as the article's: the search narrows by it")
    title = models.CharField(max_length=150)
    lead = models.CharField(max_length=400)
    html = models.TextField(help_text="cleaned by nh3; see markup")
    head = SearchVectorField(help_text="words of title, topics and lead")
    tsv = SearchVectorField(help_text="the same with those of the body")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="article_text_once")]
        indexes = [
            GinIndex(fields=["head"], fastupdate=False, name="article_head_words"),
            GinIndex(fields=["tsv"], fastupdate=False, name="article_words"),
        ]


class Word(models.Model):
    """A word of titles and leads, by which misprints are put right. Words are only added."""

    word = models.CharField(max_length=40, primary_key=True)
    stem = models.CharField(max_length=40, help_text="endings would hide how alike two words are")

    class Meta:
        indexes = [GinIndex(fields=["stem"], opclasses=["gin_trgm_ops"], name="article_misprints")]


class Verdict(models.Model):
    """Whether an article helped somebody. `voter` leads to nobody, nor from one article to another; see helped."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+", db_index=False)
    voter = models.CharField(max_length=32)
    helped = models.BooleanField()
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    counted_as = models.BooleanField(null=True, help_text="what the article's figures have of it")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "voter"], name="article_verdict_once")]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(counted_as=None)
                | Q(counted_as=False, helped=True)
                | Q(counted_as=True, helped=False),
                name="article_verdict_to_count",
            ),
            models.Index(fields=["-at", "-id"], condition=Q(helped=False), name="article_did_not_help"),
        ]
