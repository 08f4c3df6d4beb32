"""How a person dealt with a packet's trouble: when, who, in words.

Safe while the old code runs: the database itself fills the columns. Locks: a moment for each change (constant
defaults), and on the accounts for the foreign key; gives up after 4 s rather than queue the exchange behind it.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0003_uid_first"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.AddField(
            "packet",
            "handled_at",
            models.DateTimeField(help_text="a person has dealt with its trouble", null=True),
        ),
        migrations.AddField(
            "packet",
            "handled_by",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "packet", "handled_words", models.CharField(blank=True, db_default="", help_text="how", max_length=300)
        ),
    ]
