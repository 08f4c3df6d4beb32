"""Who answers: bodies, what each answers for and where, and which officials serve them."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Authority(models.Model):
    class Level(models.TextChoices):
        MUNICIPAL = "municipal", "Муниципальный"
        REGIONAL = "regional", "Региональный"
        FEDERAL = "federal", "Федеральный"
        ORGANISATION = "organisation", "Организация"

    class Version(models.TextChoices):
        """Of the MEDO format that the body's document system reads."""

        V22 = "2.2", "2.2"
        V27 = "2.7", "2.7"
        V271 = "2.7.1", "2.7.1"

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=150, blank=True)
    level = models.CharField(max_length=12, choices=Level.choices)
    superior = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        related_name="subordinates",
        help_text="its head sees our appeals too",
    )
    territory_code = models.CharField(max_length=11, blank=True, help_text="OKTMO; empty: the whole region")
    head_name = models.CharField(max_length=150, blank=True)
    head_post = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    site = models.URLField(max_length=300, blank=True)
    address = models.CharField(max_length=300, blank=True)
    msed_uid = models.UUIDField(
        null=True, unique=True, help_text="as a MEDO participant; null: not connected"
    )
    msed_address = models.CharField(max_length=100, blank=True, help_text="MEDO address, X~MEDOGU")
    msed_version = models.CharField(max_length=5, choices=Version.choices, default=Version.V271)
    msed_personal_data = models.BooleanField(
        default=False, help_text="the author's name and contacts may be sent to it"
    )
    has_desk = models.BooleanField(
        default=False, db_default=False, help_text="its officials answer here; used where it has no MEDO uid"
    )
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=["municipal", "regional", "federal", "organisation"]),
                name="authority_level_known",
            ),
            models.CheckConstraint(
                condition=Q(msed_version__in=["2.2", "2.7", "2.7.1"]), name="authority_msed_version_known"
            ),
            models.CheckConstraint(
                condition=Q(territory_code__regex=r"^([0-9]{8}([0-9]{3})?)?$"), name="authority_code_oktmo"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """On `subject` in `territory_code` this authority answers; the lowest rank first. Read by `routing`."""

    subject = models.CharField(max_length=64, help_text="code of a topic, or of a duty that topics name")
    territory_code = models.CharField(max_length=11, blank=True, help_text="OKTMO; empty: the whole region")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="duties")
    rank = models.PositiveSmallIntegerField(default=0, help_text="0 is asked first")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "territory_code", "rank"], name="duty_one_of_a_rank"),
            models.CheckConstraint(
                condition=Q(territory_code__regex=r"^([0-9]{8}([0-9]{3})?)?$"), name="duty_code_oktmo"
            ),
        ]


class DutyDraft(models.Model):
    """A duty as it is to be after the next publication: one draft for all administrators. Written by `drafting`."""

    subject = models.CharField(max_length=64)
    territory_code = models.CharField(max_length=11, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)
    authority = models.ForeignKey(
        Authority, models.CASCADE, null=True, related_name="+", help_text="null: nobody, the duty goes"
    )
    was = models.ForeignKey(
        Authority,
        models.SET_NULL,
        null=True,
        related_name="+",
        help_text="who had it when this was drafted; null: nobody",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "territory_code", "rank"], name="duty_draft_once"),
            models.CheckConstraint(
                condition=Q(territory_code__regex=r"^([0-9]{8}([0-9]{3})?)?$"), name="duty_draft_code_oktmo"
            ),
        ]


class DutyVersion(models.Model):
    """A published set of changes. Rows are only added; taking one back is another version."""

    version = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=300)
    changes = models.JSONField(
        help_text="[[subject, territory_code, rank, code of the body before, after], …]; null: nobody"
    )


class Rehearsal(models.Model):
    """A dry run: the last appeals replayed through the duties as they are and as drafted. See appeals.rehearsal."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    draft = models.CharField(max_length=16, help_text="mark of the draft that is tried")
    size = models.PositiveIntegerField(help_text="appeals to replay, the newest")
    seen = models.PositiveIntegerField(default=0, help_text="of them replayed so far")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    ended_at = models.DateTimeField(null=True)
    found = models.JSONField(default=dict, help_text="see authorities.moves")


class Membership(models.Model):
    """This official works for this authority and sees its appeals."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", db_index=False
    )
    authority = models.ForeignKey(Authority, models.CASCADE, related_name="members")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "authority"], name="membership_once")]
