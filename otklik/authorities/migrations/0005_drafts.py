"""Duties are edited as a draft, tried in a dry run and published as versions.

New tables: safe while the old code runs, no lock. Versions are only added to.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


GUARD = """
CREATE FUNCTION authorities_dutyversion_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.by_id IS NULL AND to_jsonb(NEW) - 'by_id' = to_jsonb(OLD) - 'by_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'versions of duties are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER authorities_dutyversion_guard BEFORE UPDATE OR DELETE ON authorities_dutyversion
FOR EACH ROW EXECUTE FUNCTION authorities_dutyversion_guard();
"""
OPEN = "DROP TRIGGER authorities_dutyversion_guard ON authorities_dutyversion; DROP FUNCTION authorities_dutyversion_guard();"


class Migration(migrations.Migration):

    dependencies = [
        ('authorities', '0004_desks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DutyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(unique=True)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(max_length=300)),
                ('changes', models.JSONField(help_text='[[subject, territory_code, rank, code of the body before, after], …]; null: nobody')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Rehearsal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('draft', models.CharField(help_text='mark of the draft that is tried', max_length=16)),
                ('size', models.PositiveIntegerField(help_text='appeals to replay, the newest')),
                ('seen', models.PositiveIntegerField(default=0, help_text='of them replayed so far')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed')], default='waiting', max_length=7)),
                ('ended_at', models.DateTimeField(null=True)),
                ('found', models.JSONField(default=dict, help_text='see authorities.moves')),
                ('asked_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='DutyDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=64)),
                ('territory_code', models.CharField(blank=True, max_length=11)),
                ('rank', models.PositiveSmallIntegerField(default=0)),
                ('at', models.DateTimeField()),
                ('authority', models.ForeignKey(help_text='null: nobody, the duty goes', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='authorities.authority')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('was', models.ForeignKey(help_text='who had it when this was drafted; null: nobody', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='authorities.authority')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subject', 'territory_code', 'rank'), name='duty_draft_once'), models.CheckConstraint(condition=models.Q(('territory_code__regex', '^([0-9]{8}([0-9]{3})?)?$')), name='duty_draft_code_oktmo')],
            },
        ),
        migrations.RunSQL(GUARD, OPEN),
    ]
