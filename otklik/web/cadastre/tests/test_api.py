"""The section for programs."""

import pytest
from django.test import Client

from otklik.appeals.tests.given import MONDAY, a_territory
from otklik.cadastre.tests.given import SOURCE, a_complaint, a_figure
from otklik.kit import clock
from otklik.stats import folding

pytestmark = [pytest.mark.sections, pytest.mark.django_db]
PLOT = {"cadastral_value": "1 200 000", "plot_area": "600", "land_use": "housing", "territory": "99701000"}


@pytest.fixture(autouse=True)
def land(monkeypatch):
    a_territory()
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


def get(page, **asked):
    return Client().get(f"/api/v1/cadastre/{page}", asked)


def test_a_number_is_normalised_and_its_quarter_told():
    a_complaint("99:04:0012003:7")
    folding.fold()
    a_figure("average", "housing", "4909.72", place="99:04:0012003")
    told = get("number", cadastral_number="99-04-0012003-128").json()
    assert told["cadastral_number"] == "99:04:0012003:128"
    assert (told["quarter"], told["plot"], told["appeals_published"]) == ("99:04:0012003", "128", 1)
    assert told["averages"][0]["figure"] == {
        "amount": "4909.72", "source": SOURCE, "since": "2026-01-01", "checked": False, "url": "",
    }  # fmt: skip
    answer = get("number", cadastral_number="77:01:0012003:1")
    assert answer.status_code == 400
    assert "другого региона" in answer.json()["fields"]["cadastral_number"]


def test_the_tax_comes_with_its_steps():
    a_figure("rate", "housing", "0.2", place="99701000")
    told = get("tax", **PLOT, share="1/2").json()
    assert (told["tax"], told["tax_year"], told["pay_by"]) == (1200, 2026, "2027-12-01")
    assert [step["step"] for step in told["steps"]] == ["rate", "share", "rounded"]
    assert told["steps"][0]["figure"]["amount"] == "0.2"
    assert get("tax", **PLOT, privileged=1).json()["tax"] == 0
    wrong = get("tax", **{**PLOT, "plot_area": "0", "land_use": "castle"})
    assert wrong.status_code == 400
    assert set(wrong.json()["fields"]) == {"plot_area", "land_use"}


def test_averages_and_complaints():
    a_figure("average", "housing", "1000", place="99701000")
    told = get("averages", territory="99701000", day="2026-01-15").json()["averages"]
    assert [(one["land_use"], one["figure"]["amount"]) for one in told] == [("housing", "1000")]
    assert get("averages", day="2025-01-15").json()["averages"] == []
    a_complaint()
    folding.fold()
    told = get("complaints").json()
    assert [(one["territory_code"], one["appeals_published"]) for one in told["municipalities"]] == [
        ("99701000", 1)
    ]
    assert told["quarters"][0]["quarter"] == "99:04:0012003"
    assert get("complaints", territory="77").status_code == 400
