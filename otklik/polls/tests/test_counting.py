"""Ballots are counted once, mixed, published; what is kept says nothing of who gave them."""

import json
from collections import Counter
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from otklik.kit import clock
from otklik.places.tests.given import a_settlement, a_territory
from otklik.polls import counting, ending, publishing, queries, recount, results, texts, voting
from otklik.polls.models import Ballot, Poll, Right, Tally, Text
from otklik.polls.standing import Voter
from otklik.polls.tests.given import ANSWERS, EVERY_KIND, PARKS, YES_NO, a_citizen, a_poll, somebody

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _small(settings):
    settings.POLL_BATCH, settings.POLL_AREA_BALLOTS = 5, 3


def vote(poll: Poll, n: int, *, area: str = "", **given: Any) -> voting.Receipt:
    voter = Voter(key=f"u{n}", area=area)
    return voting.vote(poll_code=poll.code, voter=voter, given=given or {"park": "yes"}, now=clock.now())


def close(poll: Poll) -> None:
    ending.end_early(poll_id=poll.pk, why="Конец")
    publishing.finish(poll.pk, now=clock.now())
    poll.refresh_from_db()


def counted(poll: Poll, area: str = "") -> results.Results:
    return results.results(queries.poll(poll.code), area)


def shares(outcome: results.Outcome) -> dict[str, int]:
    return {line.code: line.n for line in outcome.lines}


def test_votes_are_counted_when_enough_have_come_in_and_not_twice():
    poll = a_poll()
    for n in range(4):
        vote(poll, n)
    assert (counting.fold(), Tally.objects.count()) == (0, 0)
    vote(poll, 4, park="no")
    assert (counting.fold(), counting.fold()) == (5, 0)
    assert dict(Tally.objects.values_list("answer", "n")) == {"yes": 4, "no": 1, "": 5}
    assert not Ballot.objects.filter(mixed=False).exists()
    assert not Right.objects.filter(mixed=False).exists()


