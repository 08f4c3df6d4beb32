"""Which files phones may keep of a municipality. A new table: nobody waits for a lock; old code does not know it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0003_border_plans'),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='OfflineFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('territory_code', models.CharField(max_length=11)),
                ('name', models.CharField(max_length=20)),
                ('version', models.CharField(help_text='begins the SHA-256 of the file', max_length=16)),
                ('bytes', models.PositiveIntegerField(help_text='as it travels')),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('territory_code', 'name'), name='offline_file_once'), models.CheckConstraint(condition=models.Q(('territory_code__regex', '^[0-9]{8}([0-9]{3})?$')), name='offline_file_code_oktmo')],
            },
        ),
    ]
