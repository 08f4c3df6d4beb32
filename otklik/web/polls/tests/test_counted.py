"""From the vote to the published table: what anybody may check once a poll is counted."""

import gzip
from typing import Any

import pytest
from django.test import Client

from otklik.kit import clock
from otklik.places.tests.given import a_territory
from otklik.polls import ending, publishing, queries, recount
from otklik.polls.models import Ballot, Poll, Tally
from otklik.polls.tests.given import EVERY_KIND, a_citizen, a_poll
from otklik.web.citizen.tests.given import beside, seen
from otklik.web.polls.tests.test_vote import FILLED

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def storage(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def vote(poll: Poll, **said: Any) -> str:
    """The receipt, as the page shows it."""
    client = Client()
    client.force_login(a_citizen())
    answer = client.post(f"/polls/{poll.code}/vote", FILLED | said, follow=True)
    return answer.content.decode().partition('id="receipt">')[2].partition("<")[0]


def over(poll: Poll) -> None:
    """Ended by hand: the rest is done by the clock of the portal."""
    ending.end_early(poll_id=poll.pk, why="Всё ясно.")
    publishing.finish(poll.pk, now=clock.now())


def check(poll: Poll, typed: str) -> Any:
    return Client().post(f"/polls/{poll.code}/check", {"receipt": typed})


def test_a_voter_finds_the_own_ballot_and_how_it_was_counted():
    a_territory()
    poll = a_poll(*EVERY_KIND)
    receipts = [vote(poll), vote(poll, **{"q-park": "no", "q-words": ""})]
    assert "появится, когда опрос завершится" in seen(Client().get(f"/polls/{poll.code}/check"))
    over(poll)
    answer = check(poll, receipts[0].lower())
    words = seen(answer)
    assert "Бюллетень есть в таблице" in words
    for said in (
        "Вопрос Да",
        "Вопрос Pond, Trees",
        "Вопрос 4",
        "1. Trees, 2. Pond, 3. Stage",
        "54.055, 40.055",
    ):
        assert said in words
    assert "Больше скамеек" not in words
    assert answer["Cache-Control"] == "private, no-store"
    assert "Вопрос Нет" in seen(check(poll, receipts[1]))


def test_a_forged_code_one_of_another_poll_and_no_code_are_told_apart_in_plain_words():
    a_territory()
    poll, other = a_poll(*EVERY_KIND), a_poll(*EVERY_KIND)
    vote(poll)
    strange = vote(other)
    over(poll)
    for forged in (strange, "A" * 26):
        answer = check(poll, forged)
        assert answer.status_code == 422
        assert "с ошибкой, от другого опроса или поддельный" in beside(answer, "receipt")
    assert "26 букв и цифр" in beside(check(poll, "короткий <b>"), "receipt")
    assert "Введите код" in beside(check(poll, " "), "receipt")
    assert "короткий &lt;b&gt;" in check(poll, "короткий <b>").content.decode()


def test_a_ballot_that_was_altered_afterwards_does_not_fit_its_code():
    a_territory()
    poll = a_poll(*EVERY_KIND)
    code = vote(poll)
    over(poll)
    row = Ballot.objects.get()
    Ballot.objects.filter(pk=row.pk).update(answers=row.answers | {"park": "no"})
    assert "их изменили" in seen(check(poll, code))


def test_the_table_that_is_downloaded_counts_up_and_the_program_comes_with_it(tmp_path):
    a_territory()
    poll = a_poll(*EVERY_KIND)
    code = vote(poll).replace(" ", "")
    vote(poll)
    assert Client().get(f"/polls/{poll.code}/table").status_code == 404
    over(poll)
    answer = Client().get(f"/polls/{poll.code}/table")
    lines = gzip.decompress(b"".join(answer.streaming_content)).splitlines(keepends=True)  # type: ignore[attr-defined]
    report = recount.check(lines, own=code)
    assert (report.ballots, report.findings) == (2, [])
    assert report.own is not None
    program = Client().get("/polls/tools/recount.py").content
    compile(program, "recount.py", "exec")
    assert b"from otklik" not in program
    assert b"import otklik" not in program


def test_the_protocol_lies_beside_it_as_a_pdf():
    poll = a_poll()
    assert Client().get(f"/polls/{poll.code}/protocol.pdf").status_code == 404
    over(poll)
    answer = Client().get(f"/polls/{poll.code}/protocol.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert next(iter(answer.streaming_content)).startswith(b"%PDF")  # type: ignore[attr-defined]
    page = seen(Client().get(f"/polls/{poll.code}"))
    assert "Протокол (PDF)" in page
    assert "Никто не проголосовал." in page
    assert queries.poll(poll.code).table_sha256 in seen(Client().get(f"/polls/{poll.code}/check"))


def test_of_very_many_places_those_named_most_are_drawn_and_the_page_says_so():
    a_territory()
    poll = a_poll({"code": "where", "kind": "place"}, results="live")
    cells = [f"{54 + n // 100 / 100:.2f},{40 + n % 100 / 100:.2f}" for n in range(1100)]
    counts = {"": 1100, **{cell: 1 + (n >= 100) for n, cell in enumerate(cells)}}
    rows = [Tally(poll=poll, question="where", answer=answer, n=n) for answer, n in counts.items()]
    Tally.objects.bulk_create([Tally(poll=poll, n=2100), *rows])
    answer = Client().get(f"/polls/{poll.code}")
    assert answer.content.count(b"chart__spot") == 1000
    assert "мест, которые отмечали чаще всего" in seen(answer)
    assert Client().get(f"/polls/{poll.code}/results.csv").content.count(b"where") == 1101
