"""Counts a published table of ballots again. Runs by itself, without the portal: `python recount.py FILE`.

Only Python's own library, and nothing of ours: whoever mistrusts the portal takes this one file, reads it and runs it.
"""

import argparse
import gzip
import hashlib
import json
import math
import re
import sys
import zlib
from base64 import b32encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

FORMAT: Final = "otklik-poll-1"
RECEIPT: Final = 26  # letters and figures: 130 bits
CELL: Final = 100  # cells of the map in a degree


def canonical(value: object) -> str:
    """The one spelling that is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def receipt(poll: str, salt: str, answers: Mapping[str, Any]) -> str:
    """The commitment to a ballot. answers: as the table has them, see `published`."""
    digest = hashlib.sha256(canonical([poll, salt, answers]).encode()).digest()
    return b32encode(digest).decode()[:RECEIPT]


def typed_code(code: str) -> str:
    """A receipt as somebody typed it: «abcd-efgh …». It has no 0, 1 and 8: who reads one means the letter."""
    return re.sub(r"[\s–—-]", "", code).upper().translate(str.maketrans("018", "OIB"))


def published(kinds: Mapping[str, str], answers: Mapping[str, Any], blind: str) -> dict[str, Any]:
    """Answers as the table shows them: a text by its digest, a place by its cell. kinds: of the questions.

    blind: kept back, so that nobody finds a short text by trying.
    """
    return {code: _published(kinds[code], code, answer, blind) for code, answer in answers.items()}


def _published(kind: str, code: str, answer: Any, blind: str) -> Any:
    if kind == "text":
        return hashlib.sha256(canonical([blind, code, answer]).encode()).hexdigest()
    return cell(*answer) if kind == "place" else answer


def cell(lon: float, lat: float) -> str:
    """The south-western corner of the square of a hundredth of a degree: «55.75,37.61»."""
    south, west = math.floor(round(lat * CELL, 3)), math.floor(round(lon * CELL, 3))
    return f"{south / CELL:.2f},{west / CELL:.2f}"


def marks(kinds: Mapping[str, str], answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(question, answer) to be counted once for this ballot; ("", "") is the ballot itself. answers: `published`."""
    yield "", ""
    for code, answer in answers.items():
        yield code, ""
        match kinds[code]:
            case "single" | "place" | "scale":
                yield code, str(answer)
            case "multiple":
                yield from ((code, str(option)) for option in answer)
            case "ranking":
                yield from ((code, f"{option}@{place}") for place, option in enumerate(answer, 1))


class Finding(NamedTuple):
    """What is not as it should be. kind: a key of WORDS; where: a line of the file, a receipt, a total."""

    kind: str
    where: str = ""
    said: object = ""
    found: object = ""


class Report(NamedTuple):
    head: dict[str, Any]
    ballots: int  # rows that are there
    findings: list[Finding]
    own: dict[str, Any] | None  # the row of the receipt asked for


class NotATable(ValueError):
    """No file of this form at all."""


def check(lines: Iterable[bytes], *, own: str = "") -> Report:
    """Count again and compare with what the first line says. own: a receipt to be found. Raises NotATable."""
    walk = iter(lines)
    head = _head(next(walk, b""))
    kinds = {str(q["code"]): str(q["kind"]) for q in head["questions"]}
    digest, counts, seen = hashlib.sha256(), Counter[tuple[str, str, str]](), set[str]()
    findings, found = list[Finding](), None
    for number, line in enumerate(walk, 2):
        digest.update(line)
        try:
            row = json.loads(line)
            code, marked = _row(head["poll"], kinds, row)
        except (ValueError, KeyError, TypeError, AttributeError):
            findings.append(Finding("unreadable", str(number)))
            continue
        if code != row["receipt"]:
            findings.append(Finding("altered", f"{row['receipt']} ({number})"))
        if row["receipt"] in seen:
            findings.append(Finding("doubled", f"{row['receipt']} ({number})"))
        seen.add(row["receipt"])
        counts.update(marked)
        found = row if row["receipt"] == own else found
    findings += _compared(head, counts)
    if digest.hexdigest() != head["rows_sha256"]:
        findings.append(Finding("rows", "", head["rows_sha256"], digest.hexdigest()))
    return Report(head, sum(n for mark, n in counts.items() if not mark[1]), findings, found)


def _head(line: bytes) -> dict[str, Any]:
    try:
        head = json.loads(line)
        whole = head["format"] == FORMAT and all(name in head for name in ("poll", "totals", "rows_sha256"))
        [(q["code"], q["kind"]) for q in head["questions"]]
        totals = [
            (str(area), str(question), str(answer), int(n)) for area, question, answer, n in head["totals"]
        ]
    except (ValueError, KeyError, TypeError) as e:
        raise NotATable from e
    if not whole or not isinstance(head.get("ballots"), int):
        raise NotATable
    return {**head, "totals": totals}


