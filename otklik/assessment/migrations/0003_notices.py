"""How far people have been told that the survey of a year has begun. One that is open already is told of.

Safe while the old code runs: it does not know the table. Locks: a moment on assessment_survey for the foreign key.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0002_survey'),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='SurveyNotice',
            fields=[
                ('survey', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='notice', serialize=False, to='assessment.survey')),
                ('after', models.BigIntegerField(default=0, help_text='the last account that was looked at')),
                ('told', models.PositiveIntegerField(default=0, help_text='people with a message')),
                ('done_at', models.DateTimeField(null=True)),
            ],
        ),
    ]
