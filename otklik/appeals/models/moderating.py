"""What a moderator's desk keeps beside an appeal: who works on it just now."""

from django.conf import settings
from django.db import models

from otklik.appeals.models.appeal import Appeal


class Hold(models.Model):
    """This person works on the appeal at a desk; others may only read. It ends by itself; see `holds`."""

    appeal = models.OneToOneField(Appeal, models.CASCADE, primary_key=True, related_name="hold")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField()
