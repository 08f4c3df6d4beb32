"""What the page of statistics promises: a drawing, a table and a file of each figure, few statements."""

import csv
import io
import re
from math import inf

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik.appeals.models import Appeal
from otklik.authorities.models import Authority
from otklik.kit import clock
from otklik.kit.kept import forget
from otklik.look.current import Look, current
from otklik.stats import folding
from otklik.stats.queries.borders import Outline, Outlines
from otklik.stats.queries.figures import Sums
from otklik.stats.tests.given import many_lives
from otklik.web.citizen.tests.given import seen
from otklik.web.statistics import grids
from otklik.web.statistics.grids import Row
from otklik.web.statistics.painted import painted
from otklik.web.tests.test_statements import statements

pytestmark = [pytest.mark.public, pytest.mark.django_db]

CHARTS = ["course", "terms", "spread", "stars", "kind", "category", "area", "authority", "channel"]


@pytest.fixture(scope="module")
def lives(module_db) -> None:
    many_lives(120, until=clock.now())


def test_every_chart_has_a_headline_a_drawing_that_speaks_a_table_and_a_file(lives):
    page = Client().get("/statistics")
    sections = re.findall(r'<section class="chart.*?</section>', page.content.decode(), re.DOTALL)
    assert re.findall(r'<section class="chart[^"]*" id="(\w+)"', page.content.decode()) == [
        *CHARTS[:7],
        "map",
        *CHARTS[7:],
    ]
    for one in sections:
        assert re.search(r"<h2[^>]*>[^<]+</h2>", one)
        assert re.search(r'<svg class="chart__\w+" role="(img|group)" aria-label="[^"]+"', one)
        assert "<table" in one
        assert re.search(r'href="/statistics/\w+\.csv', one)
        assert "style=" not in one


def test_the_figures_are_those_of_the_appeals_and_say_of_which_moment(lives):
    page = seen(Client().get("/statistics?period=all"))
    assert f"Поступило {Appeal.objects.count()}" in page
    assert re.search(r"Данные на \d\d:\d\d:\d\d", page)
    assert "Ещё не учтено" not in page


def test_a_period_is_compared_in_words_with_the_year_before_and_with_the_one_before(lives):
    assert "чем год назад" in seen(Client().get("/statistics"))
    assert "чем в прошлый период" in seen(Client().get("/statistics?compare=before"))
    assert "чем год назад" not in seen(Client().get("/statistics?compare=none"))


@pytest.mark.parametrize(
    ("measure", "caption"),
    [
        ("received", "Сколько обращений поступило по территориям"),
        ("median_days", "За сколько дней приходит половина ответов"),
        ("mean_days", "За сколько дней в среднем отвечают"),
        ("share_in_time", "Доля ответов в срок"),
        ("share_solved", "Доля проблем, решённых по словам авторов"),
        ("mean_stars", "Средняя оценка ответа"),
    ],
)
def test_the_map_is_painted_by_the_figure_that_was_chosen(lives, measure, caption):
    page = Client().get(f"/statistics?map={measure}").content.decode()
    drawing = re.findall(r'<svg class="chart__\w+" role="group" aria-label="([^"]+)', page)
    assert any(caption in said or "жителей" in said for said in drawing)
    assert f'<option value="{measure}" selected>' in page
    assert Client().get("/statistics?map=colour").status_code == 400


@pytest.mark.parametrize(
    ("people", "per"), [(3_000, "1 000"), (80_000, "10 000"), (2_000_000, "100 000"), (None, None)]
)
def test_the_map_counts_per_so_many_people_that_its_figures_differ(people, per):
    outlines = Outlines(
        10, [Outline("1", "Округ", "M0 0h9v9z", people), Outline("2", "Город", "M0 0h9v9z", people)]
    )
    rows = {code: Row(code, code, grids.sums_cells(Sums(received=n))) for code, n in (("1", 60), ("2", 3))}
    _headline, caption, drawing = painted("received", outlines, rows, str)
    said = f"{caption} {drawing}".replace("\u00a0", " ")
    assert ("жителей" in said) == bool(per)
    assert f"Обращений на {per} жителей" in said or not per


def test_a_card_without_a_figure_is_left_out_and_one_point_is_no_course(lives):
    page = seen(Client().get("/statistics?period=month&kind=thanks"))
    assert "—" not in page.split("Таблица")[0]
    assert 'id="terms"' not in Client().get("/statistics?period=month").content.decode()


def test_where_medians_are_not_kept_the_map_shows_the_mean_and_says_so(lives):
    whole = Client().get("/statistics?map=median_days&period=all")
    assert "Половина ответов, дней" in seen(whole)
    page = Client().get("/statistics?map=median_days&category=roads").content.decode()
    assert 'role="group" aria-label="За сколько дней в среднем отвечают"' in page


