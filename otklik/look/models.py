"""How the portal of this region looks and what it is called. Rows are only added; the last one is in force."""

from django.conf import settings
from django.db import models


class Look(models.Model):
    version = models.PositiveIntegerField(unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    values = models.JSONField(help_text="see `current.Look`; what is missing is as the settings say")
    emblem = models.BinaryField(null=True, help_text="cleaned by `emblem`; null: the mark of the product")
    emblem_name = models.CharField(
        max_length=24, blank=True, db_index=True, help_text="beginning of its SHA-256, with .png or .svg"
    )
