"""Reminders of terms, secret links to feeds, runs and findings of the guarantee check.

New tables: locked for a moment are only those that they point at; old code knows nothing of them.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("oversight", "0001_control"),
        ('appeals', '0020_desks_checked'),
        ('authorities', '0004_desks'),
        ('people', '0007_attempts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('night', models.DateField(help_text='null: asked for by hand', null=True, unique=True)),
                ('at', models.DateTimeField()),
                ('seconds', models.FloatField()),
                ('found', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('token_hash', models.CharField(help_text='SHA-256: the link itself is not kept', max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=16)),
                ('subject', models.CharField(help_text='what it is about, for a person: number, name', max_length=80)),
                ('link', models.CharField(blank=True, max_length=200)),
                ('since', models.DateTimeField(help_text='how long it has been so', null=True)),
                ('found_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(help_text='by the last check that found it')),
                ('gone_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['-found_at', '-id'], name='finding_newest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('gone_at__isnull', True)), fields=('kind', 'subject'), name='finding_once')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due', models.DateField(help_text='the term it speaks of: another one has its own notices')),
                ('rung', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('acknowledged_at', models.DateTimeField(help_text='by nobody: the appeal needed it no more before anybody said so', null=True)),
                ('acknowledged_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('appeal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='appeals.appeal')),
                ('authority', models.ForeignKey(db_index=False, help_text='where it was then', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='authorities.authority')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('acknowledged_at__isnull', True)), fields=['authority', 'due', 'id'], name='notice_of_authority'), models.Index(condition=models.Q(('acknowledged_at__isnull', True), ('rung__in', ['supervisor', 'control'])), fields=['due', 'id'], name='notice_of_region')],
                'constraints': [models.UniqueConstraint(fields=('appeal', 'due', 'rung'), name='notice_once'), models.CheckConstraint(condition=models.Q(('rung__in', ('half', 'eve', 'day', 'clerk', 'head', 'supervisor', 'control'))), name='notice_rung_known')],
            },
        ),
    ]
