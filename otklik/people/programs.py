"""The table of the keys by which programs are known. What is done with them: `api_keys`."""

from django.conf import settings
from django.db import models


class ApiKey(models.Model):
    """By which the programs of an organisation are known (`people.api_keys`)."""

    form = models.UUIDField(unique=True, help_text="that made it: sent again, it makes no second one")
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="keys")
    name = models.CharField(max_length=100, help_text="what the program is, in the organisation's words")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the key, which nobody keeps")
    hint = models.CharField(max_length=8, help_text="its first letters")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    used_on = models.DateField(null=True, help_text="the last day; null: never")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = [models.Index(fields=["-made_at", "-id"], name="api_keys_newest")]
