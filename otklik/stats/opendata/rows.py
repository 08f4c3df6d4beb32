"""Every public appeal, some thousands at a time."""

from collections.abc import Iterator
from typing import Any, Final

from django.db import connection

from otklik.appeals import public
from otklik.stats.opendata.columns import COLUMNS

BATCH: Final = 5_000
Row = tuple[Any, ...]  # in the order of COLUMNS

ROWS: Final = f"""
SELECT a.id, {", ".join(f"{column.sql} AS {column.name}" for column in COLUMNS)}
FROM appeals_appeal a
JOIN classifier_category category ON category.id = a.category_id
JOIN classifier_topic topic ON topic.id = a.topic_id
LEFT JOIN places_territory territory ON territory.id = a.territory_id
LEFT JOIN authorities_authority authority ON authority.id = a.authority_id
LEFT JOIN LATERAL (SELECT decision FROM appeals_answer WHERE appeal_id = a.id ORDER BY id DESC LIMIT 1) answer ON true
WHERE {public.shown("a")}
"""
_BATCH: Final = f"{ROWS} AND a.id > %s ORDER BY a.id LIMIT {BATCH}"


def batches() -> Iterator[list[Row]]:
    """In the order of receipt. Each batch is a statement of its own: no transaction stays open for minutes."""
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_BATCH, [last])
            found = cursor.fetchall()
        if not found:
            return
        yield [row[1:] for row in found]
        last = found[-1][0]
