"""Rates, averages and norms with their sources, outcomes, and what is kept of complaints by cadastral quarter.

Safe while the old code runs: it does not know the tables. Locks: a moment on people_user for the foreign key of empty
tables. Appeals filed before are counted as they change; `otklik recount` counts all of them at once.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('appeals', '0032_filed_with'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('appeal', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='appeals.appeal')),
                ('quarter', models.CharField(max_length=13)),
                ('area', models.CharField(blank=True, help_text='OKTMO; empty: unknown', max_length=11)),
                ('answered', models.BooleanField()),
                ('solved', models.BooleanField(help_text="by the author's own verdict")),
                ('lon', models.FloatField(help_text='degrees, WGS 84', null=True)),
                ('lat', models.FloatField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('solved', True)), fields=['-appeal'], name='cadastre_solved')],
            },
        ),
        migrations.CreateModel(
            name='QuarterSum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(blank=True, max_length=11)),
                ('quarter', models.CharField(blank=True, max_length=13)),
                ('n', models.BigIntegerField(default=0)),
                ('answered', models.BigIntegerField(default=0)),
                ('solved', models.BigIntegerField(default=0)),
                ('points', models.BigIntegerField(default=0, help_text='those that have a point')),
                ('sum_lon', models.FloatField(default=0, help_text='the middle is sum_lon / points')),
                ('sum_lat', models.FloatField(default=0)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(models.Q(('quarter', ''), _negated=True), ('n__gt', 0)), fields=['-n', '-id'], name='cadastre_sum_top')],
                'constraints': [models.UniqueConstraint(fields=('quarter', 'area'), name='cadastre_sum_once')],
            },
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('norm', 'Норма закона'), ('rate', 'Ставка налога'), ('average', 'Среднее за м²')], max_length=7)),
                ('what', models.CharField(help_text='norm: its code; rate, average: one of Use', max_length=20)),
                ('place', models.CharField(blank=True, help_text='OKTMO or quarter; empty: everywhere', max_length=13)),
                ('value', models.DecimalField(decimal_places=4, help_text='%, ₽ per m², …; null: no more in force', max_digits=18, null=True)),
                ('valid_from', models.DateField()),
                ('source', models.CharField(help_text='the act, with its date and number', max_length=300)),
                ('url', models.CharField(blank=True, max_length=500)),
                ('checked', models.BooleanField(help_text='somebody compared it with the act; else pages say «проверьте»')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'place', 'what', '-valid_from', '-id'], name='cadastre_figure_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['norm', 'rate', 'average'])), name='cadastre_figure_kind_known'), models.CheckConstraint(condition=models.Q(('place__regex', '^([0-9]{8}([0-9]{3})?|[0-9]{2}:[0-9]{2}:[0-9]{6,7})?$')), name='cadastre_figure_place_known'), models.CheckConstraint(condition=models.Q(('kind', 'norm'), ('what__in', ['housing', 'household', 'garden', 'farm', 'commerce', 'other']), _connector='OR'), name='cadastre_figure_use_known'), models.CheckConstraint(condition=models.Q(('value__isnull', True), ('value__gte', 0), _connector='OR'), name='cadastre_figure_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(help_text='of the form: sent twice, it is added once', unique=True)),
                ('title', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('result', models.CharField(choices=[('lowered', 'Стоимость снижена'), ('corrected', 'Ошибка исправлена'), ('refused', 'Отказано'), ('court', 'Решил суд')], max_length=9)),
                ('place', models.CharField(blank=True, help_text='OKTMO of the municipality', max_length=11)),
                ('value_before', models.DecimalField(decimal_places=2, help_text='₽', max_digits=16, null=True)),
                ('value_after', models.DecimalField(decimal_places=2, help_text='₽', max_digits=16, null=True)),
                ('decided_on', models.DateField()),
                ('source', models.CharField(max_length=300)),
                ('url', models.CharField(blank=True, max_length=500)),
                ('shown', models.BooleanField(default=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['-at', '-id'], name='cadastre_outcome_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('result__in', ['lowered', 'corrected', 'refused', 'court'])), name='cadastre_outcome_result_known'), models.CheckConstraint(condition=models.Q(models.Q(('result', 'lowered'), _negated=True), ('value_after__lt', models.F('value_before')), _connector='OR'), name='cadastre_outcome_lowered_is_lower')],
            },
        ),
    ]
