"""Anybody recounts a published table: whatever is altered in it is found and named."""

import gzip
import json
import random
import subprocess
import sys
from hashlib import sha256
from typing import Any

import pytest

from otklik.polls import recount
from otklik.polls.recount import Finding, NotATable, canonical, check

pytestmark = pytest.mark.sections

VOTES = 100_000
FEWER = 5_000
KINDS = {
    "park": "single",
    "what": "multiple",
    "first": "ranking",
    "mark": "scale",
    "words": "text",
    "where": "place",
}


def a_table(votes: int) -> list[bytes]:
    """Simulated votes by the rules of the format, written apart from `publishing`."""
    chance, rows = random.Random(7), []  # noqa: S311  # the same votes every time
    totals: dict[tuple[str, str, str], int] = {}
    for n in range(votes):
        given: dict[str, Any] = {
            "park": chance.choice(["yes", "no"]),
            "what": chance.sample(["pond", "stage", "trees"], 2),
            "first": chance.sample(["pond", "stage", "trees"], 3),
            "mark": chance.randint(1, 5),
        }
        if n % 10 == 0:
            given |= {"words": f"слово {n % 7}", "where": [40 + n % 9 / 100, 54.05]}
        answers = recount.published(KINDS, given, f"{n:032x}")
        salt, area = f"{chance.getrandbits(128):032x}", chance.choice(["99701000", "99702000", ""])
        code = recount.receipt("park", salt, answers)
        rows.append({"answers": answers, "area": area, "receipt": code, "salt": salt})
        for question, answer in recount.marks(KINDS, answers):
            totals[area, question, answer] = totals.get((area, question, answer), 0) + 1
    lines = [canonical(row).encode() + b"\n" for row in sorted(rows, key=lambda row: str(row["receipt"]))]
    return [a_head(votes, totals, lines), *lines]


def a_head(votes: int, totals: dict[tuple[str, str, str], int], lines: list[bytes]) -> bytes:
    head = {
        "format": "otklik-poll-1",
        "poll": "park",
        "title": {"ru": "Нужен ли парк?"},
        "questions": [{"code": code, "kind": kind} for code, kind in KINDS.items()],
        "ballots": votes,
        "totals": sorted([*mark, n] for mark, n in totals.items()),
        "rows_sha256": sha256(b"".join(lines)).hexdigest(),
    }
    return canonical(head).encode() + b"\n"


@pytest.fixture(scope="module")
def table() -> list[bytes]:
    return a_table(VOTES)


@pytest.fixture(scope="module")
def smaller() -> list[bytes]:
    return a_table(FEWER)


def kinds(findings: list[Finding]) -> set[str]:
    return {finding.kind for finding in findings}


def test_a_hundred_thousand_votes_that_nobody_touched_are_right(table):
    report = check(table)
    assert (report.ballots, report.findings) == (VOTES, [])


def test_one_answer_altered_among_a_hundred_thousand_is_found_and_named(table):
    row = json.loads(table[54_321])
    row["answers"]["park"] = "no" if row["answers"]["park"] == "yes" else "yes"
    lines = [*table[:54_321], canonical(row).encode() + b"\n", *table[54_322:]]
    findings = check(lines).findings
    assert Finding("altered", f"{row['receipt']} (54322)") in findings
    assert kinds(findings) == {"altered", "total", "rows"}


def test_a_total_altered_is_found_and_named(smaller):
    head = json.loads(smaller[0])
    total = next(one for one in head["totals"] if one[1:3] == ["park", "yes"])
    total[3] += 1
    findings = check([canonical(head).encode() + b"\n", *smaller[1:]]).findings
    assert findings == [Finding("total", f"{total[0] or '—'} / park / yes", total[3], total[3] - 1)]


def test_a_row_taken_away_is_found_and_its_voter_does_not_find_the_code(smaller):
    gone = json.loads(smaller[700])
    report = check([*smaller[:700], *smaller[701:]], own=gone["receipt"])
    assert Finding("ballots", "", FEWER, FEWER - 1) in report.findings
    assert kinds(report.findings) == {"ballots", "total", "rows"}
    assert report.own is None


