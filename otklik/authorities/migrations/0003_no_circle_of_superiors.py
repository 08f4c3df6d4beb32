"""No body stands over itself, near or far.

Locks: a moment on the authorities; gives up after 4 s.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION authorities_superior_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE above bigint := NEW.superior_id;
BEGIN
    FOR step IN 1..20 LOOP
        EXIT WHEN above IS NULL;
        IF above = NEW.id THEN
            RAISE EXCEPTION 'authority % would stand over itself', NEW.code
                USING ERRCODE = 'check_violation', CONSTRAINT = 'authority_no_circle';
        END IF;
        SELECT superior_id INTO above FROM authorities_authority WHERE id = above;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER authorities_superior_guard BEFORE INSERT OR UPDATE OF superior_id ON authorities_authority
FOR EACH ROW WHEN (NEW.superior_id IS NOT NULL) EXECUTE FUNCTION authorities_superior_guard();
"""
OPEN = """
DROP TRIGGER authorities_superior_guard ON authorities_authority; DROP FUNCTION authorities_superior_guard();
"""


class Migration(migrations.Migration):

    dependencies = [("authorities", "0002_superior")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.RunSQL(GUARD, OPEN),
    ]
