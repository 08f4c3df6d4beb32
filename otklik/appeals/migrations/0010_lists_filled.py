"""The columns of 0009 for the appeals that there are, and a change for each, so that they are counted.

Twenty thousand rows a transaction: nobody waits long. A repeat after a break changes nothing it need not.
"""

from django.apps.registry import Apps
from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_STEP = 20_000  # ids
_FILL = """
UPDATE appeals_appeal a SET
    area = coalesce((SELECT code FROM places_territory t WHERE t.id = a.territory_id), ''),
    has_photo = EXISTS (SELECT FROM appeals_photo p WHERE p.appeal_id = a.id AND NOT p.clarifies),
    heat = extract(epoch FROM a.published_at) / 86400 + 3 * ln(1 + a.supporters) / ln(2)
WHERE a.published_at IS NOT NULL AND a.heat = 0 AND a.id >= %s AND a.id < %s
"""
_COUNT = "INSERT INTO appeals_change (appeal_id) SELECT id FROM appeals_appeal WHERE id >= %s AND id < %s"


def fill(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM appeals_appeal")
        last = cursor.fetchone()[0]
        for first in range(0, last + 1, _STEP):
            with transaction.atomic(editor.connection.alias):
                cursor.execute(_FILL, [first, first + _STEP])
                cursor.execute(_COUNT, [first, first + _STEP])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("appeals", "0009_lists"), ("places", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
