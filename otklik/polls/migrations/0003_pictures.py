"""Photos that came into a form of a poll: the clock deletes those that no poll has. Those of drafts are written down; what
was replaced before this stays in the storage.

Safe while the old code runs: what it keeps leaves no row and stays. Locks: none but of the new table.
"""

from django.db import migrations, models

DRAFTS = """
INSERT INTO polls_picture (id, kept_at)
SELECT picture, now() FROM polls_poll WHERE state = 'draft' AND picture IS NOT NULL
UNION SELECT (one ->> 'picture')::uuid, now()
FROM polls_question q JOIN polls_poll p ON p.id = q.poll_id, jsonb_array_elements(q.options) one
WHERE p.state = 'draft' AND coalesce(one ->> 'picture', '') <> ''
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):

    dependencies = [
        ('polls', '0002_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.UUIDField(help_text='see files.photos', primary_key=True, serialize=False)),
                ('kept_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.RunSQL(DRAFTS, migrations.RunSQL.noop),
    ]
