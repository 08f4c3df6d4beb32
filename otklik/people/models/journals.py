"""Who gave rights, saw personal data, changed the portal. Rows are only added."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RoleChange(models.Model):
    """Who gave whom which rights. Rows are only added: a trigger in the database refuses changes (0005)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="role_changes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    at = models.DateTimeField()
    before = models.JSONField(help_text="role, territory_codes, topic_codes, authorities (codes)")
    after = models.JSONField(help_text="the same keys")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="people_role_changes")]


class StaffDeed(models.Model):
    """An employee saw personal data or changed something. Rows are only added: a trigger refuses changes (0008).

    Who, when, what and of whom: the account that 152-ФЗ (art. 19, 2.8) asks for. The network address is not kept: the
    law does not ask for it, the list of sessions has it, and it is personal data of the employee.
    """

    class What(models.TextChoices):
        SAW = "saw", _("Просмотр персональных данных")
        CHANGED = "changed", _("Изменение")

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    what = models.CharField(max_length=7, choices=What.choices)
    action = models.CharField(max_length=24, help_text="of web.access.rights")
    address = models.CharField(max_length=64, help_text="name of the address")
    object_kind = models.CharField(
        max_length=24, blank=True, help_text="appeal, person, packet …; empty: a list"
    )
    object_key = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(what__in=["saw", "changed"]), name="deed_what_known")
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="deed_by_time"),
            models.Index(fields=["actor", "-at", "-id"], name="deed_of_person"),
            models.Index(
                fields=["object_kind", "object_key", "-at", "-id"],
                condition=~models.Q(object_key=""),
                name="deed_of_object",
            ),
            models.Index(fields=["action", "-at", "-id"], name="deed_of_action"),
        ]


class ConfigChange(models.Model):
    """Who changed what of the configuration. Written by `changes`; a trigger refuses changes of rows (0009)."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    at = models.DateTimeField()
    what = models.CharField(max_length=140, help_text="kind:code, for example authority:roads or duties")
    before = models.JSONField(null=True, help_text="what was changed, as it was; null: it was not there")
    after = models.JSONField(null=True, help_text="the same keys; null: it is gone")

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="people_config_changes"),
            models.Index(fields=["what", "-at", "-id"], name="people_config_changes_of"),
        ]
