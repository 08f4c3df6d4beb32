"""Calls to the hotline and what the exchange told of them.

Safe while the old code runs: it does not know the tables. Locks: a moment on appeals_appeal and people_user for the
foreign keys of an empty table; gives up after 4 s rather than queue the site behind it.
"""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('appeals', '0020_desks_checked'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(help_text="the exchange's, or hand-<uuid>", max_length=80, unique=True)),
                ('phone', models.CharField(blank=True, help_text='E.164; empty: hidden, or no number of a network', max_length=16)),
                ('said', models.CharField(blank=True, help_text="the caller in the exchange's own writing", max_length=32)),
                ('line', models.CharField(blank=True, help_text='which of our numbers was called', max_length=32)),
                ('extension', models.CharField(blank=True, help_text='that rang or answered last', max_length=16)),
                ('draft', models.UUIDField(default=uuid_utils.compat.uuid7, help_text='id of the draft of its appeal, which becomes its client key', unique=True)),
                ('began_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('appeal', models.ForeignKey(db_index=False, help_text='filed in this call', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='appeals.appeal')),
                ('operator', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='CallEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=8)),
                ('at', models.DateTimeField(help_text="by the exchange's clock")),
                ('told_at', models.DateTimeField(help_text='by ours')),
                ('call', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='hotline.call')),
            ],
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(fields=['-began_at', '-id'], name='call_newest'),
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(condition=models.Q(('phone', ''), _negated=True), fields=['phone', '-began_at', '-id'], name='call_of_phone'),
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(fields=['operator', '-began_at', '-id'], name='call_of_operator'),
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(condition=models.Q(('appeal__isnull', False)), fields=['appeal'], name='call_of_appeal'),
        ),
        migrations.AddConstraint(
            model_name='callevent',
            constraint=models.UniqueConstraint(fields=('call', 'event'), name='call_event_once'),
        ),
        migrations.AddConstraint(
            model_name='callevent',
            constraint=models.CheckConstraint(condition=models.Q(('event__in', ['ringing', 'answered', 'ended'])), name='call_event_known'),
        ),
    ]
