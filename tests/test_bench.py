"""What ./bench fills its tables with keeps the product's own rules."""

import pytest
from django.db import connection

from benches import fills, storylines
from otklik.appeals.rules import number

pytestmark = [pytest.mark.public, pytest.mark.django_db]


def test_numbers_made_in_sql_have_the_check_digit_of_the_product_and_repeat_nowhere():
    with connection.cursor() as cursor:
        cursor.execute(
            fills.drawn("SELECT {number} FROM (SELECT {digits} AS digits FROM generate_series(0, 999) i) s")
        )
        made = [row[0] for row in cursor.fetchall()]

    assert [number.read(one) for one in made] == made
    assert len(set(made)) == 1000


def test_every_way_of_the_filled_journals_is_one_of_the_map_of_life():
    """The table is made when the module is read, and a way that `lifecycle` does not know is an error then."""
    assert "'closed', False, 0, 'receive'" in storylines.PATHS
    assert "'registered', False, 3, 'register', 'sending', 'registered', False" in storylines.PATHS
    assert "'closed', False, 3, 'register', 'sending', 'registered', True" in storylines.PATHS
