"""Which organisation's program filed an appeal. A new table: safe while the old code runs.

Locks: a moment on the appeals for the reference to them; gives up after 4 s rather than queue the site behind it.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0031_updates"), ("people", "0011_api_keys")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            "FiledWith",
            [
                (
                    "appeal",
                    models.OneToOneField(
                        "appeals.appeal",
                        django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="filed_with",
                        serialize=False,
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        "people.apikey", django.db.models.deletion.PROTECT, related_name="+"
                    ),
                ),
            ],
        ),
    ]
