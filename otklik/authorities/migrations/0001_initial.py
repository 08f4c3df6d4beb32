"""Bodies, duties and memberships. Locks: new tables, and the accounts' for a moment (foreign key); gives up after 4 s."""

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
            name='Authority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64, unique=True)),
                ('name', models.CharField(max_length=300)),
                ('short_name', models.CharField(blank=True, max_length=150)),
                ('level', models.CharField(choices=[('municipal', 'Муниципальный'), ('regional', 'Региональный'), ('federal', 'Федеральный'), ('organisation', 'Организация')], max_length=12)),
                ('territory_code', models.CharField(blank=True, help_text='OKTMO; empty: the whole region', max_length=11)),
                ('head_name', models.CharField(blank=True, max_length=150)),
                ('head_post', models.CharField(blank=True, max_length=300)),
                ('phone', models.CharField(blank=True, max_length=60)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('site', models.URLField(blank=True, max_length=300)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('msed_uid', models.UUIDField(help_text='as a MEDO participant; null: not connected', null=True, unique=True)),
                ('msed_address', models.CharField(blank=True, help_text='MEDO address, X~MEDOGU', max_length=100)),
                ('msed_version', models.CharField(choices=[('2.2', '2.2'), ('2.7', '2.7'), ('2.7.1', '2.7.1')], default='2.7.1', max_length=5)),
                ('msed_personal_data', models.BooleanField(default=False, help_text="the author's name and contacts may be sent to it")),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['municipal', 'regional', 'federal', 'organisation'])), name='authority_level_known'), models.CheckConstraint(condition=models.Q(('msed_version__in', ['2.2', '2.7', '2.7.1'])), name='authority_msed_version_known'), models.CheckConstraint(condition=models.Q(('territory_code__regex', '^([0-9]{8}([0-9]{3})?)?$')), name='authority_code_oktmo')],
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(help_text='code of a topic, or of a duty that topics name', max_length=64)),
                ('territory_code', models.CharField(blank=True, help_text='OKTMO; empty: the whole region', max_length=11)),
                ('rank', models.PositiveSmallIntegerField(default=0, help_text='0 is asked first')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='authorities.authority')),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='authorities.authority')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'authority'), name='membership_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.UniqueConstraint(fields=('subject', 'territory_code', 'rank'), name='duty_one_of_a_rank'),
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.CheckConstraint(condition=models.Q(('territory_code__regex', '^([0-9]{8}([0-9]{3})?)?$')), name='duty_code_oktmo'),
        ),
    ]
