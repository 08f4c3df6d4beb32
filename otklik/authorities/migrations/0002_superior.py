"""Which body stands over which. Locks: a moment for ADD COLUMN.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('authorities', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='authority',
            name='superior',
            field=models.ForeignKey(help_text='its head sees our appeals too', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='subordinates', to='authorities.authority'),
        ),
    ]
