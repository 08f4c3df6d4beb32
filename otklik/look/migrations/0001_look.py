"""Names, colour, emblem and words of the region, version by version. A new table: nobody waits for a lock."""

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
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(unique=True)),
                ('at', models.DateTimeField()),
                ('values', models.JSONField(help_text='see `current.Look`; what is missing is as the settings say')),
                ('emblem', models.BinaryField(help_text='cleaned by `emblem`; null: the mark of the product', null=True)),
                ('emblem_name', models.CharField(blank=True, db_index=True, help_text='beginning of its SHA-256, with .png or .svg', max_length=24)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
