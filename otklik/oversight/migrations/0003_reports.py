"""Weekly reports: which were wanted and made.

Safe while the old code runs: it does not know the table. Locks: a moment on the authorities for the foreign key; gives
up after 4 s rather than queue the site behind it.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('authorities', '0004_desks'),
        ("oversight", "0002_notices"),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField(help_text='its Monday')),
                ('wanted_at', models.DateTimeField()),
                ('made_at', models.DateTimeField(help_text='null: being made', null=True)),
                ('figures', models.JSONField(default=dict, help_text='received, answered, in_time, overdue: for the list')),
                ('told_at', models.DateTimeField(help_text='of the region: when heads and supervisors were written to', null=True)),
                ('authority', models.ForeignKey(db_index=False, help_text='null: the region', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='authorities.authority')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('made_at__isnull', True)), fields=['wanted_at'], name='report_to_make')],
                'constraints': [models.UniqueConstraint(fields=('week', 'authority'), name='report_of_week_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('told_at__isnull', True), ('authority__isnull', True), _connector='OR'), name='report_region_told')],
            },
        ),
    ]
