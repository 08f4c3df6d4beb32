"""Where a caller is, as the exchange says.

Safe while the old code runs: it leaves both columns empty. Locks: a moment on hotline_call; gives up after 4 s.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hotline", "0002_seats_and_callbacks")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.AddField("call", "lat", models.FloatField(null=True)),
        migrations.AddField(
            "call",
            "lon",
            models.FloatField(null=True, help_text="of the caller, degrees, WGS 84, as the exchange says"),
        ),
    ]