def test_a_row_doubled_is_found_and_named(smaller):
    findings = check([*smaller, smaller[900]]).findings
    assert Finding("doubled", f"{json.loads(smaller[900])['receipt']} ({FEWER + 2})") in findings
    assert Finding("ballots", "", FEWER, FEWER + 1) in findings


def test_a_row_altered_with_its_receipt_is_still_missed_by_its_voter():
    table = a_table(50)
    row = json.loads(table[20])
    before = row["receipt"]
    row["answers"]["park"] = "no" if row["answers"]["park"] == "yes" else "yes"
    row["receipt"] = recount.receipt("park", row["salt"], row["answers"])
    report = check([*table[:20], canonical(row).encode() + b"\n", *table[21:]], own=before)
    assert "altered" not in kinds(report.findings)
    assert kinds(report.findings) == {"total", "rows"}
    assert report.own is None


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"{}\n",
        b"[1]\n",
        b"\xff\n",
        b'{"answers": {"other": "x"}, "area": "", "receipt": "A", "salt": "b"}\n',
        b'{"answers": {"what": 5}, "area": "", "receipt": "A", "salt": "b"}\n',
        b'{"answers": {"park": "yes"}, "area": "", "receipt": ["A"], "salt": "b"}\n',
        b'{"answers": {"what": ["pond", "pond"]}, "area": "", "receipt": "A", "salt": "b"}\n',
    ],
)
def test_a_row_that_is_none_is_named_and_the_others_are_counted(line):
    report = check([*a_table(3), line])
    assert report.ballots == 3
    assert Finding("unreadable", "5") in report.findings


@pytest.mark.parametrize(
    "lines", [[], [b"PK\x03\x04"], [b"{}\n"], [b'{"format": "otklik-poll-1"}\n'], [b"[]\n"]]
)
def test_what_is_no_table_is_said_to_be_none(lines):
    with pytest.raises(NotATable):
        check(lines)


def test_a_place_is_told_by_a_square_and_a_text_by_a_digest_that_cannot_be_tried_out():
    assert recount.cell(37.6173, 55.7558) == "55.75,37.61"
    assert recount.cell(-0.001, -0.001) == "-0.01,-0.01"
    assert recount.cell(40.05, 54.05) == "54.05,40.05"
    one, other = (recount.published({"q": "text"}, {"q": "да"}, blind)["q"] for blind in ("1", "2"))
    assert one != other


def misread(code: str) -> str:
    """As somebody types it who takes letters for figures."""
    return "—".join((code[:9], code[9:])).lower().translate(str.maketrans("oib", "018"))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The one file, by a Python that knows nothing of the portal."""
    return subprocess.run(
        [sys.executable, "-I", recount.__file__, *arguments], capture_output=True, text=True, check=False
    )


def test_the_file_runs_by_itself_and_says_in_words_what_it_found(tmp_path):
    table, file = a_table(60), tmp_path / "table.jsonl.gz"
    file.write_bytes(gzip.compress(b"".join(table)))
    own = json.loads(table[5])
    found = run(
        str(file), "--receipt", misread(own["receipt"]), "--sha256", sha256(file.read_bytes()).hexdigest()
    )
    assert found.returncode == 0, found.stderr
    assert "60 бюллетеней" in found.stdout
    assert f"park = {own['answers']['park']}" in found.stdout

    missing = run(str(file), "--receipt", "ABCD-EFGH")
    assert (missing.returncode, "НЕТ" in missing.stdout) == (1, True)
    assert run(str(file), "--sha256", "00").returncode == 1

    altered = tmp_path / "altered.jsonl"
    altered.write_bytes(b"".join([*table, table[9]]))
    found = run(str(altered))
    assert (found.returncode, "повторяется" in found.stdout, "Таблице верить нельзя" in found.stdout) == (
        1,
        True,
        True,
    )

    broken = tmp_path / "broken.gz"
    broken.write_bytes(file.read_bytes()[:200])
    assert run(str(broken)).returncode == 2
    nowhere = run(str(tmp_path / "nowhere"))
    assert nowhere.returncode == 2
    assert "нет. Проверьте путь" in nowhere.stdout
