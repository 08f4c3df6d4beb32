"""Configurations of other portals that were uploaded. A new table: nobody waits for a lock."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('title', models.CharField(help_text='name of the file', max_length=150)),
                ('file', models.UUIDField(help_text='in the storage, see `uploads`')),
                ('state', models.CharField(choices=[('trying', 'trying'), ('ready', 'ready'), ('taking', 'taking'), ('taken', 'taken'), ('refused', 'refused'), ('dropped', 'dropped')], default='trying', max_length=8)),
                ('trouble', models.CharField(blank=True, max_length=500)),
                ('outcome', models.JSONField(default=dict, help_text='see `moving.Outcome`')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['trying', 'ready', 'taking', 'taken', 'refused', 'dropped'])), name='configuration_state_known'), models.UniqueConstraint(models.Value(1), condition=models.Q(('state__in', ['trying', 'ready', 'taking'])), name='configuration_one_at_a_time')],
            },
        ),
    ]
