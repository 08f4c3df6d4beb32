"""Measures of support for business, and the one row of the page where business begins.

Safe while the old code runs: it does not know the tables. Locks: none on tables that there are.
"""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Front',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('categories', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), default=list, help_text='codes of the categories of business', size=None)),
                ('ombudsman', models.JSONField(default=dict)),
                ('phone', models.CharField(blank=True, max_length=100)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('url', models.CharField(blank=True, max_length=500)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='business_front_one')],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='in the address of its page', max_length=80, unique=True)),
                ('kind', models.CharField(choices=[('grant', 'Грант или субсидия'), ('loan', 'Заём или кредит'), ('guarantee', 'Поручительство'), ('lease', 'Аренда и лизинг'), ('consulting', 'Консультация и обучение'), ('tax', 'Налоговая льгота')], max_length=10)),
                ('sizes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=13), default=list, help_text='empty: of any size', size=None)),
                ('okved', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), default=list, help_text='beginnings of codes of ОКВЭД 2; empty: any', size=None)),
                ('territory_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=11), default=list, help_text='OKTMO; empty: the whole region', size=None)),
                ('texts', models.JSONField(default=dict)),
                ('title', models.CharField(help_text='in Russian: for the desk', max_length=200)),
                ('phone', models.CharField(blank=True, max_length=100)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('url', models.CharField(blank=True, help_text='where one applies', max_length=500)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(help_text='the last day to apply; null: without an end', null=True)),
                ('source_title', models.CharField(blank=True, help_text='the act that it stands in', max_length=300)),
                ('source_url', models.CharField(blank=True, max_length=500)),
                ('checked_on', models.DateField(null=True)),
                ('active', models.BooleanField(default=True)),
                ('published_at', models.DateTimeField(help_text='when it came into the catalogue')),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('active', True)), fields=['-published_at', '-id'], name='measure_public'), models.Index(fields=['-changed_at', '-id'], name='measure_changed')],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z0-9]+(-[a-z0-9]+)*$')), name='measure_code_slug'), models.CheckConstraint(condition=models.Q(('kind__in', ['grant', 'loan', 'guarantee', 'lease', 'consulting', 'tax'])), name='measure_kind_known'), models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_from__lte', models.F('valid_to')), _connector='OR'), name='measure_days_in_order')],
            },
        ),
    ]
