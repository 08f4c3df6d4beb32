"""The classifier is edited as a draft and published as versions, which are only added to.

New tables: safe while the old code runs, no lock.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


GUARD = """
CREATE FUNCTION classifier_version_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.by_id IS NULL AND to_jsonb(NEW) - 'by_id' = to_jsonb(OLD) - 'by_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'versions of the classifier are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER classifier_version_guard BEFORE UPDATE OR DELETE ON classifier_classifierversion
FOR EACH ROW EXECUTE FUNCTION classifier_version_guard();
"""
OPEN = "DROP TRIGGER classifier_version_guard ON classifier_classifierversion; DROP FUNCTION classifier_version_guard();"


class Migration(migrations.Migration):

    dependencies = [
        ('classifier', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClassifierVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(unique=True)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(max_length=300)),
                ('content', models.JSONField(help_text='categories and topics, as a file for the import has them')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ClassifierDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(help_text='category or topic', max_length=8)),
                ('code', models.CharField(max_length=64)),
                ('was', models.JSONField(help_text='as it was when this was drafted; null: it was not there', null=True)),
                ('becomes', models.JSONField(help_text='as content.py has it; null: the category goes', null=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'code'), name='classifier_draft_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['category', 'topic'])), name='classifier_draft_kind_known')],
            },
        ),
        migrations.RunSQL(GUARD, OPEN),
    ]
