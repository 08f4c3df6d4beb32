"""The section as a visitor walks it: number, tax, comparison, guide, appeal. Without JavaScript, nothing is kept."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from icalendar import Calendar  # type: ignore[import-untyped]

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Draft
from otklik.appeals.tests.given import MONDAY, a_topic
from otklik.cadastre.tests.given import SOURCE, a_complaint, a_figure, an_outcome
from otklik.kit import clock
from otklik.stats import folding
from otklik.web.citizen.tests.given import AUTHOR, PLACE, Wizard, a_land, beside, seen

pytestmark = [pytest.mark.sections, pytest.mark.django_db]
FIELDS = [
    {"code": "cadastral_number", "label": "Кадастровый номер", "type": "cadastral", "required": True},
    {"code": "value", "label": "Кадастровая стоимость, ₽", "type": "number"},
    {"code": "area", "label": "Площадь, м²", "type": "number"},
]
PLOT = {"value": "1 200 000", "area": "6 соток", "use": "housing", "place": "99701000"}


@pytest.fixture(autouse=True)
def land(monkeypatch):
    a_land()
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


def get(page, **asked):
    return Client().get(f"/cadastre{page}", asked)


def words(answer):
    return seen(answer).replace("\u00a0", " ")


@pytest.mark.parametrize(
    "page",
    ["", "/tax", "/compare", "/averages", "/guide", "/documents", "/outcomes", "/statistics", "/appeal"],
)
def test_every_page_is_there_with_an_empty_portal(page):
    assert get(page).status_code == 200


def test_the_section_stands_in_the_header():
    assert 'href="/cadastre"' in Client().get("/").content.decode()


def test_a_number_is_checked_and_its_quarter_told():
    a_complaint("99:04:0012003:7")
    folding.fold()
    a_figure("average", "housing", "4909.72", place="99:04:0012003")
    page = words(get("/check", number="99-04-0012003-128"))
    assert "Номер 99:04:0012003:128 записан верно" in page
    assert "Жилой дом (ИЖС): в среднем 4 909,72 ₽ за м²" in page
    assert SOURCE in page
    assert "опубликовано 1 обращение" in page
    assert "Округ 99701000" in page


def test_a_number_of_another_region_is_refused_with_ours():
    answer = get("/check", number="77:01:0012003:1")
    assert answer.status_code == 400
    assert "участок другого региона" in beside(answer, "number")
    assert 'value="77:01:0012003:1"' in answer.content.decode()


def test_the_tax_is_shown_line_by_line_with_sources_and_what_is_not_checked():
    a_figure("rate", "housing", "0.2", place="99701000", checked=True)
    page = words(get("/tax", **PLOT, share="1/2", months="6", last_year="100"))
    assert "Налог за 2026 год: 110 ₽" in page
    assert "1 декабря 2027" in page
    for line in ("× 0,2 %", "2 400 ₽", "× 1/2", "1 200 ₽", "× 6 / 12", "600 ₽", "100 ₽ × 1,1"):
        assert line in page
    assert SOURCE in page
    assert "НК РФ, ст. 396, п. 17 · проверьте" in page


def test_a_plot_within_the_deduction_costs_nothing_and_a_missing_rate_is_said():
    page = words(get("/tax", **PLOT, privileged="1"))
    assert "Налог за 2026 год: 0 ₽" in page
    assert "взята предельная по закону" in page


def test_a_dear_plot_loses_the_low_rate_aloud():
    page = words(get("/tax", **{**PLOT, "value": "400000000"}))
    assert "6 000 000 ₽" in page
    assert "пониженная ставка" in page


@pytest.mark.parametrize(
    ("said", "field", "text"),
    [
        ({"area": "0"}, "area", "0 м² не подойдёт"),
        ({"area": ""}, "area", "Укажите площадь"),
        ({"value": "мало"}, "value", "цифрами"),
        ({"use": "castle"}, "use", "Выберите"),
        ({"place": "77"}, "place", "Выберите округ"),
        ({"year": "1917"}, "year", "Выберите год"),
        ({"year": "99999999999999999"}, "year", "Выберите год"),
        ({"share": "5"}, "share", "не больше целого"),
    ],
)
def test_what_is_absurd_is_refused_and_stays_typed(said, field, text):
    answer = get("/tax", **{**PLOT, **said})
    assert answer.status_code == 400
    assert text in beside(answer, field)
    assert "Налог за 2026" not in words(answer)
    assert f'value="{PLOT["value"] if "value" not in said else said["value"]}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("page", "names", "field", "text"),
    [
        ("/check", ("number",), "number", "Напишите кадастровый номер"),
        ("/tax", ("value", "area", "use", "place"), "value", "Укажите"),
        ("/compare", ("value", "area", "use", "place", "number"), "place", "Выберите округ"),
        ("/guide", ("valued_on", "filed_on"), "valued_on", "Укажите день"),
    ],
)
def test_an_empty_form_is_told_what_it_needs(page, names, field, text):
    assert text in beside(get(page, **dict.fromkeys(names, "")), field)


def test_who_comes_from_another_page_is_not_blamed_for_what_was_not_asked_there():
    answer = get("/compare", value="1 200 000", area="600", use="housing")
    assert answer.status_code == 200
    assert "Проверьте форму" not in words(answer)
    assert 'value="1 200 000"' in answer.content.decode()


def test_a_number_that_is_wrong_does_not_go_along():
    page = get("/check", number="77:01:0012003:1").content.decode()
    assert 'href="/cadastre/appeal"' in page
    assert "/cadastre/appeal?" not in page


def test_the_comparison_is_said_in_words_and_drawn():
    a_figure("average", "housing", "1111.11", place="99701000")
    page = words(get("/compare", **PLOT))
    assert "2 000 ₽ за м²: в 1,8 раза выше среднего" in page
    assert "Ваш участок: в 1,8 раза выше среднего по округу" in page
    assert SOURCE in page
    a_figure("average", "housing", "2100", place="99701000", valid_from=date(2026, 2, 1))
    assert "на 5 % ниже среднего" in words(get("/compare", **PLOT))


def test_without_a_table_there_is_nothing_to_compare_with():
    assert "сравнить не с чем" in words(get("/compare", **PLOT))
    assert "Выберите округ" in beside(get("/compare", **{**PLOT, "place": ""}), "place")


def test_averages_of_an_earlier_day_are_kept_and_given_as_a_file():
    a_figure("average", "housing", "1000", place="99701000")
    a_figure("average", "housing", "1500", place="99701000", valid_from=date(2026, 2, 1))
    assert "1 500 ₽" in words(get("/averages"))
    assert "1 000 ₽" in words(get("/averages", on="2026-01-15"))
    file = get("/averages.csv", on="2026-01-15").content.decode()
    assert "99701000,Округ 99701000,Жилой дом (ИЖС),1000.00,2026-01-01" in file
    assert get("/averages", on="вчера").status_code == 400


def test_the_guide_counts_the_days_of_this_report():
    page = words(get("/guide", valued_on="2026-01-12", filed_on="2026-03-02"))
    for said in ("12 июля 2026", "до 10 июля 2026", "1 апреля 2026", "6 апреля 2026", "1 января 2026"):
        assert said in page
    file = get("/guide.ics", valued_on="2026-01-12", filed_on="2026-03-02")
    days = [event.decoded("dtstart") for event in Calendar.from_ical(file.content).walk("VEVENT")]
    assert days == [date(2026, 7, 10), date(2026, 4, 1), date(2026, 4, 6)]
    assert get("/guide.ics").status_code == 404


@pytest.mark.parametrize(
    ("said", "field", "text"),
    [
        ({"valued_on": "2027-01-01"}, "valued_on", "ещё не наступил"),
        ({"valued_on": "2026-02-30"}, "valued_on", "Такого дня нет"),
        ({"valued_on": "2026-03-01", "filed_on": "2026-02-01"}, "filed_on", "не подают раньше"),
    ],
)
def test_days_that_make_no_way_are_refused(said, field, text):
    assert text in beside(get("/guide", **said), field)


def test_a_report_that_is_too_old_is_told():
    assert "срок вышел 12 июля 2025" in words(get("/guide", valued_on="2025-01-12"))


def test_outcomes_show_their_source_and_solved_appeals_only_their_quarter():
    an_outcome()
    a_complaint(state=State.CLOSED, answered_at=MONDAY, solved=True)
    folding.fold()
    page = words(get("/outcomes"))
    for said in ("Шесть соток", "900 000 ₽", "400 000 ₽", "Решение № 3", "квартал 99:04:0012003"):
        assert said in page
    assert "99:04:0012003:128" not in page


def test_statistics_show_quarters_and_a_map(django_assert_max_num_queries):
    for n in range(3):
        a_complaint(f"99:04:001200{n}:128")
    folding.fold()
    with django_assert_max_num_queries(8):
        answer = get("/statistics")
    page = answer.content.decode()
    assert page.count('class="chart__spot"') == 3
    assert "Чаще всего о стоимости земли пишут отсюда: Округ 99701000" in words(answer)
    assert "99:04:0012000" in page
    assert ":128" not in page
    assert "99:04:0012000,99701000,Округ 99701000,1,0,0" in get("/statistics.csv").content.decode()


def test_the_way_leads_to_an_appeal_with_the_numbers_filled_in():
    a_topic(code="cadastre-too-high", title="Завышена стоимость", fields=FIELDS)
    a_figure("average", "housing", "1000", place="99701000")
    page = get("/compare", **PLOT, number="99-04-0012003-128").content.decode()
    onward = page.partition('href="/cadastre/appeal')[2].partition('"')[0].replace("&amp;", "&")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(onward).query).items()}
    assert asked["value"] == PLOT["value"]
    client = Client()
    answer = client.get("/cadastre/appeal", asked)
    assert "Завышена стоимость" in words(answer)
    answer = client.post("/cadastre/appeal", asked)
    wizard = Wizard(client, answer["Location"].rsplit("/", 1)[0])
    assert wizard.say("place", **PLACE).status_code == 302
    form = wizard.open("text").content.decode()
    begins = "участка 1 200 000 ₽ при площади 600 м²: 2 000 ₽ за м². Среднее по округу 1 000 ₽"
    assert begins in form
    own = {"own-cadastral_number": "99-04-0012003-128", "own-value": "1200000", "own-area": "600"}
    for name, value in own.items():
        assert f'name="{name}"' in form
        assert f'value="{value}"' in form
    assert wizard.say("text", text="Прошу проверить", **own).status_code == 302
    assert wizard.say("review", **AUTHOR).status_code == 302
    appeal = Appeal.objects.get()
    assert appeal.fields == [
        ["Кадастровый номер", "99:04:0012003:128"],
        ["Кадастровая стоимость, ₽", "1200000"],
        ["Площадь, м²", "600"],
    ]


def test_a_number_of_another_region_stops_in_the_wizard_with_words():
    a_topic(code="cadastre-too-high", title="Завышена стоимость", fields=FIELDS)
    client = Client()
    answer = client.post("/cadastre/appeal", {"number": "77:01:0012003:1"})
    wizard = Wizard(client, answer["Location"].rsplit("/", 1)[0])
    wizard.say("place", **PLACE)
    answer = wizard.say("text", text="Дорого", **{"own-cadastral_number": "77:01:0012003:1"})
    assert "другого региона" in beside(answer, "own-cadastral_number")


def test_where_the_topic_is_switched_off_another_is_offered():
    a_topic(code="cadastre-too-high", active=False)
    assert "тема о стоимости земли сейчас выключена" in words(get("/appeal")).lower()
    Client().post("/cadastre/appeal", {"value": "1"})
    assert not Draft.objects.exists()


def test_a_reckoning_is_kept_nowhere(django_assert_num_queries):
    get("/tax", **PLOT)
    with django_assert_num_queries(0):
        answer = get("/tax", **PLOT)
    assert answer["Cache-Control"] == "private, no-cache"
