"""Where operators sit, spoken consents, callers who joined an appeal, call-backs.

Safe while the old code runs: it does not know the tables. Locks: a moment on appeals_appeal, people_user and
hotline_call for the foreign keys of empty tables; gives up after 4 s rather than queue the site behind it.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('appeals', '0020_desks_checked'),
        ("hotline", "0001_calls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('extension', models.CharField(max_length=16, unique=True)),
                ('operator', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SpokenConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(help_text='date of the text, YYYY-MM-DD', max_length=16)),
                ('at', models.DateTimeField()),
                ('asked_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('call', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='consent', to='hotline.call')),
            ],
        ),
        migrations.CreateModel(
            name='Callback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_author', models.BooleanField(help_text='of the appeal: may rate the answer; the others only hear it')),
                ('phone', models.CharField(max_length=16)),
                ('name', models.CharField(blank=True, max_length=150)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('due', 'Due'), ('done', 'Done'), ('given_up', 'Given Up'), ('needless', 'Needless')], default='waiting', max_length=8)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_at', models.DateTimeField(help_text='not before; set when due', null=True)),
                ('held_until', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('appeal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='appeals.appeal')),
                ('holder', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['appeal'], name='callback_waits'), models.Index(condition=models.Q(('state', 'due')), fields=['next_at', 'id'], name='callback_due'), models.Index(condition=models.Q(('state__in', ['waiting', 'due'])), fields=['phone', 'id'], name='callback_of_phone')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'due'])), fields=('appeal', 'phone'), name='callback_once'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'due', 'done', 'given_up', 'needless'])), name='callback_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Joined',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone', models.CharField(blank=True, help_text='E.164; empty: counted, but told nothing', max_length=16)),
                ('name', models.CharField(blank=True, max_length=150)),
                ('at', models.DateTimeField()),
                ('told_at', models.DateTimeField(help_text='the SMS of the answer is in the outbox', null=True)),
                ('undone_at', models.DateTimeField(help_text='the operator took the wrong appeal', null=True)),
                ('appeal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='appeals.appeal')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('call', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='joined', to='hotline.call')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('phone', ''), _negated=True), fields=['phone', '-id'], name='joined_of_phone'), models.Index(condition=models.Q(('told_at__isnull', True), ('undone_at__isnull', True), models.Q(('phone', ''), _negated=True)), fields=['appeal'], name='joined_to_tell')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('call', 'appeal'), name='joined_once_a_call'), models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True), models.Q(('phone', ''), _negated=True)), fields=('appeal', 'phone'), name='joined_once_a_phone')],
            },
        ),
    ]
