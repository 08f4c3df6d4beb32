from django.db import models


class Lease(models.Model):
    """Who runs the clock, and until when. A row and not a lock: it works behind PgBouncer and survives kill -9."""

    name = models.CharField(primary_key=True, max_length=20)
    holder = models.UUIDField(null=True)
    until = models.DateTimeField(null=True)