def _row(poll: str, kinds: Mapping[str, str], row: dict[str, Any]) -> tuple[str, list[tuple[str, str, str]]]:
    """The receipt that its answers make, and its marks."""
    if not isinstance(row["receipt"], str):
        raise TypeError
    lists = [answer for answer in row["answers"].values() if isinstance(answer, list)]
    if any(len({*map(str, answer)}) < len(answer) for answer in lists):
        raise ValueError  # one ballot would count more than once for the same option
    marked = [(str(row["area"]), question, answer) for question, answer in marks(kinds, row["answers"])]
    return receipt(poll, str(row["salt"]), row["answers"]), marked


def _compared(head: dict[str, Any], counts: Counter[tuple[str, str, str]]) -> Iterator[Finding]:
    said = {(area, question, answer): n for area, question, answer, n in head["totals"]}
    ballots = sum(n for mark, n in counts.items() if not mark[1])
    if head["ballots"] != ballots:
        yield Finding("ballots", "", head["ballots"], ballots)
    if head.get("rights", ballots) != ballots:
        yield Finding("rights", "", head["rights"], ballots)
    for mark in sorted(said.keys() | counts.keys()):
        if said.get(mark, 0) != counts[mark]:
            yield Finding("total", " / ".join(part or "—" for part in mark), said.get(mark, 0), counts[mark])


def opened(path: str) -> Iterator[bytes]:
    """Lines of the table, packed or not."""
    with open(path, "rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
    with gzip.open(path) if packed else open(path, "rb") as lines:
        yield from lines


WORDS: Final = {
    "unreadable": "строка {where} не читается",
    "altered": "бюллетень изменён: {where} — из его ответов получается другой код",
    "doubled": "бюллетень повторяется: {where}",
    "ballots": "бюллетеней в итоге {said}, в таблице {found}",
    "rights": "проголосовавших отмечено {said}, бюллетеней {found}",
    "total": "итог «{where}»: объявлено {said}, по таблице {found}",
    "rows": "контрольная сумма строк не сходится: объявлена {said}, получилась {found}",
}
_SHOWN: Final = 20  # findings that are printed


def say(report: Report, own: str, write: Callable[[str], object]) -> bool:
    """In words; True: all is right."""
    write(f"Опрос «{_title(report.head)}»: {report.ballots} бюллетеней в таблице.")
    for finding in report.findings[:_SHOWN]:
        write("НЕ СХОДИТСЯ: " + WORDS[finding.kind].format(**finding._asdict()))
    if len(report.findings) > _SHOWN:
        write(f"… и ещё {len(report.findings) - _SHOWN}.")
    if own:
        write(
            f"Код {own}: " + (_counted(report) if report.own else "в таблице его НЕТ. Такой голос не учтён.")
        )
    right = not report.findings and bool(report.own or not own)
    write("Все бюллетени целы, итоги сходятся." if not report.findings else "Таблице верить нельзя.")
    return right


def _title(head: dict[str, Any]) -> str:
    titles, languages = head.get("title"), head.get("languages")
    if isinstance(titles, dict) and isinstance(languages, list) and languages:
        return str(titles.get(str(languages[0]), head["poll"]))
    return str(head["poll"])


def _counted(report: Report) -> str:
    answers = (report.own or {})["answers"]
    return "учтён так: " + "; ".join(f"{code} = {answer}" for code, answer in answers.items())


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="ФАЙЛ", help="таблица со страницы опроса, .jsonl.gz или распакованная"
    )
    parser.add_argument("--receipt", default="", metavar="КОД", help="найти свой голос")
    parser.add_argument("--sha256", default="", metavar="СУММА", help="сумма файла из протокола опроса")


def run(path: str, *, own: str, sha256: str, write: Callable[[str], object]) -> int:
    """Exit code: 0 all is right, 1 something differs, 2 not a table."""
    own = typed_code(own)
    try:
        if sha256 and _digest(path) != sha256.lower():
            write("НЕ СХОДИТСЯ: это не тот файл, сумма которого записана в протоколе.")
            return 1
        return 0 if say(check(opened(path), own=own), own, write) else 1
    except FileNotFoundError:
        write(f"Файла {path} нет. Проверьте путь.")
        return 2
    except (NotATable, OSError, EOFError, zlib.error):
        write(f"Это не таблица бюллетеней опроса, или файл повреждён: {path}")
        return 2


def _digest(path: str) -> str:
    with open(path, "rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="Пересчитывает таблицу бюллетеней опроса.")
    arguments(asked)
    typed = asked.parse_args()
    sys.exit(run(typed.file, own=typed.receipt, sha256=typed.sha256, write=print))
