"""Planned works and outages: what is off, where and until when, and who wants to be told of it.

`Place` is made for the one question that everybody asks, «what is off at this address»: see `queries.at`.
"""

from typing import Final

from django.conf import settings
from django.contrib.gis.db.models import GeometryField, PointField
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from otklik.authorities.models import Authority
from otklik.people.models import Organisation

WHERE_MAX: Final = 1000  # characters of the line that says where


class Work(models.Model):
    class Kind(models.TextChoices):
        LIGHT = "light", _("Электричество")
        HOT = "hot", _("Горячая вода")
        COLD = "cold", _("Холодная вода")
        GAS = "gas", _("Газ")
        HEAT = "heat", _("Отопление")
        ROAD = "road", _("Дорога")
        LIFT = "lift", _("Лифт")
        TELECOM = "telecom", _("Связь и интернет")
        OTHER = "other", _("Другое")

    class Source(models.TextChoices):
        DESK = "desk", "desk"  # typed by an official
        FILE = "file", "file"  # uploaded by one
        PROGRAM = "program", "program"  # came with the key of an organisation

    kind = models.CharField(max_length=8, choices=Kind.choices)
    emergency = models.BooleanField(default=False, help_text="nobody planned it")
    text = models.CharField(max_length=1000, help_text="in plain words, as everybody reads it")
    performer = models.CharField(max_length=200, blank=True, help_text="who works: МУП «Водоканал»")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="as it is known now")
    cancelled = models.BooleanField(default=False)
    authority = models.ForeignKey(Authority, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=7, choices=Source.choices, default=Source.DESK)
    external_id = models.CharField(
        max_length=100, blank=True, help_text="of whoever sends it: a second one with it is the same work"
    )
    form = models.UUIDField(null=True, unique=True, help_text="sent twice, it makes one work")
    where = models.CharField(max_length=WHERE_MAX, help_text="its places in one line")
    typed = models.JSONField(default=dict, help_text="the places as they were written, for the next edit")
    area_codes = ArrayField(
        models.CharField(max_length=11), default=list, help_text="OKTMO of the municipalities touched"
    )
    area = GeometryField(srid=4326, null=True, spatial_index=False, help_text="a polygon on the map")
    point = PointField(srid=4326, null=True, spatial_index=False, help_text="the middle, for a picture")
    revision = models.PositiveIntegerField(
        default=1, help_text="grows when its times change: each is told once"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["light", "hot", "cold", "gas", "heat", "road", "lift", "telecom", "other"]
                ),
                name="work_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(source__in=["desk", "file", "program"]), name="work_source_known"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="work_times_in_order"),
            models.CheckConstraint(
                condition=Q(authority__isnull=False, organisation__isnull=True)
                | Q(authority__isnull=True, organisation__isnull=False),
                name="work_of_one",
            ),
            models.UniqueConstraint(
                fields=["authority", "external_id"],
                condition=~Q(external_id="") & Q(authority__isnull=False),
                name="work_of_authority_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=~Q(external_id="") & Q(organisation__isnull=False),
                name="work_of_organisation_once",
            ),
        ]
        indexes = [
            models.Index(fields=["ends_at", "id"], name="work_by_end"),
            models.Index(fields=["starts_at", "id"], name="work_by_start"),
            models.Index(fields=["authority", "-ends_at", "-id"], name="work_of_authority"),
            GistIndex(fields=["area", "ends_at"], condition=Q(area__isnull=False), name="work_area"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Place(models.Model):
    """A house, a street, a settlement or a municipality: what is not said is the whole of it."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="places", db_index=False)
    key = models.CharField(max_length=20, help_text="h7, s5, p3, t99701000: see `whereabouts.keys`")
    ends_at = models.DateTimeField(help_text="of the work: what is over is never met")
    territory_code = models.CharField(max_length=11)
    settlement_id = models.BigIntegerField(null=True)
    street_id = models.BigIntegerField(null=True)
    house_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "key"], name="work_place_once")]
        indexes = [models.Index(fields=["key", "ends_at", "work"], name="work_place_found")]


class Change(models.Model):
    """The journal of a work, as its page shows it. Rows are only added."""

    class What(models.TextChoices):
        PUBLISHED = "published", _("Опубликовано")
        MOVED = "moved", _("Время изменилось")
        EDITED = "edited", _("Описание исправлено")
        CANCELLED = "cancelled", _("Отменено")

    work = models.ForeignKey(Work, models.CASCADE, related_name="changes")
    what = models.CharField(max_length=9, choices=What.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=300, blank=True)
    detail = models.JSONField(default=dict, help_text="moved: the times before it")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=["published", "moved", "edited", "cancelled"]), name="work_change_known"
            )
        ]


class Publisher(models.Model):
    """An organisation whose programs may publish works: an administrator let it."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )


class Subscription(models.Model):
    """An address of which this person wants to be told: a house, a street or a settlement."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=20, help_text="as of Place")
    label = models.CharField(max_length=300)
    territory_code = models.CharField(max_length=11)
    settlement_id = models.BigIntegerField()
    street_id = models.BigIntegerField(null=True)
    house_id = models.BigIntegerField(null=True)
    point = PointField(srid=4326, null=True, spatial_index=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="work_subscription_once")]
        indexes = [
            models.Index(fields=["house_id"], name="work_sub_house"),
            models.Index(fields=["street_id"], name="work_sub_street"),
            models.Index(fields=["settlement_id"], name="work_sub_settlement"),
            models.Index(fields=["territory_code"], name="work_sub_territory"),
            GistIndex(fields=["point"], name="work_sub_point"),
        ]


class Notice(models.Model):
    """This person is to be told of this state of the work. `told`: at once, or with the daily letter."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()
    told = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "user", "revision"], name="work_notice_once")]
        indexes = [models.Index(fields=["user", "work"], condition=Q(told=False), name="work_notice_waits")]
