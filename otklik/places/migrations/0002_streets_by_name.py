"""Streets of the whole region by what somebody types: suggestions of the search, and what it makes of a misspelt name.

Safe while the old code runs. Built without blocking writers; a build that was cut short is dropped and begun again.
"""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("places", "0001_initial")]
    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS street_called", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "street",
            django.contrib.postgres.indexes.GistIndex(
                fields=["key"], name="street_called", opclasses=["gist_trgm_ops"]
            ),
        ),
    ]
