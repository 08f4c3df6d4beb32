"""The board as its readers and supervisors see it."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import an_authority
from otklik.assessment import waves
from otklik.assessment.models import Wave
from otklik.assessment.tests.given import some_ratings
from otklik.authorities.models import Authority
from otklik.kit import clock
from otklik.kit.kept import forget
from otklik.people.models import User
from otklik.stats.tests.given import many_lives
from otklik.web.citizen.tests.given import seen

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


@pytest.fixture(scope="module")
def lives(module_db) -> None:
    many_lives(150, until=clock.now(), days=300)


def test_the_board_shows_every_authority_with_intervals_and_says_how_it_is_made(lives):
    page = seen(Client().get("/board"))
    assert page.count("Дорожная служба") >= 3
    assert "Муниципальные органы" in page
    assert "к ожидаемому" in page
    assert "оценок:" in page
    assert "Мало данных для места" in page or "Место 1" in page
    assert "Общего балла нет" in page
    method = seen(Client().get("/board/method"))
    assert "Интервал Уилсона" in method
    assert "моложе 30 дней" in method


def test_the_first_kind_of_authorities_stands_open_the_others_are_folded_where_the_screen_is_narrow(lives):
    Authority.objects.filter(pk=Authority.objects.earliest("pk").pk).update(level="regional")
    forget()
    board = Client().get("/board").content.decode()
    folds = re.findall(r'<details class="fold-narrow"( open)?>', board)
    assert board.count('<table class="table board"') == 2
    assert folds == [" open", ""]
    chosen = Client().get("/board?level=municipal").content.decode()
    assert re.findall(r'<details class="fold-narrow"( open)?>', chosen) == [" open"]


def test_it_takes_eight_statements_at_most_cold_and_none_when_it_is_kept(lives):
    forget()
    with CaptureQueriesContext(connection) as cold:
        Client().get("/board")
    with CaptureQueriesContext(connection) as warm:
        Client().get("/board")
    assert len(cold) <= 8, [query["sql"] for query in cold]
    assert len(warm) == 0


@pytest.mark.parametrize(
    "query",
    ["period=all", "period=never", "order=score", "level=secret", "period=own&from=2026-13", "order=place"],
)
def test_what_the_board_cannot_answer_is_said_in_words(lives, query):
    answer = Client().get(f"/board?{query}")
    assert answer.status_code == 400
    assert "Такого выбора нет" in seen(answer) or "Не похоже на дату" in seen(answer)
    assert Client().get(f"/board.csv?{query}").status_code == 400


def test_every_order_and_kind_has_a_page(lives):
    for order in ("ratio_in_time", "median", "rating", "ratio_solved", "formal", "received", "overdue"):
        assert Client().get(f"/board?order={order}").status_code == 200
    assert "данных нет" in seen(Client().get("/board?level=federal"))


def test_a_page_of_all_kinds_has_the_first_lines_of_each_and_leads_to_the_rest(lives, monkeypatch):
    monkeypatch.setattr("otklik.web.assessment.board.LINES", 2)
    page = Client().get("/board?order=rating")
    assert page.content.decode().count("board__name") == 2
    assert "Ещё 1 исполнитель" in seen(page)
    assert "/board?order=rating&amp;level=municipal" in page.content.decode()
    assert Client().get("/board?level=municipal").content.decode().count("board__name") == 3


def test_the_file_has_each_figure_with_the_ends_of_its_interval(lives):
    raw = Client().get("/board.csv?order=in_time").content.decode("utf-8-sig")
    heading, *rows = list(csv.reader(io.StringIO(raw)))
    assert len(rows) == 3
    first = dict(zip(heading, rows[0], strict=False))
    answered = Appeal.objects.exclude(answered_at=None).count()
    assert sum(int(row[heading.index("Ответов")]) for row in rows) <= answered
    at = heading.index("Доля ответов в срок, %")
    share, low, high, n = rows[0][at : at + 4]
    assert float(low) <= float(share) <= float(high)
    assert n == first["Ответов"]


def _supervisor() -> Client:
    client = Client()
    client.force_login(User.objects.create_user("s@example.test", "pass", name="Судья", role="supervisor"))
    return client


def test_a_supervisor_sees_a_wave_and_lets_it_count_with_a_reason():
    body, now = an_authority(), clock.now()
    found = some_ratings(15, at=now - timedelta(hours=1), every=timedelta(minutes=1), age=timedelta(days=2))
    waves.keep(authority_id=body.pk, found=found, now=now)
    wave, client = Wave.objects.get(), _supervisor()
    page = seen(client.get("/desk/waves"))
    assert "Не учитываются" in page and "Оценка 1: 15" in page

    unsaid = client.post(f"/desk/waves/{wave.pk}/settle", {"counts": "1", "reason": "  "})
    assert unsaid.status_code == 422
    assert "Напишите, почему" in seen(unsaid)

    client.post(f"/desk/waves/{wave.pk}/settle", {"counts": "1", "reason": "Авария"})
    assert "Судья, " in seen(client.get("/desk/waves"))
    assert "Не учитываются" not in seen(client.get("/desk/waves"))
    assert client.post("/desk/waves/999/settle", {"counts": "1", "reason": "x"}).status_code == 404


def test_the_desk_reads_two_statements_however_many_waves_there_are():
    now, client = clock.now(), _supervisor()
    for n in range(25):
        ratings = some_ratings(
            3, at=now - timedelta(days=n), every=timedelta(minutes=1), age=timedelta(days=1)
        )
        waves.keep(authority_id=an_authority().pk, found=ratings, now=now - timedelta(days=n))
    client.get("/desk/waves")
    with CaptureQueriesContext(connection) as told:
        page = client.get("/desk/waves")
    assert len([q for q in told if "assessment_" in q["sql"]]) == 2
    assert page.content.decode().count('id="wave-') >= 20
    assert "Показать более ранние" in seen(page)


def test_a_moderator_and_a_citizen_do_not_settle_waves():
    for role in ("moderator", "citizen"):
        client = Client()
        client.force_login(User.objects.create_user(f"{role}@example.test", "pass", name="Имя", role=role))
        assert client.get("/desk/waves").status_code in (302, 403)
        assert client.post("/desk/waves/1/settle", {"counts": "1", "reason": "x"}).status_code in (302, 403)


def test_a_program_gets_the_same_figures(lives):
    said = Client().get("/api/v1/board?order=rating&level=municipal").json()
    assert [one["level"] for one in said["authorities"]] == ["municipal"] * 3
    assert said["method"].endswith("/board/method") and said["least"] == 30
    first = said["authorities"][0]
    assert first["in_time"]["low"] <= first["in_time"]["value"] <= first["in_time"]["high"]
    assert first["rating"]["n"] <= first["answered"]
    assert len(first["trend"]) == 12
    assert Client().get("/api/v1/board?order=score").status_code == 400
    assert Client().get("/api/v1/board?period=own&since=2026-05-01&until=2026-04-01").status_code == 400
