"""One table for all that is told to people."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Muted',
            fields=[
                ('email', models.EmailField(max_length=254, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name='PushSubscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('endpoint', models.URLField(max_length=1000, unique=True)),
                ('p256dh', models.CharField(max_length=200)),
                ('auth', models.CharField(max_length=100)),
                ('label', models.CharField(blank=True, help_text='browser and system as they name themselves', max_length=100)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('dead_at', models.DateTimeField(help_text='the push service said that it is gone', null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='push_subscriptions', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(help_text='a template of outbox, appeals or people', max_length=24)),
                ('channel', models.CharField(choices=[('email', 'Email'), ('push', 'Push'), ('sms', 'Sms')], default='email', max_length=5)),
                ('to', models.CharField(help_text='e-mail, phone in E.164, or id of a push subscription', max_length=254)),
                ('about', models.CharField(blank=True, db_default='', help_text='number of the appeal', max_length=9)),
                ('language', models.CharField(db_default='ru', default='ru', max_length=2)),
                ('context', models.JSONField(default=dict, help_text='all that the template needs')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('held', 'Held'), ('sent', 'Sent'), ('failed', 'Failed'), ('dropped', 'Dropped')], default='waiting', max_length=7)),
                ('once', models.CharField(blank=True, db_default='', help_text='a second one with it is not written', max_length=80)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('due_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), help_text='a worker that sends it moves it on for a minute')),
                ('sent_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('error', models.CharField(blank=True, db_default='', help_text='of the last attempt', max_length=300)),
                ('user', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='letters', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at', 'id'], name='message_waits'), models.Index(condition=models.Q(('state', 'held')), fields=['user', 'id'], name='message_held'), models.Index(condition=models.Q(('about', ''), _negated=True), fields=['about', 'id'], name='message_about')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('once', ''), _negated=True), fields=('once',), name='message_once'), models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'push', 'sms'])), name='message_channel_known'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'held', 'sent', 'failed', 'dropped'])), name='message_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=24)),
                ('language', models.CharField(default='ru', max_length=2)),
                ('version', models.PositiveIntegerField()),
                ('text', models.TextField(blank=True, help_text='subject, then the body; empty: back to the file of the release')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'language', 'version'), name='wording_version_once')],
            },
        ),
    ]
