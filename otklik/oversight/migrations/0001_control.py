"""Control of supervisors over single appeals.

Safe while the old code runs: it does not know the table. Locks: a moment on the appeals and the accounts for the
foreign keys; gives up after 4 s rather than queue the site behind it.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("appeals", "0026_supervision_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Control',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('words', models.CharField(help_text='why; read by the staff only', max_length=500)),
                ('by_date', models.DateField(help_text="the supervisor's own last day; null: the usual term", null=True)),
                ('released_at', models.DateTimeField(null=True)),
                ('released_words', models.CharField(blank=True, max_length=500)),
                ('appeal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='appeals.appeal')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('released_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['appeal', '-at'], name='control_of_appeal'), models.Index(condition=models.Q(('released_at__isnull', True)), fields=['-at', '-id'], name='control_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('released_at__isnull', True)), fields=('appeal',), name='control_one_at_a_time'), models.CheckConstraint(condition=models.Q(('released_at__isnull', True), ('released_by__isnull', False), _connector='OR'), name='control_released_by_somebody')],
            },
        ),
    ]
