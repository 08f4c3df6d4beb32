"""The journal is only added to. The one change allowed is that a deleted account leaves its rows without an actor.

Locks: a moment on the journal; gives up after 4 s.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION appeals_journal_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.actor_id IS NULL
       AND (to_jsonb(NEW) - 'actor_id') = (to_jsonb(OLD) - 'actor_id') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the journal of appeals is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER appeals_journal_guard BEFORE UPDATE OR DELETE ON appeals_journalrow
FOR EACH ROW EXECUTE FUNCTION appeals_journal_guard();
"""
OPEN = "DROP TRIGGER appeals_journal_guard ON appeals_journalrow; DROP FUNCTION appeals_journal_guard();"


class Migration(migrations.Migration):

    dependencies = [("appeals", "0002_initial")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.RunSQL(GUARD, OPEN),
    ]
