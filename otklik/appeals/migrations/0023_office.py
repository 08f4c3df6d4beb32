"""The desk of an authority: rules, templates, notes, opinions, answers being written, errands.

New tables only: the old code knows none of them. Locks: a moment on the tables that they point at.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("appeals", "0022_near_and_by_phone"),
        ('authorities', '0004_desks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='DeskRules',
            fields=[
                ('authority', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='authorities.authority')),
                ('signs', models.BooleanField(db_default=False, default=False, help_text='answers are signed by its head')),
            ],
        ),
        migrations.CreateModel(
            name='Errand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_key', models.UUIDField(help_text='of the form: pressed twice, one link', unique=True)),
                ('token_hash', models.CharField(help_text='SHA-256; the link itself is not kept', max_length=64, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('task', models.TextField(blank=True, help_text="what is to be done, in the clerk's words")),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(help_text='revoked, or no longer needed', null=True)),
                ('appeal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='errands', to='appeals.appeal')),
                ('authority', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='authorities.authority')),
                ('made_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ErrandItem',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('is_photo', models.BooleanField()),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('errand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='appeals.errand')),
            ],
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('appeal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='reply', serialize=False, to='appeals.appeal')),
                ('key', models.UUIDField(help_text='of the answer that it becomes: published once', unique=True)),
                ('version', models.PositiveIntegerField(default=1, help_text='one more with each form that writes')),
                ('form', models.UUIDField(help_text='the form that wrote last: its next save is no conflict')),
                ('text', models.TextField(blank=True)),
                ('decision', models.CharField(blank=True, max_length=10)),
                ('planned_on', models.DateField(null=True)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('signing', 'Signing')], default='draft', max_length=8)),
                ('remarks', models.TextField(blank=True, help_text="the head's, with which it came back unsigned")),
                ('written_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(help_text='to be signed since', null=True)),
                ('authority', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='authorities.authority')),
                ('written_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ReplyFile',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=300)),
                ('is_photo', models.BooleanField()),
                ('added_at', models.DateTimeField()),
                ('reply', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='appeals.reply')),
            ],
        ),
        migrations.CreateModel(
            name='ReplyTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100)),
                ('text', models.TextField(help_text='may name {number}, {address}, {topic}')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='authorities.authority')),
            ],
        ),
        migrations.CreateModel(
            name='ErrandDevice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('device', models.UUIDField(help_text='in a cookie of that browser')),
                ('opened', models.PositiveIntegerField(default=1, help_text='how often')),
                ('last_at', models.DateTimeField()),
                ('errand', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='devices', to='appeals.errand')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('errand', 'device'), name='errand_device_once')],
            },
        ),
        migrations.CreateModel(
            name='OfficeNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_key', models.UUIDField(help_text='of the form: pressed twice, it says once', unique=True)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('appeal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='office_notes', to='appeals.appeal')),
                ('author', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('authority', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='authorities.authority')),
            ],
            options={
                'indexes': [models.Index(fields=['appeal', 'authority', 'id'], name='note_of_office')],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_key', models.UUIDField(help_text='of the form: pressed twice, it asks once', unique=True)),
                ('question', models.TextField()),
                ('due_on', models.DateField()),
                ('asked_at', models.DateTimeField()),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(help_text='needed no more: taken back, or the appeal was answered', null=True)),
                ('answered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('appeal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opinions', to='appeals.appeal')),
                ('asked', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='authorities.authority')),
                ('asked_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asker', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='authorities.authority')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('answered_at__isnull', True), ('ended_at__isnull', True)), fields=['asked', 'due_on', 'id'], name='opinion_to_give')],
                'constraints': [models.CheckConstraint(condition=models.Q(('asker', models.F('asked')), _negated=True), name='opinion_of_another'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(('answer__gt', ''), ('answered_at__isnull', False)), _connector='OR'), name='opinion_answered_whole')],
            },
        ),
        migrations.AddIndex(
            model_name='reply',
            index=models.Index(condition=models.Q(('state', 'signing')), fields=['authority', 'sent_at'], name='reply_to_sign'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'signing'])), name='reply_state_known'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(('decision', ''), ('decision__in', ['solved', 'explained', 'planned', 'refused']), _connector='OR'), name='reply_decision_known'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), ('sent_at__isnull', False), _connector='OR'), name='reply_signing_has_moment'),
        ),
        migrations.AddConstraint(
            model_name='replytemplate',
            constraint=models.UniqueConstraint(fields=('authority', 'title'), name='template_titled_once'),
        ),
    ]