def test_what_is_overdue_leads_to_the_list_of_it(lives):
    body = Authority.objects.first()
    page = Client().get(f"/statistics/authority/{body.code}?kind=problem").content.decode()
    (address,) = re.findall(r'<a href="(/appeals\?[^"]*overdue=1)"', page)
    assert f"authority={body.code}" in address
    assert "kind=problem" in address
    assert Client().get(address.replace("&amp;", "&")).status_code == 200


def test_in_the_table_of_authorities_what_is_overdue_leads_to_their_lists(lives):
    page = Client().get("/statistics?period=all&kind=problem").content.decode()
    (table,) = re.findall(r'<section class="chart[^"]*" id="authority".*?</section>', page, re.DOTALL)
    links = re.findall(r'<td class="number"><a href="(/appeals\?[^"]*overdue=1)">(\d+)</a></td></tr>', table)
    assert links
    for address, count in links:
        assert "kind=problem" in address
        rows = Client().get(address.replace("&amp;", "&")).content.decode()
        assert rows.count('<article class="card appeal-card"') == int(count)


def test_what_is_late_is_not_said_of_a_topic_for_which_it_is_not_kept(lives):
    page = Client().get("/statistics?period=all&topic=lamp").content.decode()
    (table,) = re.findall(r'<section class="chart[^"]*" id="authority".*?</section>', page, re.DOTALL)
    assert re.findall(r"(\S+)</td></tr>", table)[0].endswith(">—")


def test_a_file_has_the_same_filters_and_all_rows(lives):
    body = Authority.objects.first()
    told = Client().get(f"/statistics/category.csv?period=all&authority={body.code}")
    rows = list(csv.reader(io.StringIO(told.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Категория", "Поступило", "Опубликовано"]
    assert [row[:2] for row in rows[1:]] == [["Дороги", str(Appeal.objects.filter(authority=body).count())]]
    assert told["Content-Disposition"] == 'attachment; filename="category.csv"'


def test_a_name_can_not_become_a_formula_of_a_spreadsheet(lives):
    Authority.objects.update(name="=1+1")
    assert "'=1+1" in Client().get("/statistics/authority.csv?period=all").content.decode()


def test_an_authority_has_a_page_of_its_own_figures(lives):
    body = Authority.objects.first()
    page = Client().get(f"/statistics/authority/{body.code}?period=all")
    assert f"<h1>{body.name}</h1>" in page.content.decode()
    assert f"Поступило {Appeal.objects.filter(authority=body).count()}" in seen(page)
    assert Client().get("/statistics/authority/nobody").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["", "?period=all", "?period=month", "?category=roads", "?category=roads&area=99701000", "?kind=problem"],
)
def test_a_page_takes_six_statements_and_none_while_it_is_kept(lives, query):
    Client().get("/statistics")  # borders are drawn once
    forget()
    current.answers[()] = (inf, Look())  # how the region looks, every process knows
    assert len(statements(Client(), f"/statistics{query}")) <= 6
    assert statements(Client(), f"/statistics{query}") == []


def test_a_third_filter_is_said_to_be_left_out(lives):
    body = Authority.objects.first()
    page = Client().get(f"/statistics?topic=lamp&area=99701000&authority={body.code}")
    assert "последний не учтён" in seen(page)


def test_without_any_appeal_the_page_says_so():
    Appeal.objects.all().delete()
    folding.recount()
    assert "данных нет" in seen(Client().get("/statistics"))


@pytest.mark.parametrize(
    "query",
    ["period=week", "period=own&from=x", "period=own&from=2026-05&to=2026-01", "kind=x", "area=1", "compare=1",
     "topic=0", "period=own&from=0000-01"],
)  # fmt: skip
def test_what_there_is_not_is_refused_in_words(lives, query):
    answer = Client().get(f"/statistics?{query}")
    assert answer.status_code == 400
    assert "Так не получится" in seen(answer)


@pytest.mark.parametrize(
    "span", ["from=0001-01-01&to=9999-12-31", "from=2999-01&to=2999-02", "from=1990-01", ""]
)
def test_any_own_period_is_cut_to_what_can_be(lives, span):
    assert Client().get(f"/statistics?period=own&{span}").status_code == 200


WORDS = st.sampled_from(
    ["", "12", "month", "all", "own", "none", "before", "problem", "thanks", "roads", "lamp", "pothole", "99701000",
     "2026-01", "0000-00-00", "9999-12-31", "-1", "\x00", "'; --", "%00", "a" * 5000]
) | st.text(max_size=20)  # fmt: skip
NAMES = st.sampled_from(
    ["period", "compare", "kind", "category", "topic", "area", "authority", "from", "to", "x"]
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.dictionaries(NAMES, WORDS, max_size=6))
def test_any_query_string_whatever_gives_a_page_or_a_clear_refusal(lives, query):
    for path in ("/statistics", "/statistics/course.csv"):
        assert Client().get(path, query).status_code in (200, 400)
