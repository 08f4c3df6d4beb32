"""Since when a home is a person's, which one was before it, who said so; the day of birth, where Госуслуги tell it.

Locks: a moment on people_user for ADD COLUMN, nothing is written anew. Safe while the old code runs: the database
itself fills the columns.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0011_api_keys'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='born_on',
            field=models.DateField(help_text='as Госуслуги tell; nobody types it', null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='home_before',
            field=models.CharField(blank=True, db_default='', help_text='the settled home before it; see people.homes', max_length=64),
        ),
        migrations.AddField(
            model_name='user',
            name='home_since',
            field=models.DateTimeField(help_text='null: long ago; see people.homes', null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='home_source',
            field=models.CharField(blank=True, db_default='', help_text='esia: Госуслуги told it; empty: the person', max_length=4),
        ),
    ]
