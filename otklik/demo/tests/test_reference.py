"""The demo's directory is alive: every table has rows, every row says where it is from."""

import pytest

from otklik.authorities.tests.given import an_authority
from otklik.demo.reference import store_reference
from otklik.kit import clock
from otklik.places.tests.given import a_settlement, a_territory
from otklik.reference.imports import exported
from otklik.reference.queries import lists, places
from otklik.reference.queries.places import Asked
from otklik.reference.tables import TABLES

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


def test_each_table_has_rows_that_could_be_imported_and_a_repeat_adds_none():
    a_territory("99701000")
    a_settlement()
    an_authority(code="roads", head_name="Анна Лугова")
    now = clock.now()
    stored = store_reference(seed=1, now=now)
    assert store_reference(seed=1, now=now) == 0
    rows = {table: exported(table) for table in TABLES}
    assert all(rows.values())
    assert sum(map(len, rows.values())) == stored
    assert all(row["source"] for table in rows.values() for row in table)
    assert len(lists.receptions(now=now).rows) == 3
    assert [row.kind for row in places.listed(Asked(kind="mfc"))] == ["mfc"]
    assert "112" in [row.number for row in lists.numbers()]
