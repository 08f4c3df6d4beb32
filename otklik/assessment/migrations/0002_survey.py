"""The yearly survey of municipalities: its questions, what people said, and how many said what.

Safe while the old code runs: it does not know the tables. Locks: a moment on people_user for the foreign key of an
empty table.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0001_waves'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True)),
                ('opens_on', models.DateField()),
                ('closes_on', models.DateField(help_text='the last day')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('opens_on__lte', models.F('closes_on')), ('opens_on__year', models.F('year')), ('closes_on__year', models.F('year'))), name='survey_days_of_its_year')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(help_text='1..QUESTIONS: its place among the marks of a reply')),
                ('code', models.CharField(max_length=32)),
                ('text', models.CharField(max_length=200)),
                ('text_en', models.CharField(blank=True, max_length=200)),
                ('category_code', models.CharField(blank=True, help_text='classifier.Category: appeals that stand beside it', max_length=64)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='assessment.survey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('survey', 'place'), name='question_place_once'), models.UniqueConstraint(fields=('survey', 'code'), name='question_code_once'), models.CheckConstraint(condition=models.Q(('place__range', (1, 12))), name='question_place_known')],
            },
        ),
        migrations.CreateModel(
            name='SurveyCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(help_text='OKTMO; empty: the whole region', max_length=11)),
                ('place', models.PositiveSmallIntegerField()),
                ('mark', models.SmallIntegerField()),
                ('n', models.BigIntegerField(default=0)),
                ('survey', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assessment.survey')),
            ],
            options={
                'indexes': [models.Index(fields=['area', 'survey'], name='survey_count_of_area')],
                'constraints': [models.UniqueConstraint(fields=('survey', 'area', 'place', 'mark'), name='survey_count_once')],
            },
        ),
        migrations.CreateModel(
            name='SurveyReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(help_text='OKTMO of the municipality', max_length=11)),
                ('marks', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), help_text='by place of the question; 0: does not know', size=None)),
                ('at', models.DateTimeField()),
                ('counted', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), help_text='the marks that are in SurveyCount; null: none yet', null=True, size=None)),
                ('is_counted', models.BooleanField(db_default=False, default=False, help_text='`marks` are what is counted')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('survey', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.survey')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('is_counted', False)), fields=['id'], name='survey_to_count')],
                'constraints': [models.UniqueConstraint(fields=('survey', 'person'), name='survey_one_person_once'), models.CheckConstraint(condition=models.Q(('marks__contained_by', [0, 1, 2, 3, 4, 5])), name='survey_marks_known'), models.CheckConstraint(condition=models.Q(('marks__len__lte', 12)), name='survey_marks_few')],
            },
        ),
    ]
