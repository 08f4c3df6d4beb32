"""The words by which public appeals are found, and how they are cut: Russian stems; Latin words and numbers as typed.

Safe while the old code runs: a new table that it does not know. Locks: none on tables that there are.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# Addresses, files and mail never reach the parser: their signs are blanked first (`rules.words`).
_CONFIG = """
CREATE TEXT SEARCH CONFIGURATION public.otklik (COPY = pg_catalog.russian);
ALTER TEXT SEARCH CONFIGURATION public.otklik
    ALTER MAPPING FOR asciiword, asciihword, hword_asciipart WITH pg_catalog.simple;
"""


class Migration(migrations.Migration):
    dependencies = [("appeals", "0012_comments")]
    operations = [
        migrations.RunSQL(_CONFIG, "DROP TEXT SEARCH CONFIGURATION public.otklik"),
        migrations.CreateModel(
            "SearchDocument",
            [
                (
                    "appeal",
                    models.OneToOneField(
                        "appeals.appeal",
                        django.db.models.deletion.CASCADE,
                        db_constraint=False,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                    ),
                ),
                ("published_at", models.DateTimeField()),
                (
                    "tsv",
                    django.contrib.postgres.search.SearchVectorField(
                        help_text="words with weights, and tokens of time, kind, category and area"
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["tsv"], name="search_words"
                    )
                ]
            },
        ),
    ]
