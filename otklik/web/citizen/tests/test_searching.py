"""The search page and its suggestions, as a browser without scripts sees them."""

import html
import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik.appeals import journal
from otklik.appeals.lifecycle import Move, State
from otklik.appeals.tests.given import MONDAY, a_topic, an_appeal
from otklik.places.models import Settlement, Street
from otklik.stats import folding

pytestmark = [pytest.mark.public, pytest.mark.django_db]


def shown(text: str = "Колодец сух", **more):
    appeal = an_appeal(state=State.PUBLISHED, text=text, **more)
    folding.fold()
    return appeal


def a_village(name: str = "Липовка", street: str = "Новая") -> Settlement:
    village = Settlement.objects.create(code=name, name=name, kind="д", territory_code="99701000")
    Street.objects.create(settlement=village, name=street, kind="ул")
    return village


def page(**asked: str) -> str:
    answer = Client().get("/search", asked)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_a_published_appeal_is_found_after_the_fold_with_its_words_marked():
    appeal = shown("Старый колодец у дороги")

    seen = page(q="колодцу липовка колодец")

    assert "Ничего не нашлось" in seen
    seen = page(q="колодец липовка")
    assert f'href="/appeals/{appeal.number}"' in seen
    assert "<mark>колодец</mark>" in seen
    assert "Найдено 1 обращение" in seen


def test_the_filters_lie_folded_until_one_of_them_is_chosen():
    shown()
    assert '<details class="filters__fold panel panel--tint">' in page(q="колодец")
    assert '<details class="filters__fold panel panel--tint" open>' in page(q="колодец", kind="problem")


def test_a_withdrawn_appeal_is_not_found():
    appeal = shown()
    journal.move(appeal.pk, Move.WITHDRAW, actor=None, now=MONDAY)
    assert appeal.number not in page(q="колодец")  # before the fold
    folding.fold()
    assert "Ничего не нашлось" in page(q="колодец")


@pytest.mark.parametrize("typed", ["{}-{}-{}", "№ {} {} {}", "{}{}{}", "{} {}-{}"])
def test_a_number_typed_any_way_leads_to_its_appeal(typed: str):
    number = shown().number
    said = typed.format(number[:3], number[3:6], number[6:])

    assert Client().get("/search", {"q": said})["Location"] == f"/appeals/{number}"
    assert Client().get("/appeals/find", {"number": said})[
        "Location"
    ] == f"/search?q={quote(said, safe='')}".replace("%20", "+")


@pytest.mark.parametrize("typed", ["481-270-356", "№ 48127035"])
def test_a_mistyped_number_is_told(typed: str):
    assert "похоже, одна из цифр не та" in page(q=typed)


def test_a_house_number_and_a_year_are_words():
    shown("В 2026 году")
    assert "Найдено 1 обращение" in page(q="2026")


def test_a_misspelt_village_is_put_right():
    a_village()
    shown()

    seen = page(q="липофка колодец")

    assert "Возможно, вы искали «липовка колодец»" in seen
    assert "Найдено 1 обращение" in seen


def test_the_other_keyboard_layout_is_understood():
    shown()
    assert "Возможно, вы искали «колодец»" in page(q="rjkjltw")


def test_words_that_are_spelt_right_are_left_alone():
    a_village()
    shown()
    assert "Ничего не нашлось" in page(q="липовка вертолёт")


def test_pages_follow_by_a_signed_place_and_a_forged_one_is_refused():
    for n in range(25):
        an_appeal(state=State.PUBLISHED, text="Колодец", published_at=MONDAY - timedelta(days=n))
    folding.fold()

    first = page(q="колодец")
    (more,) = re.findall(r'href="(/search\?[^"]*from=[^"]*)"', first)
    second = Client().get(more)

    assert first.count('class="card appeal-card"') == 20
    assert second.content.decode().count('class="card appeal-card"') == 5
    assert 'rel="prev nofollow"' in second.content.decode()
    assert Client().get("/search", {"q": "колодец", "from": "40:forged"}).status_code == 400


def test_the_kind_and_the_category_narrow_and_the_way_out_is_offered():
    shown(kind="proposal")
    assert "Найдено 1 обращение" in page(q="колодец", kind="proposal", category="roads")
    assert "Искать везде" in page(q="колодец", kind="thanks")


def test_search_pages_are_not_indexed():
    answer = Client().get("/search", {"q": "яма"})
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_a_page_takes_few_statements():
    for n in range(25):
        an_appeal(state=State.PUBLISHED, text="Колодец", published_at=MONDAY - timedelta(days=n))
    a_village()
    folding.fold()
    page(q="")  # names are kept

    with CaptureQueriesContext(connection) as statements:
        page(q="колодец")
    assert len(statements) == 2
    with CaptureQueriesContext(connection) as statements:
        page(q="липофка")
    assert len(statements) == 4


def test_what_somebody_wrote_stays_words():
    shown("<script>alert(1)</script> колодец")
    raw = Client().get("/search", {"q": "колодец <script>"}).content.decode()
    assert "<script>alert" not in raw
    assert "<mark>колодец</mark>" in raw


@pytest.mark.parametrize(
    "typed", ["я" * 10_000, "...", "и или", "😀", "-яма", '"', "'; DROP TABLE", "%", "\\"]
)
def test_odd_questions_get_an_answer(typed: str):
    assert "Поиск обращений" in page(q=typed)


def test_a_nul_is_a_bad_request():
    assert Client().get("/search?q=%00").status_code == 400


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(["q", "kind", "category", "area", "sort", "from"]), st.text(max_size=30))
)
def test_any_query_string_is_answered(asked: dict[str, str]):
    words = {name: value.encode(errors="ignore").decode() for name, value in asked.items()}
    assert Client().get("/search", words).status_code in (200, 302, 400)
    assert Client().get("/search/suggest", words).status_code in (200, 400)


def suggested(typed: str) -> list[dict[str, str]]:
    return list(Client().get("/search/suggest", {"q": typed}).json())


def test_places_streets_and_topics_are_suggested():
    a_village()
    a_topic()

    assert [(row["label"], row["about"]) for row in suggested("липов")] == [("д. Липовка", "адрес")]
    assert [row["label"] for row in suggested("нова")] == ["ул. Новая, д. Липовка"]
    assert suggested("ям")[0]["label"] == "Яма на дороге"
    assert suggested("дорога")[0]["about"] == "тема"


def test_what_is_suggested_finds_what_stands_there():
    a_village()
    appeal = shown()

    for row in suggested("новая"):
        assert appeal.number in Client().get(row["url"]).content.decode()


def test_a_number_is_suggested_as_its_appeal():
    assert (
        suggested("481 270 356")
        == [{"label": "№ 481-270-356", "about": "обращение", "url": "/appeals/481270356"}]
        or suggested("481270356") == []
    )


def test_suggestions_take_two_statements_and_may_be_kept_by_anybody():
    a_village()
    suggested("прогрев")
    with CaptureQueriesContext(connection) as statements:
        answer = Client().get("/search/suggest", {"q": "липовка"})
    assert len(statements) == 2
    assert answer["Cache-Control"].startswith("public, max-age=")
    assert suggested("я") == []
