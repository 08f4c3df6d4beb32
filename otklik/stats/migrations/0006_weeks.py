"""Appeals received week by week, for what grows: filled from the facts that are there.

Safe while the old code runs: it does not know the table. Locks: none that readers or writers of appeals meet. The
folding of figures waits meanwhile (its advisory lock is held) while every fact is read once: a million of them took 15 s
on a busy machine of two cores, so ten million take some minutes in which figures stand still, and nothing else does.
What a process of the old code folds between this migration and its restart is missing in the table; `otklik recount`
counts it in.
"""

from django.db import migrations, models

_LOCK = 7_310_404  # stats.folding._LOCK

_FILL = f"""
SET LOCAL work_mem = '256MB';
SELECT pg_advisory_xact_lock({_LOCK});
INSERT INTO stats_weekcount (week, area, topic_id, kind, n)
SELECT date_trunc('week', received_on)::date, area, topic_id, kind, count(*) FROM stats_fact
WHERE NOT refused GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('stats', '0005_formal'),
    ]

    operations = [
        migrations.CreateModel(
            name='WeekCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField(help_text='its Monday')),
                ('area', models.CharField(max_length=11)),
                ('topic_id', models.BigIntegerField()),
                ('kind', models.CharField(max_length=8)),
                ('n', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.AddConstraint(
            model_name='weekcount',
            constraint=models.UniqueConstraint(fields=('week', 'area', 'topic_id', 'kind'), name='week_count_once'),
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
    ]
