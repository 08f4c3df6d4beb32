"""Pages of polls for everybody: the list, one poll, what came of it; nothing of hidden results anywhere."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.kit import clock
from otklik.places.tests.given import a_settlement, a_territory
from otklik.polls.models import Poll, Right, Tally, Text
from otklik.polls.tests.given import DAY, EVERY_KIND, YES_NO, a_citizen, a_poll
from otklik.web.citizen.tests.given import seen
from otklik.web.parts.filters import number

pytestmark = [pytest.mark.sections, pytest.mark.django_db]

COUNTS = {
    ("", ""): 10, ("park", ""): 10, ("park", "yes"): 6, ("park", "no"): 4, ("what", ""): 8, ("what", "pond"): 5,
    ("what", "trees"): 5, ("what", "stage"): 1, ("mark", ""): 10, ("mark", "4"): 5, ("mark", "5"): 5,
    ("first", ""): 10, ("first", "trees@1"): 7, ("first", "pond@1"): 3, ("first", "pond@2"): 7,
    ("first", "trees@2"): 3, ("first", "stage@3"): 10, ("words", ""): 3, ("where", ""): 2,
    ("where", "54.05,40.05"): 2,
}  # fmt: skip


def counted(poll: Poll, counts: dict[tuple[str, str], int] | None = None, area: str = "") -> Poll:
    """As if the ballots had been folded."""
    Tally.objects.bulk_create(
        Tally(poll=poll, area=area, question=question, answer=answer, n=n)
        for (question, answer), n in (COUNTS if counts is None else counts).items()
    )
    return poll


def a_counted_poll(*questions: dict[str, Any], **more: Any) -> Poll:
    now = clock.now()
    times = {"opens_at": now - 3 * DAY, "closes_at": now - DAY, "ended_at": now - DAY, "counted_at": now}
    poll = a_poll(*(questions or EVERY_KIND), state="open", **{**times, **more})
    for state in ("ended", "counted"):  # the database lets no step be left out
        Poll.objects.filter(pk=poll.pk).update(state=state)
    return poll


def opened(address: str, **headers: str) -> Any:
    return Client(headers=headers).get(address)


def test_the_list_says_what_goes_on_what_comes_and_what_is_over():
    now = clock.now()
    a_poll(title={"ru": "Нужен ли парк?"})
    a_poll(title={"ru": "Какой автобус нужнее?"}, opens_at=now + DAY, closes_at=now + 2 * DAY)
    a_counted_poll(title={"ru": "Где поставить ёлку?"})
    a_poll(title={"ru": "Черновик"}, state="draft")
    page = seen(opened("/polls"))
    for words in (
        "Идут сейчас",
        "Нужен ли парк?",
        "Скоро начнутся",
        "Какой автобус нужнее?",
        "Завершённые",
        "ёлку",
    ):
        assert words in page
    assert "Черновик" not in page


def test_each_group_goes_on_by_pages_and_a_foreign_cursor_is_refused_in_words():
    for n in range(8):
        a_counted_poll(title={"ru": f"Опрос {n}"})
    page = opened("/polls").content.decode()
    assert 'href="/polls?when=finished"' in page
    whole = seen(opened("/polls?when=finished"))
    assert all(f"Опрос {n}" in whole for n in range(8))
    assert opened("/polls?when=finished&from=junk").status_code == 400
    assert opened("/polls?when=junk").status_code == 200


def test_nothing_there_is_said():
    assert "Опросов пока нет" in seen(opened("/polls"))


def test_a_draft_has_no_page_anywhere():
    poll = a_poll(state="draft")
    for tail in ("", "/vote", "/stand", "/check", "/embed", "/results.csv", "/og.png", "/receipt"):
        assert opened(f"/polls/{poll.code}{tail}").status_code == 404, tail


def test_the_page_says_what_is_asked_who_votes_and_until_when():
    territory = a_territory()
    poll = a_poll(
        *EVERY_KIND,
        about={"ru": "Пустырь у реки.\n\nРешим вместе."},
        territory_codes=[territory.code],
        age_from=16,
        confirmed_home=True,
        quorum=500,
    )
    page = seen(opened(f"/polls/{poll.code}"))
    for words in (
        "Нужен ли парк?",
        "Пустырь у реки.",
        "от 16 лет",
        "подтверждают Госуслуги",
        "Кворум, голосов 500",
    ):
        assert words in page
    assert "Проголосовать" in page
    assert "Результаты появятся после завершения опроса" in page


def test_a_straw_poll_says_plainly_what_it_is_worth():
    page = seen(opened(f"/polls/{a_poll(voters='anybody').code}"))
    assert "Опрос без проверки личности" in page
    assert "нельзя судить о мнении всех жителей" in page


def test_the_reader_gets_the_poll_in_their_language_where_it_has_it():
    both: dict[str, Any] = {
        "languages": ["ru", "en"],
        "title": {"ru": "Нужен ли парк?", "en": "Is a park wanted?"},
    }
    poll, only_russian = a_poll(**both), a_poll()
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Is a park wanted?" in seen(client.get(f"/polls/{poll.code}"))
    assert '<h1 lang="ru">Нужен ли парк?</h1>' in client.get(f"/polls/{only_russian.code}").content.decode()


def test_hidden_results_are_in_no_byte_of_anything_until_the_end():
    # Long enough not to come up by chance in the poll's code, in a token of the form or within a picture.
    all_of_them, yes, no = 777_777, 666_123, 111_654
    counts = {("", ""): all_of_them, ("park", ""): all_of_them, ("park", "yes"): yes, ("park", "no"): no}
    poll = counted(a_poll(*EVERY_KIND), counts)
    figures = rb"666\W{0,3}123|111\W{0,3}654"
    assert re.search(figures, f"{number(yes)} {no}".encode())
    for tail in ("", "?area=61", "/vote", "/stand", "/embed", "/check", "/og.png", "/answers/words"):
        body = opened(f"/polls/{poll.code}{tail}").content
        assert not re.search(figures, body), tail
    assert opened(f"/polls/{poll.code}/results.csv").status_code == 403
    assert not re.search(figures, opened(f"/polls/{poll.code}/results.csv").content)
    assert "Уже учтено голосов: 777 777" in seen(opened(f"/polls/{poll.code}"))


def test_live_results_are_shown_while_it_goes_on():
    poll = counted(a_poll(*EVERY_KIND, results="live"))
    page = seen(opened(f"/polls/{poll.code}"))
    assert "Результаты на сейчас" in page
    assert "Чаще всего выбирали «Да»: 60 %" in page.replace("\u00a0", " ")


def test_results_have_a_sentence_a_chart_with_its_table_for_each_question_and_a_file():
    a_territory()
    poll = counted(a_counted_poll(outcome={"ru": "Парк заложат весной."}, outcome_at=clock.now()))
    answer = opened(f"/polls/{poll.code}")
    page, words = answer.content.decode(), seen(answer).replace("\u00a0", " ")
    assert "Проголосовало: 10. Чаще всего выбирали «Да»: 60 %." in words
    assert "Поровну голосов, по 5: «Pond», «Trees»" in words
    assert "Средняя оценка 4,5 из 5" in words
    assert "Важнее всего «Trees»: в среднем место 1,3" in words
    assert "Место отметили 2 человек" in words
    assert page.count('class="chart__drawing"') == 4
    assert page.count("<circle class=") == 1
    assert page.count('class="chart__data"') == 5
    assert "Парк заложат весной." in words
    rows = list(
        csv.reader(io.StringIO(opened(f"/polls/{poll.code}/results.csv").content.decode("utf-8-sig")))
    )
    assert ["park", "Вопрос", "yes", "Да", "6", "60.00", "", ""] in rows
    assert ["first", "Вопрос", "trees", "Trees", "10", "100.00", "1.30", "27"] in rows


def test_of_short_answers_only_those_are_shown_that_a_moderator_let_through():
    poll = counted(a_counted_poll())
    for state in ("waiting", "shown", "withheld"):
        Text.objects.create(poll=poll, question="words", text=f"Ответ {state}", state=state)
    page = seen(opened(f"/polls/{poll.code}"))
    assert "Ответ shown" in page
    for words in (page, seen(opened(f"/polls/{poll.code}/answers/words"))):
        assert "Ответ waiting" not in words
        assert "Ответ withheld" not in words
    assert opened(f"/polls/{poll.code}/answers/park").status_code == 404


def test_short_answers_go_on_by_pages():
    poll = counted(a_counted_poll())
    Text.objects.bulk_create(
        Text(poll=poll, question="words", text=f"Ответ-{n:02}.", state="shown") for n in range(60)
    )
    seen_all, address = "", f"/polls/{poll.code}/answers/words"
    first = opened(address).content.decode()
    seen_all = (
        first
        + opened(
            first.partition('class="button button--quiet pager__next" href="')[2].partition('"')[0]
        ).content.decode()
    )
    assert all(f"Ответ-{n:02}." in seen_all for n in range(60))
    assert opened(f"{address}?after=junk").status_code == 404


def test_a_municipality_can_be_chosen_and_few_voters_are_not_shown_apart():
    territory = a_territory()
    poll = counted(a_counted_poll(), area=territory.code)
    counted(poll, {("", ""): 3, ("park", ""): 3, ("park", "no"): 3})
    page = opened(f"/polls/{poll.code}").content.decode()
    assert f'href="/polls/{poll.code}?area={territory.code}#results"' in page
    assert "Другие и те, где голосов мало" in page
    of_one = seen(opened(f"/polls/{poll.code}?area={territory.code}")).replace("\u00a0", " ")
    assert "Проголосовало: 10. Чаще всего выбирали «Да»: 60 %." in of_one
    assert "голосов слишком мало" in seen(opened(f"/polls/{poll.code}?area=99999999"))
    assert opened(f"/polls/{poll.code}/results.csv?area=99999999").status_code == 404
    assert opened(f"/polls/{poll.code}/results.csv?area={territory.code}").status_code == 200


def test_zero_votes_a_tie_a_missed_quorum_and_an_early_end_are_said_in_words():
    nothing = a_counted_poll()
    assert "Никто не проголосовал." in seen(opened(f"/polls/{nothing.code}"))
    tie = counted(
        a_counted_poll({"code": "park", "kind": "single", "options": YES_NO}),
        {("", ""): 4, ("park", ""): 4, ("park", "yes"): 2, ("park", "no"): 2},
    )
    assert "Поровну голосов, по 2: «Да», «Нет»." in seen(opened(f"/polls/{tie.code}"))
    few = counted(a_counted_poll(quorum=100, ended_why="Стройку отменили."))
    page = seen(opened(f"/polls/{few.code}")).replace("\u00a0", " ")
    assert "Опрос не состоялся: 10 голосов при кворуме 100." in page
    assert "Опрос завершён раньше срока" in page
    assert "Причина: Стройку отменили." in page


def test_the_page_is_the_same_for_everybody_and_what_is_personal_comes_apart():
    poll, user, client = a_poll(), a_citizen(), Client()
    stranger = client.get(f"/polls/{poll.code}").content
    client.force_login(user)
    mine = client.get(f"/polls/{poll.code}")
    assert mine.content == stranger
    assert "public" in mine["Cache-Control"]
    stand = client.get(f"/polls/{poll.code}/stand")
    assert stand["Cache-Control"] == "private, no-store"
    assert "Проголосовать" in stand.content.decode()
    Right.objects.create(poll=poll, voter=f"u{user.pk}")
    assert "Вы уже голосовали" in client.get(f"/polls/{poll.code}/stand").content.decode()
    assert "войдите на портал" in Client().get(f"/polls/{poll.code}/stand").content.decode()


def test_what_waits_for_the_reader_is_shown_their_own_municipality_first():
    home = a_settlement()
    user = a_citizen(home_code=home.code)
    a_poll(title={"ru": "Для региона"})
    a_poll(title={"ru": "Для своих"}, territory_codes=[home.territory_code])
    a_poll(title={"ru": "Для чужих"}, territory_codes=["99999999"])
    done = a_poll(title={"ru": "Уже был"})
    Right.objects.create(poll=done, voter=f"u{user.pk}")
    client = Client()
    client.force_login(user)
    page = client.get("/polls/for_me").content.decode()
    assert page.index("Для своих") < page.index("Для региона")
    assert "Для чужих" not in page
    assert "Уже был" not in page
    assert not Client().get("/polls/for_me").content.strip()


def test_other_sites_may_frame_the_embed_page_and_no_other():
    poll = counted(a_poll(results="live"), {("", ""): 5, ("park", ""): 5, ("park", "yes"): 5})
    embed = opened(f"/polls/{poll.code}/embed")
    assert "frame-ancestors *" in embed["Content-Security-Policy"]
    assert "X-Frame-Options" not in embed
    assert not embed.cookies
    assert "<form" not in embed.content.decode()
    assert "Проголосовать на портале" in seen(embed)
    assert "Чаще всего выбирали «Да»" in seen(embed)
    for tail in ("", "/vote", "/check", "/stand"):
        assert "frame-ancestors 'none'" in opened(f"/polls/{poll.code}{tail}")["Content-Security-Policy"]


def test_the_snippet_leads_there_and_no_title_breaks_it():
    poll = a_poll(title={"ru": '"><script>alert(1)</script>'})
    page = opened(f"/polls/{poll.code}").content.decode()
    assert f"/polls/{poll.code}/embed" in page
    assert "<script>alert" not in page
    assert "title=&#34;&#34;&gt;" not in page.replace("&amp;#34;", "quote")


def test_other_sites_are_told_of_it_by_open_graph():
    poll = a_poll(about={"ru": "Пустырь у реки."})
    page = opened(f"/polls/{poll.code}").content.decode()
    assert '<meta property="og:title" content="Нужен ли парк?">' in page
    assert '<meta property="og:description" content="Пустырь у реки.">' in page
    picture = opened(f"/polls/{poll.code}/og.png")
    assert picture["Content-Type"] == "image/png"


@pytest.mark.parametrize(("tail", "most"), [("", 3), ("/embed", 3), ("/results.csv", 3)])
def test_results_come_from_kept_counts_in_a_few_statements(tail, most):
    a_territory()
    poll = counted(a_counted_poll(*(one for one in EVERY_KIND if one["kind"] not in ("text", "place"))))
    opened(f"/polls/{poll.code}{tail}")  # names of territories are kept in the process
    with CaptureQueriesContext(connection) as told:
        opened(f"/polls/{poll.code}{tail}")
    assert len(told) <= most, "\n".join(q["sql"] for q in told)


def test_the_list_takes_a_statement_a_group():
    a_poll()
    a_counted_poll()
    opened("/polls")
    with CaptureQueriesContext(connection) as told:
        opened("/polls")
    assert len(told) <= 3


def test_a_poll_whose_time_is_over_but_not_its_count_says_so():
    now = clock.now()
    poll = a_poll(opens_at=now - 2 * DAY, closes_at=now - timedelta(minutes=1))
    assert "голоса считаются" in seen(opened(f"/polls/{poll.code}"))
    assert "Проголосовать" not in seen(opened(f"/polls/{poll.code}"))
