"""Who answers and where to go, as the staff keep it. Each row says where it is from and when somebody looked."""

from typing import Final

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from otklik.authorities.models import Authority

OKTMO: Final = r"^([0-9]{8}([0-9]{3})?)?$"
CODE: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Checked(models.Model):
    """Where a row is from, and when it was compared with that. No day: nobody has, and the page says so."""

    source = models.CharField(max_length=300, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    checked_on = models.DateField(null=True)

    class Meta:
        abstract = True


class Office(Checked):
    """What people want to know of a body beside its row: when it is open, whom to ring, where to come."""

    authority = models.OneToOneField(Authority, models.CASCADE, related_name="office")
    about = models.CharField(max_length=1000, blank=True)
    hours = models.CharField(max_length=500, blank=True, help_text="canonical words of `hours`")
    reception = models.CharField(max_length=500, blank=True, help_text="when and how citizens are received")
    persons = models.JSONField(default=list, help_text="[[name, post, phone, hours of reception], …]")
    phones = models.JSONField(default=list, help_text="[[what it is for, number], …]")
    point = models.PointField(geography=True, srid=4326, null=True, spatial_index=False)


class Place(Checked):
    """Where people go in person: МФЦ, a clinic, a desk of a body elsewhere than at its own address."""

    class Kind(models.TextChoices):
        MFC = "mfc", _("МФЦ")
        CLINIC = "clinic", _("Поликлиника")
        HOSPITAL = "hospital", _("Больница")
        SOCIAL = "social", _("Соцзащита")
        JOBS = "jobs", _("Служба занятости")
        POLICE = "police", _("Полиция")
        POST = "post", _("Почта")
        UTILITY = "utility", _("Жилищно-коммунальная служба")
        SCHOOL = "school", _("Образование")
        CULTURE = "culture", _("Культура и спорт")
        BRANCH = "branch", _("Отделение органа")
        OTHER = "other", _("Другое")

    code = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300)
    territory_code = models.CharField(max_length=11, blank=True, help_text="OKTMO; empty: of no municipality")
    point = models.PointField(geography=True, srid=4326, null=True, spatial_index=False)
    hours = models.CharField(max_length=500, blank=True, help_text="canonical words of `hours`")
    phones = models.JSONField(default=list, help_text="[[what it is for, number], …]")
    site = models.URLField(max_length=300, blank=True)
    services = ArrayField(models.CharField(max_length=150), default=list)
    note = models.CharField(max_length=500, blank=True)
    authority = models.ForeignKey(Authority, models.SET_NULL, null=True, related_name="offices")
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=CODE), name="place_code_slug"),
            models.CheckConstraint(condition=Q(territory_code__regex=OKTMO), name="place_code_oktmo"),
        ]
        indexes = [
            GistIndex(fields=["point"], condition=Q(active=True), name="place_near"),
            models.Index(fields=["territory_code", "name", "id"], name="place_of_territory"),
            models.Index(fields=["name", "id"], name="place_by_name"),
        ]


class Reception(Checked):
    """Somebody in office receives citizens. What has ended vanishes from the pages and stays in the table."""

    code = models.CharField(max_length=64, unique=True)
    authority = models.ForeignKey(Authority, models.CASCADE, related_name="receptions", db_index=False)
    person = models.CharField(max_length=150, help_text="who receives")
    post = models.CharField(max_length=300, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    address = models.CharField(max_length=300, blank=True)
    remote = models.BooleanField(default=False, help_text="by video or telephone")
    how = models.CharField(max_length=500, blank=True, help_text="how to sign up")
    phone = models.CharField(max_length=60, blank=True)
    sign_up_url = models.URLField(max_length=500, blank=True)
    territory_code = models.CharField(max_length=11, blank=True, help_text="OKTMO; empty: the whole region")
    cancelled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=CODE), name="reception_code_slug"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="reception_times_in_order"),
            models.CheckConstraint(condition=Q(territory_code__regex=OKTMO), name="reception_code_oktmo"),
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="reception_coming"),
            models.Index(fields=["authority", "starts_at"], name="reception_of_authority"),
        ]


class Emergency(Checked):
    """A number to ring at once."""

    code = models.CharField(max_length=64, unique=True)
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=150)
    about = models.CharField(max_length=300, blank=True)
    territory_code = models.CharField(max_length=11, blank=True, help_text="OKTMO; empty: the whole region")
    order = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=CODE), name="emergency_code_slug"),
            models.CheckConstraint(condition=Q(territory_code__regex=OKTMO), name="emergency_code_oktmo"),
        ]


class Law(Checked):
    """What the law says on a topic, on all of a category, or on whatever people write about."""

    code = models.CharField(max_length=64, unique=True)
    subject = models.CharField(max_length=80, blank=True, help_text="topic:code, category:code; empty: any")
    title = models.CharField(max_length=200, help_text="the article and the act")
    text = models.CharField(max_length=2000, help_text="what it says, in plain words")
    order = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(code__regex=CODE), name="law_code_slug")]
        indexes = [models.Index(fields=["subject", "order", "id"], name="law_of_subject")]
