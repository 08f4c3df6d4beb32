"""The journal of the configuration, which is only added to. A new table: safe while the old code runs, no lock."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


GUARD = """
CREATE FUNCTION people_configchange_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal of the configuration is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER people_configchange_guard BEFORE UPDATE OR DELETE ON people_configchange
FOR EACH ROW EXECUTE FUNCTION people_configchange_guard();
"""
OPEN = "DROP TRIGGER people_configchange_guard ON people_configchange; DROP FUNCTION people_configchange_guard();"


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0008_staff_deeds"),
    ]

    operations = [
        migrations.CreateModel(
            name='ConfigChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('what', models.CharField(help_text='kind:code, for example authority:roads or duties', max_length=140)),
                ('before', models.JSONField(help_text='what was changed, as it was; null: it was not there', null=True)),
                ('after', models.JSONField(help_text='the same keys; null: it is gone', null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['-at', '-id'], name='people_config_changes'), models.Index(fields=['what', '-at', '-id'], name='people_config_changes_of')],
            },
        ),
        migrations.RunSQL(GUARD, OPEN),
    ]

