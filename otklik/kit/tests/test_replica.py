"""Where the ORM reads: the primary unless somebody says otherwise, and only for a while."""

from contextvars import copy_context

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from otklik.kit import replica

pytestmark = pytest.mark.route

ROUTER = replica.Router()


def test_reads_go_to_the_primary():
    assert ROUTER.db_for_read(Group) == "default"


def test_within_the_block_they_go_where_it_says_and_writes_do_not():
    with replica.reading_from("replica"):
        assert (ROUTER.db_for_read(Group), ROUTER.db_for_write(Group)) == ("replica", "default")
        with replica.reading_from("default"):
            assert ROUTER.db_for_read(Group) == "default"
        assert ROUTER.db_for_read(Group) == "replica"
    assert ROUTER.db_for_read(Group) == "default"


def test_a_failure_ends_the_block_too():
    with pytest.raises(ValueError, match="x"), replica.reading_from("replica"):
        raise ValueError("x")
    assert ROUTER.db_for_read(Group) == "default"


def test_another_request_is_not_touched():
    other = copy_context()
    with replica.reading_from("replica"):
        assert other.run(ROUTER.db_for_read, Group) == "default"


def test_tables_are_made_in_the_primary_only():
    assert ROUTER.allow_migrate("default", "auth")
    assert not ROUTER.allow_migrate("replica", "auth")


@pytest.mark.django_db
def test_a_statement_of_our_own_is_planned_once_for_all_its_values():
    for number in range(8):
        assert replica.rows("SELECT %s::int + 1 AS next", [number]) == [(number + 1,)]
    assert replica.named("SELECT %s::int + 1 AS next", [8]) == [{"next": 9}]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans > 0, generic_plans + custom_plans FROM pg_prepared_statements WHERE statement = %s",
            ["SELECT $1::int + 1 AS next"],
        )
        assert cursor.fetchall() == [(True, 9)]
