"""Documents that authors enclose, as the answer to a question of the topic.

Safe while the old code runs: it does not know the table. Locks: a moment on appeals_appeal and appeals_draft for the
foreign keys of an empty table; gives up after 4 s rather than queue the site behind it.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('appeals', '0034_confidential'),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Enclosure',
            fields=[
                ('id', models.UUIDField(help_text='of the draft and the bytes: the same file is there once', primary_key=True, serialize=False)),
                ('code', models.CharField(help_text='of the question', max_length=40)),
                ('title', models.CharField(help_text="as the author's file is called", max_length=300)),
                ('added_at', models.DateTimeField()),
                ('appeal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='enclosures', to='appeals.appeal')),
                ('draft', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='enclosures', to='appeals.draft')),
            ],
        ),
    ]
