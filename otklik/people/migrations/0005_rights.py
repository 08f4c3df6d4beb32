"""The journal of rights is only added to; people are found by the beginning of surname and name; staff by an index.

Safe while the old code runs: the database itself fills the column. Locks: building the indexes stops writes to
people_user for ten seconds with 2.5 million accounts; gives up after 4 s of waiting for others.
"""

import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models

GUARD = """
CREATE FUNCTION people_rolechange_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal of rights is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER people_rolechange_guard BEFORE UPDATE OR DELETE ON people_rolechange
FOR EACH ROW EXECUTE FUNCTION people_rolechange_guard();
"""
OPEN = "DROP TRIGGER people_rolechange_guard ON people_rolechange; DROP FUNCTION people_rolechange_guard();"


class Migration(migrations.Migration):

    dependencies = [("people", "0004_more_of_a_person")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.RunSQL(GUARD, OPEN),
        migrations.AddField(
            model_name="user",
            name="rights_changes",
            field=models.PositiveIntegerField(
                db_default=0,
                default=0,
                help_text="kept by authorities.staff; each ends all sessions of the person",
            ),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(
                condition=models.Q(("role", "citizen"), _negated=True), fields=["name", "id"], name="user_staff"
            ),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(
                django.db.models.functions.comparison.Collate(
                    django.db.models.functions.text.Lower("surname"), collation="C"
                ),
                "id",
                name="user_by_surname",
            ),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(
                django.db.models.functions.comparison.Collate(
                    django.db.models.functions.text.Lower("name"), collation="C"
                ),
                "id",
                name="user_by_name",
            ),
        ),
    ]
