"""The archive of own data and the deletion of an account ask for all messages of a person.

Locks: outbox_message for writing while the index is made: seconds for each million of messages.
"""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0002_indexes_by_channel'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('user__isnull', False)), fields=['user', 'id'], name='message_of_user'),
        ),
    ]
