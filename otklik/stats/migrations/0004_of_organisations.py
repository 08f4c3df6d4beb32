"""Whether an appeal was filed for an organisation, so that figures of business have sums of their own.

Safe while the old code runs: the database itself fills the column (db_default). Locks: a moment for ADD COLUMN; gives
up after 4 s rather than queue the site behind it. Appeals that were counted before are added to the new sums when they
change next, or all at once by `otklik recount`.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stats', '0003_dumps'),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.AddField(
            model_name='fact',
            name='organisation',
            field=models.BooleanField(db_default=False, default=False, help_text='the author filed for an organisation'),
        ),
    ]
