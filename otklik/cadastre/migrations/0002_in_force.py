"""Figures of municipalities by themselves: a table of quarters has a thousand times as many.

Safe while the old code runs. Locks: writes to cadastre_figure wait while the index is made: the staff's alone, and a
region has at most hundreds of thousands of rows, which take about a second; gives up after 4 s rather than queue.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cadastre', '0001_figures'),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='figure',
            index=models.Index(condition=models.Q(('place__contains', ':'), _negated=True), fields=['kind', 'place', 'what', '-valid_from', '-id'], name='cadastre_figure_in_force'),
        ),
    ]
