"""The journal of staff: who saw personal data and who changed what. Only added to: a trigger refuses changes.

Safe while the old code runs: it does not know the table. Locks: a moment on people_user for the foreign key; gives up
after 4 s rather than queue the site behind it.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE FUNCTION people_staffdeed_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal of staff is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER people_staffdeed_guard BEFORE UPDATE OR DELETE ON people_staffdeed
FOR EACH ROW EXECUTE FUNCTION people_staffdeed_guard();
"""
OPEN = "DROP TRIGGER people_staffdeed_guard ON people_staffdeed; DROP FUNCTION people_staffdeed_guard();"


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0007_attempts'),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='StaffDeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('what', models.CharField(choices=[('saw', 'Просмотр персональных данных'), ('changed', 'Изменение')], max_length=7)),
                ('action', models.CharField(help_text='of web.access.rights', max_length=24)),
                ('address', models.CharField(help_text='name of the address', max_length=64)),
                ('object_kind', models.CharField(blank=True, help_text='appeal, person, packet …; empty: a list', max_length=24)),
                ('object_key', models.CharField(blank=True, max_length=64)),
                ('actor', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['-at', '-id'], name='deed_by_time'), models.Index(fields=['actor', '-at', '-id'], name='deed_of_person'), models.Index(condition=models.Q(('object_key', ''), _negated=True), fields=['object_kind', 'object_key', '-at', '-id'], name='deed_of_object'), models.Index(fields=['action', '-at', '-id'], name='deed_of_action')],
                'constraints': [models.CheckConstraint(condition=models.Q(('what__in', ['saw', 'changed'])), name='deed_what_known')],
            },
        ),
        migrations.RunSQL(GUARD, OPEN),
    ]
