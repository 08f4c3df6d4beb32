"""How a person hears of polls: by notifications only, until they choose otherwise.

Safe while the old code runs: the database itself fills the column (db_default), without writing the table anew. Locks:
a moment on people_user for ADD COLUMN; gives up after 4 s rather than queue the site behind it.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0012_homes")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="user",
            name="poll_news",
            field=models.CharField(
                choices=[
                    ("off", "Не сообщать"),
                    ("push", "Только уведомлениями в браузере и приложении"),
                    ("letter", "Уведомлениями и письмами"),
                ],
                db_default="push",
                default="push",
                max_length=6,
            ),
        ),
    ]
