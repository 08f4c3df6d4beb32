"""A packet that the network refused may be replaced by a new message; a broken signature raises an alarm.

Safe while the old code runs: it writes none of the new values. Locks: the check is read through once more, a moment
for the ledger; gives up after 4 s rather than queue the exchange behind it.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="packet", name="packet_state_known"),
        migrations.AlterField(
            model_name="packet",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "Ждёт отправки"), ("spooled", "Отправлен"), ("delivered", "Доставлен"),
                    ("rejected", "Не принят"), ("taken", "Обработан"), ("quarantined", "В карантине"),
                    ("replaced", "Заменён"),
                ],
                max_length=11,
            ),
        ),
        migrations.AlterField(
            model_name="packet",
            name="alarm",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", ""), ("no_receipt", "Нет квитанции"), ("no_registration", "Нет регистрации"),
                    ("unmatched", "Не с чем связать"), ("bad_signature", "Подпись не верна"),
                ],
                max_length=15,
            ),
        ),
        migrations.AlterField(
            model_name="packet",
            name="error",
            field=models.CharField(
                blank=True, help_text="or what was odd about a packet we took", max_length=500
            ),
        ),
        migrations.AddConstraint(
            model_name="packet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", [
                        "queued", "spooled", "delivered", "rejected", "taken", "quarantined", "replaced",
                    ])
                ),
                name="packet_state_known",
            ),
        ),
    ]
