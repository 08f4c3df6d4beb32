"""What people call a topic besides its title; topics that stand in the draft get it too.

Safe while the old code runs: the database itself fills the column (db_default). Locks: a moment for ADD COLUMN on a small
table; gives up after 4 s rather than queue the site behind it.
"""

from django.db import migrations, models

_DRAFTED = """
UPDATE classifier_classifierdraft SET
  was = CASE WHEN was IS NULL THEN NULL ELSE was || '{"other_words": ""}' END,
  becomes = CASE WHEN becomes IS NULL THEN NULL ELSE becomes || '{"other_words": ""}' END
WHERE kind = 'topic'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('classifier', '0003_confidential'),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.AddField(
            model_name='topic',
            name='other_words',
            field=models.TextField(blank=True, db_default='', default='', help_text='what people call it, a comma between; read by searches, shown to nobody'),
        ),
        migrations.RunSQL(_DRAFTED, migrations.RunSQL.noop),
    ]
