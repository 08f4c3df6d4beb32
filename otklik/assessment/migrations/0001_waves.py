"""Waves of ratings that are set aside by the published rule.

Safe while the old code runs: it does not know the tables. Locks: a moment on people_user and authorities_authority for
the foreign keys of an empty table.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('authorities', '0005_drafts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Wave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_at', models.DateTimeField(help_text='the first rating of it')),
                ('last_at', models.DateTimeField()),
                ('rule', models.JSONField(help_text='days, ratings, hours, percent of the rule when it was found')),
                ('found_at', models.DateTimeField()),
                ('restored_at', models.DateTimeField(help_text='its ratings count since; null: they do not', null=True)),
                ('reason', models.CharField(blank=True, help_text='of that decision', max_length=300)),
                ('authority', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='authorities.authority')),
                ('settled_by', models.ForeignKey(db_index=False, help_text='who decided last whether it counts; null: the rule', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SetAside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('appeal_id', models.BigIntegerField(help_text='appeals.Appeal', unique=True)),
                ('rated_at', models.DateTimeField()),
                ('born_at', models.DateTimeField(help_text='when the account was made; of who has none, when the appeal was filed')),
                ('stars', models.SmallIntegerField(help_text='when it was found')),
                ('wave', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='assessment.wave')),
            ],
        ),
        migrations.AddIndex(
            model_name='wave',
            index=models.Index(fields=['-found_at', '-id'], name='wave_newest'),
        ),
        migrations.AddIndex(
            model_name='wave',
            index=models.Index(fields=['authority', 'last_at'], name='wave_of_authority'),
        ),
        migrations.AddConstraint(
            model_name='wave',
            constraint=models.CheckConstraint(condition=models.Q(('first_at__lte', models.F('last_at'))), name='wave_in_order'),
        ),
        migrations.AddConstraint(
            model_name='wave',
            constraint=models.CheckConstraint(condition=models.Q(('restored_at__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='wave_restored_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='setaside',
            constraint=models.CheckConstraint(condition=models.Q(('stars__range', (1, 5))), name='set_aside_stars_1_5'),
        ),
    ]
