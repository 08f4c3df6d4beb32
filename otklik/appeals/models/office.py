"""What an authority keeps at its desk: rules, notes, opinions of others, the answer while it is written, errands.

Nothing of it is public, and nothing of it is for other authorities but the question of an opinion.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from otklik.appeals.lifecycle import Decision
from otklik.appeals.models.appeal import Appeal
from otklik.authorities.models import Authority


class DeskRules(models.Model):
    """How an authority works at its desk; no row: as the defaults say."""

    authority = models.OneToOneField(Authority, models.CASCADE, primary_key=True, related_name="+")
    signs = models.BooleanField(default=False, db_default=False, help_text="answers are signed by its head")


class ReplyTemplate(models.Model):
    """Words that the body's answers often begin with; its head edits them."""

    authority = models.ForeignKey(Authority, models.CASCADE, related_name="+")
    title = models.CharField(max_length=100)
    text = models.TextField(help_text="may name {number}, {address}, {topic}")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "title"], name="template_titled_once")]


class OfficeNote(models.Model):
    """What officials of one body tell each other about an appeal."""

    client_key = models.UUIDField(unique=True, help_text="of the form: pressed twice, it says once")
    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="office_notes", db_index=False)
    authority = models.ForeignKey(Authority, models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["appeal", "authority", "id"], name="note_of_office")]


class Opinion(models.Model):
    """One body asks another about an appeal. The other sees text, address and photos, not the author."""

    client_key = models.UUIDField(unique=True, help_text="of the form: pressed twice, it asks once")
    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="opinions")
    asker = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_index=False)
    asked = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_index=False)
    question = models.TextField()
    due_on = models.DateField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(
        null=True, help_text="needed no more: taken back, or the appeal was answered"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(asker=models.F("asked")), name="opinion_of_another"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | Q(answered_at__isnull=False, answer__gt=""),
                name="opinion_answered_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked", "due_on", "id"],
                condition=Q(answered_at__isnull=True, ended_at__isnull=True),
                name="opinion_to_give",
            )
        ]


class Reply(models.Model):
    """An answer while it is written and waits to be signed. Published, it becomes an `Answer` and this row goes."""

    class State(models.TextChoices):
        DRAFT = "draft"
        SIGNING = "signing"

    appeal = models.OneToOneField(Appeal, models.CASCADE, primary_key=True, related_name="reply")
    authority = models.ForeignKey(Authority, models.CASCADE, related_name="+", db_index=False)
    key = models.UUIDField(unique=True, help_text="of the answer that it becomes: published once")
    version = models.PositiveIntegerField(default=1, help_text="one more with each form that writes")
    form = models.UUIDField(help_text="the form that wrote last: its next save is no conflict")
    text = models.TextField(blank=True)
    decision = models.CharField(max_length=10, blank=True)
    planned_on = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    remarks = models.TextField(blank=True, help_text="the head's, with which it came back unsigned")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, help_text="to be signed since")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["draft", "signing"]), name="reply_state_known"),
            models.CheckConstraint(
                condition=Q(decision="") | Q(decision__in=[d.value for d in Decision]),
                name="reply_decision_known",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_at__isnull=False), name="reply_signing_has_moment"
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "sent_at"], condition=Q(state="signing"), name="reply_to_sign")
        ]


class ReplyFile(models.Model):
    """A photo or document of the answer; its id is the one it is published under."""

    id = models.UUIDField(primary_key=True)
    reply = models.ForeignKey(Reply, models.CASCADE, related_name="files")
    title = models.CharField(max_length=300)
    is_photo = models.BooleanField()
    added_at = models.DateTimeField()


class Errand(models.Model):
    """A link for somebody without an account who does the work: text, address, photos; brings photos and a note."""

    client_key = models.UUIDField(unique=True, help_text="of the form: pressed twice, one link")
    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="errands")
    authority = models.ForeignKey(Authority, models.CASCADE, related_name="+", db_index=False)
    token_hash = models.CharField(
        max_length=64, unique=True, help_text="SHA-256; the link itself is not kept"
    )
    email = models.EmailField(max_length=254, blank=True)
    task = models.TextField(blank=True, help_text="what is to be done, in the clerk's words")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, help_text="revoked, or no longer needed")


class ErrandDevice(models.Model):
    """A browser in which the link was opened: a forwarded link shows as more than one."""

    errand = models.ForeignKey(Errand, models.CASCADE, related_name="devices", db_index=False)
    device = models.UUIDField(help_text="in a cookie of that browser")
    opened = models.PositiveIntegerField(default=1, help_text="how often")
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["errand", "device"], name="errand_device_once")]


class ErrandItem(models.Model):
    """A photo or a note that came by the link."""

    id = models.UUIDField(primary_key=True)
    errand = models.ForeignKey(Errand, models.CASCADE, related_name="items")
    is_photo = models.BooleanField()
    text = models.TextField(blank=True)
    at = models.DateTimeField()
