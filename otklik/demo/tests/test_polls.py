"""The demo shows each kind of poll alive, and its table stands the recount."""

import pytest
from django.core.files.storage import default_storage

from otklik.demo import polls
from otklik.demo.poll_texts import TEXTS
from otklik.kit import clock
from otklik.people.models import User
from otklik.places.tests.given import a_settlement, a_territory
from otklik.polls import publishing, queries, recount, results
from otklik.polls.models import Ballot, Poll, Text

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


def test_each_kind_of_poll_is_there_with_votes_and_a_second_load_adds_none(tmp_path):
    a_territory()
    User.objects.create_user("admin@example.test", None, name="Ася", role="admin")
    for n in range(3):
        a_settlement(f"Липовка {n}", population=100 * n)
    assert polls.store_polls(seed=1, now=clock.now()) == 4
    assert polls.store_polls(seed=1, now=clock.now()) == 0
    assert dict(Poll.objects.values_list("code", "state")) == {
        "shkolnaya-ploschad": "open",
        "eksport-2026": "open",
        "novogodnyaya-elka": "open",
        "park-na-reke": "counted",
    }
    assert not Ballot.objects.filter(mixed=False).exists()
    park = queries.poll("park-na-reke")
    found = results.results(park)
    assert (found.ballots, found.valid, park.outcome["ru"] != "") == (1380, True, True)
    assert all(outcome.answered for outcome in found.outcomes)
    assert Text.objects.filter(state="shown").count() == len(TEXTS)
    assert park.table
    with default_storage.open(publishing.path(park.table)) as file:
        (tmp_path / "table").write_bytes(file.read())
    assert recount.check(recount.opened(str(tmp_path / "table"))).findings == []
