"""Sums by two filters and over all years, in place of those by all filters at once, which a page could not read in time.

No release stands between 0001 and this one. Where appeals were counted in between, `otklik recount` fills the new
tables. Locks: stats_duecount for the moment of its index.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stats', '0001_figures'),
    ]

    operations = [
        migrations.CreateModel(
            name='EverPair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=8)),
                ('received', models.BigIntegerField(default=0)),
                ('decided', models.BigIntegerField(default=0, help_text='by a moderator')),
                ('decided_in_time', models.BigIntegerField(default=0)),
                ('published', models.BigIntegerField(default=0)),
                ('refused', models.BigIntegerField(default=0)),
                ('answered', models.BigIntegerField(default=0, help_text='by the last answer, as the next seven')),
                ('in_time', models.BigIntegerField(default=0)),
                ('days', models.BigIntegerField(default=0, help_text='sum of Fact.answered_days')),
                ('returned', models.BigIntegerField(default=0)),
                ('rated', models.BigIntegerField(default=0)),
                ('stars', models.BigIntegerField(default=0, help_text='sum of the ratings')),
                ('solved', models.BigIntegerField(default=0, help_text="by the author's verdict")),
                ('unsolved', models.BigIntegerField(default=0)),
                ('pair', models.CharField(max_length=20)),
                ('a', models.CharField(max_length=20)),
                ('b', models.CharField(max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name='EverTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=8)),
                ('received', models.BigIntegerField(default=0)),
                ('decided', models.BigIntegerField(default=0, help_text='by a moderator')),
                ('decided_in_time', models.BigIntegerField(default=0)),
                ('published', models.BigIntegerField(default=0)),
                ('refused', models.BigIntegerField(default=0)),
                ('answered', models.BigIntegerField(default=0, help_text='by the last answer, as the next seven')),
                ('in_time', models.BigIntegerField(default=0)),
                ('days', models.BigIntegerField(default=0, help_text='sum of Fact.answered_days')),
                ('returned', models.BigIntegerField(default=0)),
                ('rated', models.BigIntegerField(default=0)),
                ('stars', models.BigIntegerField(default=0, help_text='sum of the ratings')),
                ('solved', models.BigIntegerField(default=0, help_text="by the author's verdict")),
                ('unsolved', models.BigIntegerField(default=0)),
                ('dim', models.CharField(max_length=10)),
                ('value', models.CharField(max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name='MonthPair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=8)),
                ('received', models.BigIntegerField(default=0)),
                ('decided', models.BigIntegerField(default=0, help_text='by a moderator')),
                ('decided_in_time', models.BigIntegerField(default=0)),
                ('published', models.BigIntegerField(default=0)),
                ('refused', models.BigIntegerField(default=0)),
                ('answered', models.BigIntegerField(default=0, help_text='by the last answer, as the next seven')),
                ('in_time', models.BigIntegerField(default=0)),
                ('days', models.BigIntegerField(default=0, help_text='sum of Fact.answered_days')),
                ('returned', models.BigIntegerField(default=0)),
                ('rated', models.BigIntegerField(default=0)),
                ('stars', models.BigIntegerField(default=0, help_text='sum of the ratings')),
                ('solved', models.BigIntegerField(default=0, help_text="by the author's verdict")),
                ('unsolved', models.BigIntegerField(default=0)),
                ('month', models.DateField()),
                ('pair', models.CharField(help_text='one of rollups.PAIRS', max_length=20)),
                ('a', models.CharField(max_length=20)),
                ('b', models.CharField(max_length=20)),
            ],
        ),
        migrations.DeleteModel(
            name='MonthCount',
        ),
        migrations.AlterField(
            model_name='termcount',
            name='took',
            field=models.IntegerField(help_text='Fact.answered_days, decided_hours or rating'),
        ),
        migrations.AlterField(
            model_name='termcount',
            name='what',
            field=models.CharField(choices=[('answer', 'days to the answer'), ('decision', "hours to the moderator's decision"), ('rating', 'stars of the author, by the month of the answer')], max_length=8),
        ),
        migrations.AddIndex(
            model_name='duecount',
            index=models.Index(condition=models.Q(('n__gt', 0)), fields=['due', 'authority_id', 'area', 'category_id', 'kind', 'n'], name='due_count_owed'),
        ),
        migrations.AddIndex(
            model_name='everpair',
            index=models.Index(fields=['pair', 'b'], name='ever_pair_second'),
        ),
        migrations.AddConstraint(
            model_name='everpair',
            constraint=models.UniqueConstraint(fields=('pair', 'a', 'b', 'kind'), name='ever_pair_once'),
        ),
        migrations.AddConstraint(
            model_name='evertotal',
            constraint=models.UniqueConstraint(fields=('dim', 'value', 'kind'), name='ever_total_once'),
        ),
        migrations.AddIndex(
            model_name='monthpair',
            index=models.Index(fields=['pair', 'b', 'month'], name='month_pair_second'),
        ),
        migrations.AddConstraint(
            model_name='monthpair',
            constraint=models.UniqueConstraint(fields=('pair', 'a', 'month', 'b', 'kind'), name='month_pair_once'),
        ),
    ]
