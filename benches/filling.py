"""Appeals by the million, as two years of a portal would leave them: set by set inside PostgreSQL.

Real topics, houses, territories and authorities of the demo region; every state, with the journal that leads there.
The younger, the more: about one in seven waits for a moderator, more than a real portal would have.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from psycopg import sql

from benches import rows, storylines
from benches.options import short
from otklik.appeals.models import Appeal
from otklik.appeals.rules import number

TABLES: Final = (
    "appeals_appeal",
    "appeals_journalrow",
    "appeals_dispatch",
    "appeals_answer",
    "outbox_message",
    "appeals_draft",
    "appeals_photo",
    "exchange_packet",
)
_STEP: Final = 179_424_673  # prime, so that i * _STEP mod 9·10⁷ repeats no number
_LARGE: Final = 20_000  # rows from which indexes are cheaper built anew


def prepare() -> None:
    """Migrations, the demo region without appeals, and what the filling draws from."""
    call_command("prepare", appeals=0, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(storylines.SOURCES)


def grow(size: int) -> None:
    """Add appeals until there are `size`; statistics are fresh and no vacuum is due afterwards."""
    first, missing = Appeal.objects.count(), size - Appeal.objects.count()
    if missing > 0:
        rows.say(f"· заполняю до {short(size)} обращений…")
        with transaction.atomic(), _bare_tables(missing):
            _numbers(first, size)
            _stories(first, size)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(TABLES)}")


def _numbers(first: int, last: int) -> None:
    """Public numbers by the product's own rule, for the appeals first … last - 1 of the filling."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bench_number (i int, number text) ON COMMIT DROP")
        with cursor.copy("COPY bench_number FROM STDIN") as copy:
            for i in range(first, last):
                copy.write_row((i, number.make(lambda n, i=i: i * _STEP % n)))  # type: ignore[misc]
        # a filing of an earlier part may have drawn one of them
        cursor.execute("DELETE FROM bench_number WHERE number IN (SELECT number FROM appeals_appeal)")
        cursor.execute("ANALYZE bench_number")


def _stories(first: int, last: int) -> None:
    """first, last: running numbers of the new appeals; the last ones are the youngest."""
    words: dict[str, int | str] = {
        "first": first,
        "last": last,
        "count": last - first,
        "prefix": settings.MSED_PREFIX,
        "hours": settings.MODERATION_HOURS,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'; SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute(storylines.PATHS)
        for statement in (storylines.NEW, *storylines.FILL):
            cursor.execute(_literal(statement, words))


@contextmanager
def _bare_tables(new_rows: int) -> Iterator[None]:
    """Indexes and references away, filled, and made anew: each reference is checked, only all rows at once."""
    if new_rows < _LARGE:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])",
            [list(TABLES)],
        )
        references = cursor.fetchall()
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = ANY(%s::regclass[])"
            " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)",
            [list(TABLES)],
        )
        indexes = cursor.fetchall()
        for table, name, _ in references:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {_quoted(name)}")
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in references:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {_quoted(name)} {definition}")


def _literal(statement: str, words: dict[str, int | str]) -> str:
    """The words put in as literals: SQL full of «%» stays readable."""
    for name, value in words.items():
        statement = statement.replace(f"%({name})s", sql.Literal(value).as_string())
    return statement


def _quoted(name: str) -> str:
    return sql.Identifier(name).as_string()
