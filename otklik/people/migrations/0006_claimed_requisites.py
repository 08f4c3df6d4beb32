"""What an applicant says of an organisation is kept with the application; the organisation's own row takes only what
was confirmed. Safe while the old code runs: columns become wider or are filled by the database. Locks: a moment.
"""

import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_rights'),
    ]

    operations = [
        migrations.AlterField(
            model_name='organisation',
            name='name',
            field=models.CharField(help_text='of the first confirmed, until then of the first claim', max_length=300),
        ),
        migrations.AlterField(
            model_name='organisation',
            name='ogrn',
            field=models.CharField(help_text='ОГРН 13 or ОГРНИП 15 digits, checked; null: only claimed so far, see Representation.said', max_length=15, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='representation',
            name='said',
            field=models.JSONField(default=dict, help_text="the person's own words: name, ogrn of the organisation"),
        ),
    ]
