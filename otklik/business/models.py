"""Help for business: measures of support, and the page where business begins. Their versions are in the journal."""

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

CODE: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Measure(models.Model):
    """A measure of support. Texts are {language: {title, summary, amount, conditions, how, provider}}."""

    class Kind(models.TextChoices):
        GRANT = "grant", _("Грант или субсидия")
        LOAN = "loan", _("Заём или кредит")
        GUARANTEE = "guarantee", _("Поручительство")
        LEASE = "lease", _("Аренда и лизинг")
        CONSULTING = "consulting", _("Консультация и обучение")
        TAX = "tax", _("Налоговая льгота")

    class Size(models.TextChoices):
        SELF_EMPLOYED = "self_employed", _("Самозанятый")
        SOLE = "sole", _("Индивидуальный предприниматель")
        MICRO = "micro", _("Микропредприятие")
        SMALL = "small", _("Малое предприятие")
        MEDIUM = "medium", _("Среднее предприятие")

    code = models.CharField(max_length=80, unique=True, help_text="in the address of its page")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    sizes = ArrayField(models.CharField(max_length=13), default=list, help_text="empty: of any size")
    okved = ArrayField(
        models.CharField(max_length=8), default=list, help_text="beginnings of codes of ОКВЭД 2; empty: any"
    )
    territory_codes = ArrayField(
        models.CharField(max_length=11), default=list, help_text="OKTMO; empty: the whole region"
    )
    texts = models.JSONField(default=dict)
    title = models.CharField(max_length=200, help_text="in Russian: for the desk")
    phone = models.CharField(max_length=100, blank=True)
    email = models.CharField(max_length=254, blank=True)
    url = models.CharField(max_length=500, blank=True, help_text="where one applies")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True, help_text="the last day to apply; null: without an end")
    source_title = models.CharField(max_length=300, blank=True, help_text="the act that it stands in")
    source_url = models.CharField(max_length=500, blank=True)
    checked_on = models.DateField(null=True)
    active = models.BooleanField(default=True)
    published_at = models.DateTimeField(help_text="when it came into the catalogue")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=CODE), name="measure_code_slug"),
            models.CheckConstraint(
                condition=Q(kind__in=["grant", "loan", "guarantee", "lease", "consulting", "tax"]),
                name="measure_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                name="measure_days_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], condition=Q(active=True), name="measure_public"),
            models.Index(fields=["-changed_at", "-id"], name="measure_changed"),
        ]

    def __str__(self) -> str:
        return self.code


class Front(models.Model):
    """What /business begins with: one row. Texts are {language: {name, post, address, hours, words}}."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    categories = ArrayField(
        models.CharField(max_length=64), default=list, help_text="codes of the categories of business"
    )
    ombudsman = models.JSONField(default=dict)
    phone = models.CharField(max_length=100, blank=True)
    email = models.CharField(max_length=254, blank=True)
    url = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="business_front_one")]
