"""Copies of the app in which people are signed in. A new table: safe while the old code runs, no lock."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0009_changes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, help_text='as the app calls itself: «Pixel 8, Android»', max_length=100)),
                ('ip', models.GenericIPAddressField(help_text='of the sign-in', null=True)),
                ('secret', models.CharField(help_text='SHA-256 of the refresh token in force', max_length=64)),
                ('secret_before', models.CharField(blank=True, help_text='of the one before: good until the one in force has been used', max_length=64)),
                ('stamp', models.CharField(help_text='of password and rights at the sign-in; see User._get_session_auth_hash', max_length=160)),
                ('since', models.DateTimeField()),
                ('renewed_at', models.DateTimeField(db_index=True, help_text='not for settings.DEVICE_DAYS: signed out')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='devices', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
