"""The check of 0007 holds for all rows. Reads the journal once; stops neither readers nor writers."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("appeals", "0007_clarifications")]
    operations = [ValidateConstraint("journalrow", "journal_move_known")]
