"""Polls, the rights that were used, ballots and their tallies; a published poll does not change.

Safe while the old code runs: it does not know the tables. Locks: a moment on people_user for the foreign key of an
empty table.
"""

import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


GUARD = """
CREATE FUNCTION polls_poll_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    afterwards text[] := ARRAY['state', 'ended_at', 'ended_why', 'counted_at', 'table', 'table_sha256', 'outcome',
                               'outcome_at', 'created_by_id'];
    legs text[] := ARRAY['draft>draft', 'draft>open', 'open>open', 'open>ended', 'ended>ended', 'ended>counted',
                         'counted>counted'];
BEGIN
    IF OLD.state <> 'draft' AND (TG_OP = 'DELETE' OR to_jsonb(OLD) - afterwards <> to_jsonb(NEW) - afterwards) THEN
        RAISE EXCEPTION 'a published poll does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NOT OLD.state || '>' || NEW.state = ANY(legs) THEN
        RAISE EXCEPTION 'a poll does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER polls_poll_guard BEFORE UPDATE OR DELETE ON polls_poll
FOR EACH ROW EXECUTE FUNCTION polls_poll_guard();

CREATE FUNCTION polls_question_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM polls_poll WHERE id IN (OLD.poll_id, NEW.poll_id) AND state <> 'draft') THEN
        RAISE EXCEPTION 'questions of a published poll do not change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER polls_question_guard BEFORE INSERT OR UPDATE OR DELETE ON polls_question
FOR EACH ROW EXECUTE FUNCTION polls_question_guard();
"""
OPEN = """
DROP TRIGGER polls_question_guard ON polls_question; DROP FUNCTION polls_question_guard();
DROP TRIGGER polls_poll_guard ON polls_poll; DROP FUNCTION polls_poll_guard();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='in the address of its page', max_length=64, unique=True)),
                ('state', models.CharField(choices=[('draft', 'Черновик'), ('open', 'Объявлен'), ('ended', 'Завершён'), ('counted', 'Подсчитан')], default='draft', max_length=7)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), default=list, help_text='the first is its own', size=None)),
                ('title', models.JSONField(default=dict)),
                ('about', models.JSONField(default=dict, help_text='why it is asked and what the result is for')),
                ('picture', models.UUIDField(help_text='see files.photos', null=True)),
                ('voters', models.CharField(choices=[('citizens', 'Жители'), ('organisations', 'Организации'), ('anybody', 'Все желающие')], default='citizens', max_length=13)),
                ('territory_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=11), default=list, help_text='OKTMO; empty: the whole region', size=None)),
                ('confirmed_home', models.BooleanField(default=False, help_text='the home must come from Госуслуги; else it was named before the poll opened')),
                ('age_from', models.PositiveSmallIntegerField(default=0, help_text='years at the vote; 0: of any age')),
                ('opens_at', models.DateTimeField(null=True)),
                ('closes_at', models.DateTimeField(null=True)),
                ('results', models.CharField(choices=[('end', 'После завершения'), ('live', 'Сразу')], default='end', max_length=4)),
                ('quorum', models.PositiveIntegerField(default=0, help_text='ballots without which it has not taken place')),
                ('created_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(help_text='closes_at, or earlier with `ended_why`', null=True)),
                ('ended_why', models.CharField(blank=True, help_text='why it was ended before its time', max_length=1000)),
                ('counted_at', models.DateTimeField(null=True)),
                ('table', models.UUIDField(help_text='the published table of ballots, see publishing', null=True)),
                ('table_sha256', models.CharField(blank=True, max_length=64)),
                ('outcome', models.JSONField(default=dict, help_text='how the result was used, filled in later')),
                ('outcome_at', models.DateTimeField(null=True)),
                ('created_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('receipt', models.CharField(help_text='what the voter was given; see receipts', max_length=26)),
                ('salt', models.CharField(help_text='with it anybody makes the receipt of these answers again', max_length=32)),
                ('blind', models.CharField(blank=True, help_text='hides texts in the table; never published', max_length=32)),
                ('answers', models.JSONField(help_text='{question: answer}, as `answers.checked` gives them')),
                ('area', models.CharField(blank=True, help_text="OKTMO of the voter's municipality", max_length=11)),
                ('mixed', models.BooleanField(default=False)),
                ('poll', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='polls.poll')),
            ],
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='within the poll; in tables of results', max_length=40)),
                ('order', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('single', 'Один вариант'), ('multiple', 'Несколько вариантов'), ('scale', 'Оценка по шкале'), ('ranking', 'Расставить по порядку'), ('text', 'Короткий ответ'), ('place', 'Место на карте')], max_length=8)),
                ('text', models.JSONField(default=dict)),
                ('hint', models.JSONField(default=dict)),
                ('required', models.BooleanField(default=True)),
                ('options', models.JSONField(default=list, help_text='single, multiple, ranking: [{code, text: {language: text}, picture: uuid or null}]')),
                ('rules', models.JSONField(default=dict, help_text='multiple, ranking: {least, most}; scale: {from, to, words: [{language: text}, the same]}; text: {most} characters')),
                ('asked_if', models.JSONField(default=dict, help_text='{question: code of an earlier one, options: [codes]}; empty: always asked')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='polls.poll')),
            ],
        ),
        migrations.CreateModel(
            name='Right',
            fields=[
                ('pk', models.CompositePrimaryKey('poll_id', 'voter', blank=True, editable=False, primary_key=True, serialize=False)),
                ('voter', models.CharField(help_text='u and the id of the account, o and of the organisation, e and a hash of an account at Госуслуги, b and a hash of a browser', max_length=64)),
                ('mixed', models.BooleanField(default=False, help_text='written anew among many, see `counting`')),
                ('poll', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='polls.poll')),
            ],
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(blank=True, max_length=11)),
                ('question', models.CharField(blank=True, help_text='code; empty: ballots themselves', max_length=40)),
                ('answer', models.CharField(blank=True, help_text='code of an option, mark of a scale; ranking: option@place; empty: any', max_length=64)),
                ('n', models.BigIntegerField(default=0)),
                ('poll', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='polls.poll')),
            ],
        ),
        migrations.CreateModel(
            name='Text',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('question', models.CharField(max_length=40)),
                ('text', models.TextField()),
                ('state', models.CharField(choices=[('waiting', 'Ждёт проверки'), ('shown', 'Показан'), ('withheld', 'Не показан')], default='waiting', max_length=8)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('poll', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='polls.poll')),
            ],
        ),
        migrations.AddIndex(
            model_name='poll',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['closes_at', 'id'], name='poll_open'),
        ),
        migrations.AddIndex(
            model_name='poll',
            index=models.Index(condition=models.Q(('state', 'draft'), _negated=True), fields=['-opens_at', '-id'], name='poll_shown'),
        ),
        migrations.AddConstraint(
            model_name='poll',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z0-9]+(-[a-z0-9]+)*$')), name='poll_code_slug'),
        ),
        migrations.AddConstraint(
            model_name='poll',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'ended', 'counted'])), name='poll_state_known'),
        ),
        migrations.AddConstraint(
            model_name='poll',
            constraint=models.CheckConstraint(condition=models.Q(('voters__in', ['citizens', 'organisations', 'anybody'])), name='poll_voters_known'),
        ),
        migrations.AddConstraint(
            model_name='poll',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), ('opens_at__lt', models.F('closes_at')), _connector='OR'), name='poll_times_in_order'),
        ),
        migrations.AddIndex(
            model_name='ballot',
            index=models.Index(condition=models.Q(('mixed', False)), fields=['poll'], name='ballot_to_count'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.UniqueConstraint(fields=('poll', 'receipt'), name='ballot_receipt_once'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('poll', 'code'), name='poll_question_once'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('poll', 'order'), name='poll_question_order'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['single', 'multiple', 'scale', 'ranking', 'text', 'place'])), name='poll_question_kind_known'),
        ),
        migrations.AddIndex(
            model_name='right',
            index=models.Index(condition=models.Q(('mixed', False)), fields=['poll'], name='right_to_mix'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.UniqueConstraint(fields=('poll', 'area', 'question', 'answer'), name='poll_tally_once'),
        ),
        migrations.AddIndex(
            model_name='text',
            index=models.Index(fields=['poll', 'state', 'id'], name='poll_texts'),
        ),
        migrations.AddConstraint(
            model_name='text',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'shown', 'withheld'])), name='poll_text_state_known'),
        ),
        migrations.RunSQL(GUARD, OPEN),
    ]
