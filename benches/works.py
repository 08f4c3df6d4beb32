"""What is off at an address and at a point, among the works of years. Its rows are taken back."""

# ruff: noqa: S608  # SQL of our own constants

import random
import time
from collections.abc import Callable
from typing import Final

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from benches import filling
from benches.rows import Row
from otklik.authorities.models import Authority
from otklik.kit import clock
from otklik.works import queries

WORKS: Final = 100_000
_TIMES: Final = 300
_CODE: Final = "99999999"  # of no municipality
_LIMIT: Final = 3  # statements, the issue's
# 200 settlements of 20 streets of 20 houses in a tenth of a degree; two years of works, one in twenty with an area.
_PLACES: Final = (
    f"INSERT INTO places_settlement (code, name, kind, territory_code) SELECT 'bench' || i, 'С' || i, 'д', '{_CODE}'"
    " FROM generate_series(1, 200) i",
    "INSERT INTO places_street (settlement_id, name, kind) SELECT s.id, 'У' || j, 'ул' FROM places_settlement s,"
    f" generate_series(1, 20) j WHERE s.territory_code = '{_CODE}'",
    "INSERT INTO places_house (street_id, number, point) SELECT t.id, n::text,"
    " ST_Point(40 + random() / 10, 54 + random() / 10, 4326) FROM places_street t"
    " JOIN places_settlement s ON s.id = t.settlement_id, generate_series(1, 20) n"
    f" WHERE s.territory_code = '{_CODE}'",
)
_WORKS: Final = f"""
INSERT INTO works_work (kind, emergency, text, performer, starts_at, ends_at, cancelled, authority_id, source,
  external_id, "where", typed, area_codes, area, revision, made_at)
SELECT 'hot', false, 'т', '', t, t + interval '10 hours' + random() * interval '40 hours', false, %(body)s, 'desk', '',
  'x', '{{}}', '{{{_CODE}}}', CASE WHEN mod(i, 20) = 0 THEN
    ST_Buffer(ST_Point(40 + random() / 10, 54 + random() / 10, 4326)::geography, 300)::geometry END, 1, %(now)s
FROM (SELECT i, %(now)s::timestamptz - interval '2 years' + random() * interval '750 days' AS t
      FROM generate_series(1, %(n)s) i) x
"""
_AT: Final = f"""
INSERT INTO works_place (work_id, key, ends_at, territory_code, settlement_id, street_id, house_id)
SELECT w.id, 'h' || h.id, w.ends_at, '{_CODE}', t.settlement_id, t.id, h.id
FROM (SELECT id, ends_at, mod(id * 7919, 4000) AS n FROM works_work WHERE area IS NULL) w
JOIN (SELECT t.id, t.settlement_id, row_number() OVER (ORDER BY t.id) - 1 AS n FROM places_street t
      JOIN places_settlement s ON s.id = t.settlement_id WHERE s.territory_code = '{_CODE}') t ON t.n = w.n
JOIN LATERAL (SELECT id FROM places_house WHERE street_id = t.id ORDER BY id LIMIT 5) h ON true
"""


class Works:
    def measure(self, size: int) -> list[Row]:
        filling.prepare()
        with transaction.atomic():
            _fill(size)
            rows = [
                _measured("отключения по адресу", size, _by_address()),
                _measured("отключения у точки", size, _by_point()),
                _measured("список «сейчас»", size, lambda: queries.listed(when="now", now=clock.now())),
            ]
            transaction.set_rollback(True)
        return rows


def _fill(size: int) -> None:
    body = Authority.objects.create(code="bench-works", name="Водоканал", level="organisation")
    with connection.cursor() as cursor:
        for sql in _PLACES:
            cursor.execute(sql)
        cursor.execute(_WORKS, {"body": body.pk, "now": clock.now(), "n": size})
        cursor.execute(_AT)
        for table in ("places_settlement", "places_street", "places_house", "works_work", "works_place"):
            cursor.execute(f"ANALYZE {table}")


def _by_address() -> Callable[[], object]:
    chance = random.Random(7)  # noqa: S311  # the same addresses every time
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.settlement_id, t.name FROM places_street t JOIN places_settlement s ON s.id = t.settlement_id"
            f" WHERE s.territory_code = '{_CODE}'"
        )
        streets = cursor.fetchall()

    def ask() -> object:
        settlement, name = chance.choice(streets)
        return queries.at_address(settlement, f"ул. {name}, {chance.randrange(1, 21)}", now=clock.now())

    return ask


def _by_point() -> Callable[[], object]:
    chance = random.Random(7)  # noqa: S311
    return lambda: queries.at_point(40 + chance.random() / 10, 54 + chance.random() / 10, now=clock.now())


def _measured(request: str, size: int, ask: Callable[[], object]) -> Row:
    with CaptureQueriesContext(connection) as told:
        ask()
    own, took = time.process_time(), []
    for _time in range(_TIMES):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    own = (time.process_time() - own) * 1000 / _TIMES
    took.sort()
    broken = (f"{len(told)} SQL вместо {_LIMIT}",) if len(told) > _LIMIT else ()
    note = (
        f"по часам {took[_TIMES // 2]:.1f} мс, 95 % до {took[int(_TIMES * 0.95)]:.1f} мс; CPU без PostgreSQL"
    )
    return Row("works", request, size, statements=len(told), cpu_ms=own, note=note, broken=broken)
