"""Which open data there are: an empty table. No locks."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stats', '0002_pairs'),
    ]

    operations = [
        migrations.CreateModel(
            name='Dump',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(unique=True)),
                ('made_at', models.DateTimeField()),
                ('rows', models.BigIntegerField()),
                ('files', models.JSONField(help_text='name, bytes, sha256, media of each')),
            ],
        ),
    ]
