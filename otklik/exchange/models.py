"""The delivery ledger: one row for each packet out and in. Rows are never deleted; the packet's file is kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Packet(models.Model):
    class Direction(models.TextChoices):
        OUT = "out", _("Исходящий")
        IN = "in", _("Входящий")

    class Kind(models.TextChoices):
        DOCUMENT = "document", _("Документ")
        NOTICE = "notice", _("Уведомление")
        RECEIPT = "receipt", _("Квитанция")
        UNKNOWN = "unknown", _("Не прочитан")

    class State(models.TextChoices):
        QUEUED = "queued", _("Ждёт отправки")
        SPOOLED = "spooled", _("Отправлен")
        DELIVERED = "delivered", _("Доставлен")  # their receipt says accepted
        REJECTED = "rejected", _("Не принят")  # their receipt says not accepted
        TAKEN = "taken", _("Обработан")
        QUARANTINED = "quarantined", _("В карантине")
        REPLACED = "replaced", _("Заменён")  # not accepted, then sent again as a new message

    class Alarm(models.TextChoices):
        NONE = "", ""
        NO_RECEIPT = "no_receipt", _("Нет квитанции")
        NO_REGISTRATION = "no_registration", _("Нет регистрации")
        UNMATCHED = "unmatched", _("Не с чем связать")
        BAD_SIGNATURE = "bad_signature", _("Подпись не верна")

    direction = models.CharField(max_length=3, choices=Direction.choices)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    message_uid = models.UUIDField(null=True, help_text="header/@uid; null: could not be read")
    document_uid = models.UUIDField(null=True, help_text="the document that it is or speaks of")
    partner_uid = models.UUIDField(null=True)
    partner_name = models.CharField(max_length=300, blank=True)
    version = models.CharField(max_length=5, blank=True)
    folder = models.CharField(max_length=255, help_text="name of the packet's folder in the spool")
    file = models.CharField(max_length=300, blank=True, help_text="the packet as a zip, in the file storage")

    state = models.CharField(max_length=11, choices=State.choices)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True, help_text="or what was odd about a packet we took")
    alarm = models.CharField(max_length=15, choices=Alarm.choices, blank=True)
    created_at = models.DateTimeField()
    spooled_at = models.DateTimeField(null=True)
    receipt_at = models.DateTimeField(null=True)
    noticed_at = models.DateTimeField(null=True, help_text="registered or refused by the partner")
    handled_at = models.DateTimeField(null=True, help_text="a person has dealt with its trouble")
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    handled_words = models.CharField(max_length=300, blank=True, db_default="", help_text="how")

    class Meta:
        constraints = [
            # The uid first: a receipt is looked up by it alone.
            models.UniqueConstraint(
                fields=["message_uid", "partner_uid", "direction"], name="packet_once", nulls_distinct=True
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "queued",
                        "spooled",
                        "delivered",
                        "rejected",
                        "taken",
                        "quarantined",
                        "replaced",
                    ]
                ),
                name="packet_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="packet_by_time"),
            models.Index(fields=["partner_uid", "-created_at", "-id"], name="packet_of_partner"),
            models.Index(fields=["state", "-created_at", "-id"], name="packet_in_state"),
            # Deleting an account looks here for what points at it.
            models.Index(fields=["handled_by"], condition=Q(handled_by__isnull=False), name="packet_handled"),
            models.Index(fields=["document_uid"], name="packet_document"),
            models.Index(fields=["created_at"], condition=Q(state="queued"), name="packet_waiting"),
            models.Index(
                fields=["spooled_at"],
                condition=Q(direction="out", kind="document", noticed_at__isnull=True),
                name="packet_unanswered",
            ),
            models.Index(
                fields=["-id"],
                condition=~Q(alarm="") | Q(state__in=["rejected", "quarantined"]),
                name="packet_trouble",
            ),
        ]
