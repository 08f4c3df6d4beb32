"""What the search reads beside an appeal, as functions: a subquery in their place keeps PostgreSQL on one core.

Safe while the old code runs: it does not know them. Locks nothing.
"""

from django.db import migrations

_ANSWERS = """
CREATE FUNCTION public.otklik_answers(appeal bigint) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT string_agg(left(text, 20000), ' ' ORDER BY id) FROM public.appeals_answer WHERE appeal_id = appeal
$$
"""
_FIELDS = """
CREATE FUNCTION public.otklik_field_values(fields jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg(field ->> 1, ' ') FROM jsonb_array_elements(fields) field
$$
"""


class Migration(migrations.Migration):
    dependencies = [("appeals", "0014_search_filled")]
    operations = [
        migrations.RunSQL(_ANSWERS, "DROP FUNCTION public.otklik_answers(bigint)"),
        migrations.RunSQL(_FIELDS, "DROP FUNCTION public.otklik_field_values(jsonb)"),
    ]
