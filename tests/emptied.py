"""The database after a test that commits: empty again, without the second that Django's own flush takes."""

from typing import Final

from django.db import connection, transaction

# Made of the models, hence the same after every test.
_KEPT: Final = frozenset({"django_migrations", "django_content_type", "auth_permission"})
# Not ours, so Django's flush passes them over; what hangs on a job comes before it.
_JOBS: Final = ("procrastinate_periodic_defers", "procrastinate_jobs")
_WITH_TRIGGERS: Final = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"


def emptied(_: object = None) -> None:
    """Delete the rows of the tables that have some; writers whom the test left behind are waited for.

    Django's way truncates all hundred tables with their indexes and makes permissions and types of content anew.
    Guards of journals, which forbid to delete, rest meanwhile.
    """
    ours = set(connection.introspection.django_table_names(only_existing=True)) - _KEPT
    tables = [*_JOBS, *sorted(ours)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN EXCLUSIVE MODE")
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (TABLE {name})" for name in tables))
        filled = [name for (name,) in cursor.fetchall()]
        cursor.execute(_WITH_TRIGGERS)
        guarded = [name for (name,) in cursor.fetchall() if name in filled]
        cursor.execute(
            "; ".join(
                (
                    *(f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in guarded),
                    *(f"DELETE FROM {name}" for name in filled),  # noqa: S608
                    "SET CONSTRAINTS ALL IMMEDIATE",
                    *(f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in guarded),
                )
            )
        )
