"""What belongs to a person: consents, organisations, copies of the app; and tries, which belong to nobody."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Consent(models.Model):
    """A person agreed to a text, in this version, at this moment; a row is closed, never changed otherwise."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=16, help_text="processing, publication")
    version = models.CharField(max_length=16, help_text="date of the text, YYYY-MM-DD")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="consent_one_in_force",
            )
        ]


class Organisation(models.Model):
    inn = models.CharField(max_length=12, unique=True, help_text="ИНН, 10 or 12 digits, checked")
    ogrn = models.CharField(  # noqa: DJ001  # many are not known yet, and those that are differ
        max_length=15,
        unique=True,
        null=True,
        help_text="ОГРН 13 or ОГРНИП 15 digits, checked; null: only claimed so far, see Representation.said",
    )
    name = models.CharField(max_length=300, help_text="of the first confirmed, until then of the first claim")

    def __str__(self) -> str:
        return self.name


class Representation(models.Model):
    """This person may act for this organisation, once somebody has confirmed it."""

    class Source(models.TextChoices):
        ADMIN = "admin", _("Администратор")
        ESIA = "esia", _("Госуслуги")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="representations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="representations")
    post = models.CharField(max_length=150, help_text="the person's role there")
    said = models.JSONField(default=dict, help_text="the person's own words: name, ogrn of the organisation")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=5, choices=Source.choices, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="representation_once")]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=models.Q(confirmed_at__isnull=True, refused_at__isnull=True),
                name="representation_waits",
            )
        ]


class Attempt(models.Model):
    """How often something was tried in the present span of time; see `people.limits`."""

    key = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of what was tried and by whom")
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True, help_text="when the count begins anew")


class Device(models.Model):
    """A copy of the app in which a person is signed in; written by `people.devices`, gone when they sign out."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="devices")
    title = models.CharField(
        max_length=100, blank=True, help_text="as the app calls itself: «Pixel 8, Android»"
    )
    ip = models.GenericIPAddressField(null=True, help_text="of the sign-in")
    secret = models.CharField(max_length=64, help_text="SHA-256 of the refresh token in force")
    secret_before = models.CharField(
        max_length=64, blank=True, help_text="of the one before: good until the one in force has been used"
    )
    stamp = models.CharField(
        max_length=160, help_text="of password and rights at the sign-in; see User._get_session_auth_hash"
    )
    since = models.DateTimeField()
    renewed_at = models.DateTimeField(db_index=True, help_text="not for settings.DEVICE_DAYS: signed out")
