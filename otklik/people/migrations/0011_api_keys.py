"""Keys of organisations' programs. A new table: safe while the old code runs, no lock."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _who() -> "models.ForeignKey[object, object]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        django.db.models.deletion.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0010_devices")]
    operations = [
        migrations.CreateModel(
            "ApiKey",
            [
                ("id", models.BigAutoField(primary_key=True, auto_created=True, serialize=False, verbose_name="ID")),
                ("form", models.UUIDField(unique=True, help_text="that made it: sent again, it makes no second one")),
                ("name", models.CharField(max_length=100, help_text="what the program is, in the organisation's words")),
                ("digest", models.CharField(max_length=64, unique=True, help_text="SHA-256 of the key, which nobody keeps")),
                ("hint", models.CharField(max_length=8, help_text="its first letters")),
                ("made_at", models.DateTimeField()),
                ("used_on", models.DateField(null=True, help_text="the last day; null: never")),
                ("revoked_at", models.DateTimeField(null=True)),
                ("made_by", _who()),
                (
                    "organisation",
                    models.ForeignKey(
                        "people.organisation", django.db.models.deletion.PROTECT, related_name="keys"
                    ),
                ),
                ("revoked_by", _who()),
            ],
            options={"indexes": [models.Index(fields=["-made_at", "-id"], name="api_keys_newest")]},
        ),
    ]
