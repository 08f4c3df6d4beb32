"""A receipt names only the uid of the message it acknowledges: the unique index begins with the uid.

Safe while the old code runs. Locks: the ledger while the index is built (a minute for ten million packets), so the
exchange waits; nothing else reads this table. Gives up after 4 s rather than queue the exchange behind another lock.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_replaced")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="packet", name="packet_once"),
        migrations.AddConstraint(
            model_name="packet",
            constraint=models.UniqueConstraint(
                fields=("message_uid", "partner_uid", "direction"), name="packet_once", nulls_distinct=True
            ),
        ),
    ]
