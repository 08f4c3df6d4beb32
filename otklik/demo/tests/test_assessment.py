"""The demo's survey is answered, and its sums are those of its replies."""

from datetime import UTC, datetime

import pytest

from otklik.appeals.tests.given import a_settlement, a_territory
from otklik.assessment.models import SurveyCount, SurveyReply
from otklik.demo import assessment
from otklik.people.models import User
from otklik.stats.survey import years

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


def test_two_years_are_answered_in_every_municipality():
    User.objects.create_user("admin@example.test", "pass", name="Ася", role="admin")
    for code, west in (("99701000", 39.0), ("99702000", 40.0)):
        a_settlement(territory=a_territory(code=code, west=west))

    stored = assessment.store_surveys(seed=7, now=datetime(2026, 11, 26, 9, tzinfo=UTC))

    assert stored == SurveyReply.objects.count() > 100
    assert [one.year for one in years()] == [2026, 2025]
    region = SurveyCount.objects.filter(area="", place=1).values_list("n", flat=True)
    assert sum(region) == stored
