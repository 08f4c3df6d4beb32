"""A change for each public appeal, so that the worker writes its words; nothing where 0010 has just queued them all.

Twenty thousand ids a transaction: nobody waits long. `otklik recount` is the quicker way for millions.
"""

from django.apps.registry import Apps
from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_STEP = 20_000  # ids
_QUEUE = """
INSERT INTO appeals_change (appeal_id)
SELECT id FROM appeals_appeal WHERE published_at IS NOT NULL AND id >= %s AND id < %s
"""


def fill(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (SELECT FROM appeals_change LIMIT 1) queued")
        if cursor.fetchone()[0]:
            return
        cursor.execute("SELECT coalesce(max(id), 0) FROM appeals_appeal")
        last = cursor.fetchone()[0]
        for first in range(0, last + 1, _STEP):
            with transaction.atomic(editor.connection.alias):
                cursor.execute(_QUEUE, [first, first + _STEP])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("appeals", "0013_search")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
