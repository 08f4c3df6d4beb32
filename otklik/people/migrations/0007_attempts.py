"""Wrong passwords and codes are counted for all web processes together.

Safe while the old code runs: it does not know the table.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_claimed_requisites"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "key",
                    models.CharField(
                        help_text="SHA-256 of what was tried and by whom",
                        max_length=64,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("count", models.PositiveIntegerField()),
                ("until", models.DateTimeField(db_index=True, help_text="when the count begins anew")),
            ],
        ),
    ]
