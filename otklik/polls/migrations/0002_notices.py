"""Who has been told of a poll so far: a row for its opening, one for its results. Polls that are there already have none.

Safe while the old code runs: it does not know the table. Locks: a moment on polls_poll for the foreign key.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('polls', '0001_polls'),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('pk', models.CompositePrimaryKey('poll_id', 'what', blank=True, editable=False, primary_key=True, serialize=False)),
                ('what', models.CharField(choices=[('open', 'Open'), ('results', 'Results')], max_length=7)),
                ('after', models.CharField(blank=True, help_text='the last account, or voter, that was looked at', max_length=64)),
                ('told', models.PositiveIntegerField(default=0, help_text='people with a message')),
                ('done_at', models.DateTimeField(null=True)),
                ('stopped', models.BooleanField(default=False, help_text='the poll ended before everybody was told')),
                ('poll', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='polls.poll')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('what__in', ['open', 'results'])), name='poll_notice_known')],
            },
        ),
    ]