def test_mixing_gives_ballots_other_keys_and_another_order_and_keeps_every_word_of_them():
    poll = a_poll(*EVERY_KIND[:1])
    given = [vote(poll, n, park="yes" if n % 2 else "no").code for n in range(30)]
    before = {b.receipt: (b.pk, b.salt, b.answers) for b in Ballot.objects.all()}
    counting.fold()
    after = {b.receipt: (b.pk, b.salt, b.answers) for b in Ballot.objects.all()}
    assert {code: row[1:] for code, row in after.items()} == {code: row[1:] for code, row in before.items()}
    assert not {row[0] for row in before.values()} & {row[0] for row in after.values()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT receipt FROM polls_ballot ORDER BY ctid")
        order = [code for (code,) in cursor.fetchall()]
        cursor.execute("SELECT substr(voter, 2)::int FROM polls_right ORDER BY ctid")
        voters = [n for (n,) in cursor.fetchall()]
    assert order != given
    assert voters != list(range(30))
    assert order != [given[n] for n in voters]


def test_at_the_end_all_is_mixed_once_more_and_a_voter_who_comes_again_is_still_known():
    poll = a_poll()
    for n in range(12):
        vote(poll, n)
        counting.fold()
    first = {b.pk for b in Ballot.objects.all()}
    close(poll)
    assert not first & {b.pk for b in Ballot.objects.all()}
    assert (Ballot.objects.count(), Right.objects.count()) == (12, 12)
    assert Right.objects.filter(poll=poll, voter="u3").exists()


def test_results_come_from_the_counts_and_fit_an_independent_count(django_assert_num_queries):
    a_territory()
    poll, given = a_poll(*EVERY_KIND, results="live"), []
    for n in range(9):
        said = ANSWERS | {"park": "yes" if n < 6 else "no", "mark": n % 5 + 1}
        said["first"] = ["pond", "trees", "stage"] if n < 3 else ["trees", "pond", "stage"]
        given.append(vote(poll, n, **said).answers)
    close(poll)
    asked = queries.poll(poll.code)
    with django_assert_num_queries(1):
        found = results.results(asked)
    park, what, mark, first, words, where = found.outcomes
    assert found.ballots == 9
    assert (shares(park), park.leaders) == ({"yes": 6, "no": 3}, ("yes",))
    assert [round(line.share, 1) for line in park.lines] == [66.7, 33.3]
    assert (shares(what), what.leaders) == ({"pond": 9, "stage": 0, "trees": 9}, ("pond", "trees"))
    assert shares(mark) == {str(m): n for m, n in sorted(Counter(a["mark"] for a in given).items())}
    assert mark.mean == pytest.approx(sum(a["mark"] for a in given) / 9)
    borda = {c: sum(3 - a["first"].index(c) for a in given) for c in ("trees", "pond", "stage")}
    assert {line.code: line.points for line in first.lines} == borda
    assert [line.code for line in first.lines] == ["trees", "pond", "stage"]
    assert first.lines[0].mean_place == pytest.approx(sum(a["first"].index("trees") + 1 for a in given) / 9)
    assert (words.answered, words.lines) == (9, ())
    assert shares(where) == {"54.05,40.05": 9}


def test_of_a_map_come_the_squares_named_most_and_how_many_there_are():
    poll = a_poll({"code": "where", "kind": "place"}, {"code": "park", "kind": "single", "options": YES_NO})
    figures = {"54.00,40.00": 3, "54.01,40.00": 5, "54.02,40.00": 3, "": 11}
    rows = [("where", answer, n) for answer, n in figures.items()] + [
        ("park", "yes", 11),
        ("park", "", 11),
        ("", "", 11),
    ]
    Tally.objects.bulk_create(
        Tally(poll=poll, area=area, question=question, answer=answer, n=n)
        for area in ("99701000", "99702000")
        for question, answer, n in rows
    )
    Poll.objects.filter(pk=poll.pk).update(state="ended")
    Poll.objects.filter(pk=poll.pk).update(state="counted")
    asked = queries.poll(poll.code)
    where, park = results.results(asked, cells=2).outcomes
    assert [(line.code, line.n) for line in where.lines] == [("54.01,40.00", 10), ("54.00,40.00", 6)]
    assert (where.answered, where.cells, park.answered, park.cells) == (22, 3, 22, 0)
    assert len(results.results(asked).outcomes[0].lines) == 3
    of_one = results.results(asked, "99702000", cells=1)
    assert (of_one.ballots, of_one.areas, shares(of_one.outcomes[1])) == (
        11, (("99701000", 11), ("99702000", 11)), {"yes": 11, "no": 0}
    )  # fmt: skip


def test_results_are_hidden_until_the_end_unless_they_are_live_and_then_too_not_by_municipality():
    hidden, live = a_poll(), a_poll(results="live")
    for n in range(5):
        vote(hidden, n, area="99701000")
        vote(live, n, area="99701000")
    counting.fold()
    with pytest.raises(results.Hidden):
        counted(hidden)
    assert results.voted(queries.poll(hidden.code)) == 5
    assert (counted(live).ballots, counted(live).areas, counted(live).final) == (5, (), False)
    with pytest.raises(results.Hidden):
        counted(live, "99701000")


def test_a_municipality_with_few_ballots_is_not_shown_apart_nor_to_be_had_by_subtraction():
    poll = a_poll()
    for n, area in enumerate(["99701000"] * 6 + ["99702000"] * 4 + ["99703000"]):
        vote(poll, n, area=area)
    close(poll)
    found = counted(poll)
    assert (found.areas, found.elsewhere) == ((("99701000", 6),), 5)
    assert counted(poll, "99701000").ballots == 6
    for code in ("99702000", "99703000", "99704000"):
        with pytest.raises(results.Hidden):
            counted(poll, code)
    assert set(Ballot.objects.values_list("area", flat=True)) == {"99701000", ""}


@pytest.mark.parametrize(
    ("sizes", "together"),
    [
        ({}, set()),
        ({"a": 5, "b": 3}, set()),
        ({"a": 5, "b": 2}, {"a", "b"}),
        ({"a": 5, "b": 3, "c": 1}, {"b", "c"}),
        ({"a": 5, "b": 2, "": 1}, {"b"}),
        ({"a": 5, "": 1}, {"a"}),
        ({"a": 2}, {"a"}),
    ],
)
def test_those_that_are_put_together_are_many_enough_themselves(sizes, together):
    assert counting.too_few(sizes, least=3) == together


def test_a_poll_without_votes_a_tie_and_a_missed_quorum_are_told_as_they_are():
    nobody, tie = a_poll(), a_poll(quorum=10)
    vote(tie, 1, park="yes")
    vote(tie, 2, park="no")
    close(nobody)
    close(tie)
    empty, even = counted(nobody), counted(tie)
    assert (empty.ballots, empty.outcomes[0].leaders, empty.outcomes[0].answered, empty.valid) == (
        0,
        (),
        0,
        None,
    )
    assert [line.share for line in empty.outcomes[0].lines] == [0.0, 0.0]
    assert (even.outcomes[0].leaders, even.valid) == (("yes", "no"), False)
    enough = a_poll(quorum=1)
    vote(enough, 1)
    close(enough)
    assert counted(enough).valid is True


def test_a_ranking_of_which_some_rank_only_a_part_goes_by_points():
    ranking = {"code": "first", "kind": "ranking", "options": PARKS, "rules": {"least": 1, "most": 3}}
    poll = a_poll(ranking)
    vote(poll, 1, first=["stage"])
    vote(poll, 2, first=["trees", "stage"])
    vote(poll, 3, first=["trees", "pond"])
    close(poll)
    lines = counted(poll).outcomes[0].lines
    assert [(line.code, line.points, line.n, line.mean_place) for line in lines] == [
        ("trees", 6, 2, 1.0),
        ("stage", 5, 2, 1.5),
        ("pond", 2, 1, 2.0),
    ]


def published(poll: Poll, tmp_path) -> str:
    assert poll.table
    with default_storage.open(publishing.path(poll.table)) as file:
        raw = file.read()
    (tmp_path / "table.jsonl.gz").write_bytes(raw)
    return str(tmp_path / "table.jsonl.gz")


def test_the_published_table_is_recounted_by_everybody_and_holds_no_text_no_point_and_no_voter(
    tmp_path, capsys
):
    a_territory()
    poll = a_poll(*EVERY_KIND, title={"en": "A park?", "ru": "Нужен ли парк?"})
    receipts = [vote(poll, n, **ANSWERS).code for n in range(7)]
    close(poll)
    file = published(poll, tmp_path)
    lines = list(recount.opened(file))
    report = recount.check(lines, own=receipts[3])
    assert (report.ballots, report.findings) == (7, [])
    assert report.own and report.own["answers"]["what"] == ["pond", "trees"]
    assert [json.loads(line)["receipt"] for line in lines[1:]] == sorted(receipts)
    whole = b"".join(lines).decode()
    assert "скамеек" not in whole
    assert "40.05]" not in whole
    assert "blind" not in whole
    assert report.head["ended_why"] == "Конец"

    call_command("poll_check", file, receipt=receipts[0], sha256=poll.table_sha256)
    said = capsys.readouterr().out
    assert "Опрос «Нужен ли парк?»: 7 бюллетеней" in said
    assert "Все бюллетени целы" in said
    with pytest.raises(SystemExit):
        call_command("poll_check", file, receipt="A" * 26)


def test_publishing_again_after_a_kill_makes_the_same_and_afterwards_nothing_changes(monkeypatch, tmp_path):
    poll = a_poll()
    for n in range(7):
        vote(poll, n)
    ending.end_early(poll_id=poll.pk, why="Конец")
    with monkeypatch.context() as killed:
        killed.setattr(publishing, "_close", lambda *args, **more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            publishing.finish(poll.pk, now=clock.now())
    poll.refresh_from_db()
    assert (poll.state, poll.table) == ("ended", None)
    publishing.finish(poll.pk, now=clock.now())
    poll.refresh_from_db()
    first = (poll.table_sha256, poll.counted_at)
    publishing.finish(poll.pk, now=clock.now())
    poll.refresh_from_db()
    assert (poll.table_sha256, poll.counted_at) == first
    assert recount.check(recount.opened(published(poll, tmp_path))).findings == []


def test_the_count_of_the_ballots_is_published_where_the_kept_one_differs_and_somebody_is_told(caplog):
    poll = a_poll()
    for n in range(5):
        vote(poll, n)
    counting.fold()
    Tally.objects.filter(answer="yes").update(n=4)
    close(poll)
    assert shares(counted(poll).outcomes[0]) == {"yes": 5, "no": 0}
    assert "kept counts differed" in caplog.text


def test_a_ballot_that_was_slipped_in_is_told_by_the_number_of_those_who_voted(tmp_path):
    poll = a_poll()
    for n in range(5):
        vote(poll, n)
    Right.objects.filter(voter="u1").delete()
    close(poll)
    findings = recount.check(recount.opened(published(poll, tmp_path))).findings
    assert findings == [recount.Finding("rights", "", 4, 5)]


def test_texts_wait_for_a_moderator_apart_from_their_ballots():
    moderator = a_citizen()
    poll = a_poll({"code": "words", "kind": "text"}, {"code": "park", "kind": "single", "options": YES_NO})
    for n, words in enumerate(["Скамейки", "Позвоните 89001234567"]):
        vote(poll, n, words=words, park="yes")
    close(poll)
    waiting = texts.listed(poll.pk, state="waiting")
    assert {row.text for row in waiting} == {"Скамейки", "Позвоните 89001234567"}
    assert not {str(row.id) for row in waiting} & {str(b.pk) for b in Ballot.objects.all()}
    for row in waiting:
        for _again in range(2):
            texts.decide(text_id=row.id, show=row.text == "Скамейки", by=moderator, now=clock.now())
    assert [row.text for row in texts.listed(poll.pk, state="shown", question="words")] == ["Скамейки"]
    assert [row.text for row in texts.listed(poll.pk, state="withheld")] == ["Позвоните 89001234567"]
    assert texts.listed(poll.pk, state="waiting") == []
    assert len(texts.listed(poll.pk, state="shown", after=Text.objects.order_by("-id")[0].id)) == 0


def test_a_vote_for_a_home_elsewhere_is_counted_there():
    home = a_settlement()
    poll = a_poll()
    for _n in range(3):
        user = a_citizen(home_code=home.code)
        voting.vote(poll_code=poll.code, voter=voting.citizen(user), given={"park": "yes"}, now=clock.now())
    close(poll)
    assert counted(poll).areas == (("99701000", 3),)
    assert somebody().area == ""


def test_a_counted_poll_adds_municipalities_up_in_one_statement_and_is_not_asked_again(
    django_assert_num_queries,
):
    poll = a_poll()
    for n, area in enumerate(["99701000"] * 4 + ["99702000"] * 3):
        vote(poll, n, area=area, park="no" if n % 3 else "yes")
    close(poll)
    asked = queries.poll(poll.code)
    with django_assert_num_queries(1):
        first, again = results.results(asked), results.results(asked)
    assert first == again
    assert shares(first.outcomes[0]) == {"yes": 3, "no": 4}
    assert first.areas == (("99701000", 4), ("99702000", 3))
    with django_assert_num_queries(1):
        assert shares(results.results(asked, "99702000").outcomes[0]) == {"yes": 1, "no": 2}
    with django_assert_num_queries(0):
        for made_up in ("1", "2", "3"):
            with pytest.raises(results.Hidden):
                results.results(asked, made_up)
