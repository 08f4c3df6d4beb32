"""Tables that staff bring are kept and tried beside the configurations of other portals.

Safe while the old code runs: the database itself fills the columns, and no old code makes a table.
Locks: a moment each; the rows are as many as there were uploads. Gives up after 4 s.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('configuration', '0001_uploads'),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name='upload',
            name='configuration_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='upload',
            name='configuration_one_at_a_time',
        ),
        migrations.AddField(
            model_name='upload',
            name='asked',
            field=models.JSONField(db_default={}, help_text='what the form asked beside the file'),
        ),
        migrations.AddField(
            model_name='upload',
            name='kind',
            field=models.CharField(db_default='configuration', help_text='see `tables.KINDS`', max_length=30),
        ),
        migrations.AddField(
            model_name='upload',
            name='seen',
            field=models.IntegerField(db_default=0, help_text='rows that were read so far, where it is told'),
        ),
        migrations.AddField(
            model_name='upload',
            name='size',
            field=models.IntegerField(db_default=0, help_text='bytes'),
        ),
        migrations.AlterField(
            model_name='upload',
            name='state',
            field=models.CharField(choices=[('kept', 'kept'), ('trying', 'trying'), ('ready', 'ready'), ('taking', 'taking'), ('taken', 'taken'), ('refused', 'refused'), ('dropped', 'dropped')], default='trying', max_length=8),
        ),
        migrations.AddIndex(
            model_name='upload',
            index=models.Index(condition=models.Q(('kind', 'configuration'), _negated=True), fields=['at'], name='upload_table_old'),
        ),
        migrations.AddConstraint(
            model_name='upload',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['kept', 'trying', 'ready', 'taking', 'taken', 'refused', 'dropped'])), name='configuration_state_known'),
        ),
        migrations.AddConstraint(
            model_name='upload',
            constraint=models.UniqueConstraint(models.Value(1), condition=models.Q(('kind', 'configuration'), ('state__in', ['trying', 'ready', 'taking'])), name='configuration_one_at_a_time'),
        ),
    ]
