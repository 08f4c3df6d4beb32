"""Topics whose appeals are not shown on the portal unless their author wants it; topics that stand in the draft get it too.

Safe while the old code runs: the database itself fills the column (db_default). Locks: a moment for ADD COLUMN on a small
table; gives up after 4 s rather than queue the site behind it.
"""

from django.db import migrations, models

_DRAFTED = """
UPDATE classifier_classifierdraft SET
  was = CASE WHEN was IS NULL THEN NULL ELSE was || '{"confidential": false}' END,
  becomes = CASE WHEN becomes IS NULL THEN NULL ELSE becomes || '{"confidential": false}' END
WHERE kind = 'topic'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('classifier', '0002_versions'),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.AddField(
            model_name='topic',
            name='confidential',
            field=models.BooleanField(db_default=False, default=False, help_text='its appeals are seen by the authority and moderators only, unless the author wants otherwise'),
        ),
        migrations.RunSQL(_DRAFTED, migrations.RunSQL.noop),
    ]
