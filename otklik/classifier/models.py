"""What one can write about: categories, their topics and the topics' own questions. Filled by an importer."""

from typing import Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

KINDS: Final = ("problem", "proposal", "thanks")
CODE: Final = r"^[a-z0-9]+([._-][a-z0-9]+)*$"


class Category(models.Model):
    code = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=150)
    order = models.IntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(code__regex=CODE), name="category_code_slug")]

    def __str__(self) -> str:
        return self.title


class Topic(models.Model):
    """A topic is never deleted, only switched off: old appeals keep theirs."""

    code = models.CharField(max_length=64, unique=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="topics")
    title = models.CharField(max_length=200)
    kinds = ArrayField(models.CharField(max_length=8), help_text="problem, proposal, thanks")
    fields = models.JSONField(default=list, help_text="own questions; see classifier.fields")
    term_days = models.PositiveSmallIntegerField(
        default=0, help_text="working days for an answer; 0: settings.ANSWER_DAYS"
    )
    emergency_advice = models.TextField(
        blank=True, help_text="not empty: stop the wizard, advise to call 112"
    )
    confidential = models.BooleanField(
        default=False,
        db_default=False,
        help_text="its appeals are seen by the authority and moderators only, unless the author wants otherwise",
    )
    other_words = models.TextField(
        blank=True,
        default="",
        db_default="",
        help_text="what people call it, a comma between; read by searches, shown to nobody",
    )
    duty = models.CharField(max_length=64, help_text="whose business it is; see authorities.Duty")
    order = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(
        default=1, help_text="grows with each import that changed the topic"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=CODE), name="topic_code_slug"),
            models.CheckConstraint(
                condition=Q(kinds__contained_by=list(KINDS)) & Q(kinds__len__gt=0), name="topic_kinds_known"
            ),
            models.CheckConstraint(condition=Q(term_days__lte=365), name="topic_term_up_to_a_year"),
        ]

    def __str__(self) -> str:
        return self.title


class ClassifierDraft(models.Model):
    """A category or topic as it is to be after the next publication. One draft for all; written by `drafting`."""

    kind = models.CharField(max_length=8, help_text="category or topic")
    code = models.CharField(max_length=64)
    was = models.JSONField(null=True, help_text="as it was when this was drafted; null: it was not there")
    becomes = models.JSONField(null=True, help_text="as content.py has it; null: the category goes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="classifier_draft_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["category", "topic"]), name="classifier_draft_kind_known"
            ),
        ]


class ClassifierVersion(models.Model):
    """The whole classifier after a publication. Rows are only added; a return to one is another version."""

    version = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=300)
    content = models.JSONField(help_text="categories and topics, as a file for the import has them")
