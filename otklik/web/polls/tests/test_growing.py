"""Topics that grow, as analysts see them, and a poll of one by two presses."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from otklik.appeals.queries import names
from otklik.appeals.tests.given import a_territory, a_topic, an_appeal
from otklik.kit import clock
from otklik.people.models import User
from otklik.places.tests.given import a_settlement
from otklik.polls.models import Poll
from otklik.stats import folding
from otklik.stats.growth import Grown
from otklik.stats.queries import growing
from otklik.web.citizen.tests.given import seen
from otklik.web.polls.desk.growing import Row
from otklik.web.rules.tests.given import shown
from otklik.web.tests.test_statements import statements
from otklik.web.tests.world import as_

pytestmark = [pytest.mark.sections, pytest.mark.django_db]

PAGE = "/desk/growing"


@pytest.fixture
def desk() -> Client:
    return as_(User.objects.create_user("a@example.test", None, name="Ася Холмская", role="analyst"))


@pytest.fixture(autouse=True)
def months() -> Iterator[None]:
    """Potholes: two a week, twelve in the last one. Lamps: three every week."""
    land = a_territory()
    pothole, lamp = a_topic(title="Ямы"), a_topic(code="lamp", title="Фонари")
    noon = timezone.localtime(clock.now()).replace(hour=12)
    week = noon - timedelta(days=noon.weekday() + 7)
    for n in range(9):
        for topic, many in ((pothole, 2 if n else 12), (lamp, 3)):
            for _ in range(many):
                an_appeal(topic=topic, territory=land, received_at=week - timedelta(weeks=n))
    folding.fold()
    names.known.again()
    a_settlement(population=4000)
    yield
    names.known.again()


def test_what_grows_stands_with_its_figures_and_what_does_not_is_left_out(desk):
    said = seen(desk.get(PAGE))
    for words in ("Ямы", "12", "2,0", "6,0", "30,0", "Как это считается"):
        assert words in said
    assert "Фонари" not in said
    assert "Ничего не выросло" in seen(
        desk.get(f"{PAGE}?week={growing.last_week(today()) - timedelta(weeks=4)}")
    )


def today():
    return timezone.localdate(clock.now())


def test_the_file_has_the_same_rows_and_the_region_has_its_own(desk):
    for where in ("", "?where=region"):
        lines = list(
            csv.DictReader(io.StringIO(desk.get(f"/desk/growing.csv{where}").content.decode("utf-8-sig")))
        )
        (row,) = lines
        area = "" if where else "99701000"
        assert (row["topic_code"], row["oktmo"], row["appeals"], row["mean_8_weeks"], row["times"]) == (
            "pothole",
            area,
            "12",
            "2",
            "6",
        )
        assert (row["per_10000"], row["significant"]) == ("30", "1")
        assert float(row["p_value"]) <= float(row["p_adjusted"]) < 0.01


def test_where_people_are_not_known_nothing_is_said_per_ten_thousand():
    grown = Grown(1, "1", 9, 1.0, None, 0.001, 0.01)
    assert Row("t", "Ямы", "1", "Округ", grown, None, []).per == "—"
    assert Row("t", "Ямы", "1", "Округ", grown, growing.People(20, 3), []).per == "—"
    assert Row("t", "Ямы", "1", "Округ", grown, growing.People(9000, 0), []).per == "10,0"


def test_a_week_that_is_not_over_or_no_day_is_refused_in_words(desk):
    assert "ещё не кончилась" in seen(desk.get(f"{PAGE}?week={today()}"))
    assert "Такого дня нет" in seen(desk.get(f"{PAGE}?week=вчера"))


def test_the_way_to_earlier_weeks_ends_where_they_are_refused(desk):
    first = growing.last_week(today()) - timedelta(weeks=53)
    before = first - timedelta(weeks=1)
    for week, offered in ((first + timedelta(weeks=1), True), (first, False)):
        assert ("Неделей раньше" in seen(desk.get(f"{PAGE}?week={week}"))) is offered
    assert desk.get(f"{PAGE}?week={before}").status_code == 422


def test_two_presses_make_a_poll_of_a_growing_topic(desk):
    html = desk.get(PAGE)
    week = growing.last_week(today()).isoformat()
    said = {"week": week, "topic": "pothole", "area": "99701000"}
    assert all(f'name="{name}" value="{value}"' in html.content.decode() for name, value in said.items())

    page = desk.post("/desk/growing/ask", said, follow=True)
    assert "Опубликовать опрос" in seen(page)
    poll = Poll.objects.get()
    path = page.redirect_chain[-1][0].replace("/preview", "/publish")
    desk.post(path, {"shown": shown(page)})

    poll.refresh_from_db()
    assert (poll.state, poll.territory_codes) == ("open", ["99701000"])
    assert poll.questions.count() == 4
    desk.post("/desk/growing/ask", said)
    assert Poll.objects.count() == 1


def test_whoever_only_watches_is_not_offered_to_ask():
    watcher = as_(User.objects.create_user("s@example.test", None, name="Глеб", role="supervisor"))
    page = watcher.get(PAGE)
    assert "Ямы" in seen(page)
    assert "Спросить жителей" not in seen(page)
    assert watcher.post("/desk/growing/ask", {}).status_code == 403


def test_a_topic_of_the_whole_region_is_asked_of_the_whole_region(desk):
    desk.post("/desk/growing/ask", {"topic": "pothole", "area": ""})
    assert Poll.objects.get().territory_codes == []


def test_a_topic_that_does_not_grow_is_not_asked_about(desk):
    for topic in ("lamp", "nothing", ""):
        answer = desk.post(
            "/desk/growing/ask", {"topic": topic, "area": "99701000"}, headers={"accept": "*/*"}
        )
        assert answer.status_code in (302, 409)
    assert not Poll.objects.exists()


def test_the_page_asks_five_statements_whatever_grows(desk):
    desk.get(PAGE)
    assert len(statements(desk, PAGE)) <= 6
