"""Ready words of administrators, which are only added to. A new table: safe while the old code runs, no lock."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


GUARD = """
CREATE FUNCTION appeals_readywords_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.by_id IS NULL AND to_jsonb(NEW) - 'by_id' = to_jsonb(OLD) - 'by_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'ready words are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER appeals_readywords_guard BEFORE UPDATE OR DELETE ON appeals_readywords
FOR EACH ROW EXECUTE FUNCTION appeals_readywords_guard();
"""
OPEN = "DROP TRIGGER appeals_readywords_guard ON appeals_readywords; DROP FUNCTION appeals_readywords_guard();"


class Migration(migrations.Migration):

    dependencies = [
        ("appeals", "0026_supervision_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReadyWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(help_text='refusal, question or answer', max_length=8)),
                ('code', models.CharField(help_text='of a refusal: its reason', max_length=40)),
                ('language', models.CharField(default='ru', max_length=2)),
                ('version', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=150)),
                ('text', models.TextField(blank=True)),
                ('active', models.BooleanField(default=True)),
                ('order', models.PositiveIntegerField(default=0)),
                ('of_release', models.BooleanField(default=False, help_text='back to the words of the release')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'code', 'language', 'version'), name='ready_words_version_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['refusal', 'question', 'answer'])), name='ready_words_kind_known')],
            },
        ),
        migrations.RunSQL(GUARD, OPEN),
    ]
