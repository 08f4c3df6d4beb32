"""The region's own days and the rules of terms. New tables: nothing is locked, old code knows nothing of them.

Both are only added to; the one change allowed is that a deleted account leaves its rows without a name.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE FUNCTION terms_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.by_id IS NULL AND (to_jsonb(NEW) - 'by_id') = (to_jsonb(OLD) - 'by_id') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'calendar and rules of terms are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER terms_guard BEFORE UPDATE OR DELETE ON terms_regionalday
FOR EACH ROW EXECUTE FUNCTION terms_guard();
CREATE TRIGGER terms_guard BEFORE UPDATE OR DELETE ON terms_termrule
FOR EACH ROW EXECUTE FUNCTION terms_guard();
"""
OPEN = """
DROP TRIGGER terms_guard ON terms_regionalday; DROP TRIGGER terms_guard ON terms_termrule; DROP FUNCTION terms_guard();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('classifier', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RegionalDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('working', models.BooleanField(help_text='null: as in all of Russia again', null=True)),
                ('reason', models.CharField(help_text='the decree', max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['day', '-id'], name='regional_day_last')],
            },
        ),
        migrations.CreateModel(
            name='TermRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, help_text='empty: every kind', max_length=8)),
                ('regime', models.CharField(blank=True, help_text="see Appeal.regime; empty: every one, but for 59-ФЗ's own term", max_length=8)),
                ('valid_from', models.DateField(help_text='of two rules for the same the later one counts')),
                ('moderation_hours', models.PositiveSmallIntegerField(null=True)),
                ('send_hours', models.PositiveSmallIntegerField(help_text='from publication until the authority has registered it', null=True)),
                ('answer_days', models.PositiveSmallIntegerField(null=True)),
                ('unit', models.CharField(choices=[('working', 'рабочих дней'), ('calendar', 'календарных дней')], default='working', max_length=8)),
                ('extension_days', models.PositiveSmallIntegerField(help_text='in the same unit, at most', null=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
                ('category', models.ForeignKey(db_index=False, help_text='with neither: whatever it is about', null=True, on_delete=django.db.models.deletion.PROTECT, to='classifier.category')),
                ('topic', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='classifier.topic')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('topic__isnull', True), ('category__isnull', True), _connector='OR'), name='term_rule_topic_or_category'), models.CheckConstraint(condition=models.Q(('kind__in', ['', 'problem', 'proposal', 'thanks'])), name='term_rule_kind_known'), models.CheckConstraint(condition=models.Q(('regime__in', ['', 'message', '59fz'])), name='term_rule_regime_known'), models.CheckConstraint(condition=models.Q(('unit__in', ['working', 'calendar'])), name='term_rule_unit_known')],
            },
        ),
        migrations.RunSQL(GUARD, OPEN),
    ]
