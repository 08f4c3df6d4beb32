"""Borders that an administrator uploads are looked at as a draft first. A new table: nobody waits for a lock."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0002_streets_by_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='BorderPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('title', models.CharField(help_text='name of the file', max_length=150)),
                ('file', models.UUIDField(help_text='in the storage, see `plans`')),
                ('valid_from', models.DateField()),
                ('whole', models.BooleanField(help_text='who is not in the file ends; else they stay as they are')),
                ('state', models.CharField(choices=[('checking', 'checking'), ('ready', 'ready'), ('taking', 'taking'), ('taken', 'taken'), ('refused', 'refused'), ('dropped', 'dropped')], default='checking', max_length=8)),
                ('progress', models.PositiveSmallIntegerField(default=0, help_text='percent of the check')),
                ('trouble', models.CharField(blank=True, max_length=500)),
                ('base', models.CharField(blank=True, help_text='fingerprint of the borders it was compared with', max_length=32)),
                ('report', models.JSONField(default=dict, help_text='see `plans.Difference`')),
                ('heirs', models.JSONField(default=dict, help_text='code that ends → code of its successor')),
                ('moves', models.JSONField(default=dict, help_text='settlements of another territory: their code → its code')),
                ('moved_at', models.DateTimeField(help_text='when the settlements were moved; null: not yet', null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['checking', 'ready', 'taking', 'taken', 'refused', 'dropped'])), name='border_plan_state_known'), models.UniqueConstraint(models.Value(1), condition=models.Q(('state__in', ['checking', 'ready', 'taking'])), name='border_plan_one_at_a_time')],
            },
        ),
    ]
