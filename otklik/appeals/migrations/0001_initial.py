"""The tables of an appeal's life. Locks: new tables only."""

import django.contrib.gis.db.models.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_uid', models.UUIDField(help_text='a repeated packet makes no second answer', unique=True)),
                ('text', models.TextField()),
                ('decision', models.CharField(max_length=10)),
                ('planned_on', models.DateField(null=True)),
                ('signatory', models.CharField(blank=True, max_length=300)),
                ('number', models.CharField(blank=True, max_length=63)),
                ('on', models.DateField(null=True)),
                ('received_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(help_text='public; see rules.number', max_length=9, unique=True)),
                ('client_key', models.UUIDField(help_text='made by the client; a resend repeats it', unique=True)),
                ('kind', models.CharField(max_length=8)),
                ('channel', models.CharField(db_default='web', max_length=8)),
                ('text', models.TextField()),
                ('fields', models.JSONField(default=list, help_text='own fields of the topic: [[label, value], …] as shown')),
                ('address', models.CharField(max_length=300)),
                ('point', django.contrib.gis.db.models.fields.PointField(null=True, spatial_index=False, srid=4326)),
                ('author_name', models.CharField(max_length=150)),
                ('author_email', models.EmailField(blank=True, max_length=254)),
                ('email_confirmed_at', models.DateTimeField(null=True)),
                ('state', models.CharField(max_length=12)),
                ('state_since', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('moderate_by', models.DateTimeField(help_text='when the moderator must have decided; moved on by a question')),
                ('question_by', models.DateTimeField(help_text='when the author must have answered the question', null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('answer_by', models.DateField(help_text='last working day for the answer; null: no term', null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('assigned_why', models.CharField(blank=True, help_text='rule, territory version, topic', max_length=300)),
                ('attention', models.CharField(blank=True, help_text='why it waits at the desk', max_length=16)),
                ('returns', models.PositiveSmallIntegerField(default=0)),
                ('rating', models.PositiveSmallIntegerField(help_text='1 (bad) .. 5 (good)', null=True)),
                ('solved', models.BooleanField(help_text="the author's own verdict", null=True)),
                ('verdict', models.TextField(blank=True, help_text="the author's words with the rating")),
            ],
        ),
        migrations.CreateModel(
            name='Dispatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document_uid', models.UUIDField(unique=True)),
                ('number', models.CharField(help_text='ours, as registered in MSED', max_length=31, unique=True)),
                ('on', models.DateField()),
                ('round', models.PositiveSmallIntegerField(help_text='1 for the first document of the appeal, then 2, 3 …')),
                ('registered_number', models.CharField(blank=True, help_text='theirs', max_length=63)),
                ('registered_on', models.DateField(null=True)),
                ('report_number', models.CharField(blank=True, help_text='theirs, of the report they announced', max_length=63)),
                ('refused', models.CharField(blank=True, help_text='their reason', max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('data', models.JSONField(default=dict, help_text='see steps.drafting')),
                ('updated_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='JournalRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move', models.CharField(max_length=12)),
                ('from_state', models.CharField(blank=True, max_length=12)),
                ('to_state', models.CharField(max_length=12)),
                ('at', models.DateTimeField()),
                ('reason', models.TextField(blank=True, help_text='code or words; shown to the author')),
                ('detail', models.JSONField(default=dict, help_text='numbers and names that belong to the move')),
            ],
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(help_text='a function of `letters`', max_length=16)),
                ('to', models.EmailField(max_length=254)),
                ('context', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('sent_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.UUIDField(help_text='made by the client; a resend repeats it', primary_key=True, serialize=False)),
                ('place', models.PositiveSmallIntegerField(help_text='order within the appeal, from 0')),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('created_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='AnswerFile',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=300)),
                ('is_photo', models.BooleanField()),
                ('place', models.PositiveSmallIntegerField()),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='appeals.answer')),
            ],
        ),
    ]
