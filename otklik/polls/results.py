"""What came out of a poll, from the kept counts alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.kit.kept import kept
from otklik.kit.replica import rows
from otklik.polls.asking import Poll, Question, Words
from otklik.polls.lifecycle import State
from otklik.polls.models import Tally

Counts = Mapping[tuple[str, str], int]  # (question, answer) → ballots; ("", "") is the ballots themselves


class Hidden(Refusal):
    """Results are not for anybody yet; of a municipality with few ballots they never are."""

    code = "results_hidden"
    status = 403


@dataclass(frozen=True, slots=True)
class Line:
    """code: of the option, the mark, or the cell of the map (its south-western corner «lat,lon»)."""

    code: str
    text: Words  # {} for marks and cells
    n: int  # ballots; of a ranking those that gave it a place
    share: float  # percent of the ballots that answered the question
    mean_place: float | None = None  # of a ranking; None where nobody ranked it
    points: int = 0  # Borda's: of K options the first place gives K, the last 1, none 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one question. Lines stand as its options do; of a ranking by points, of a map by ballots."""

    question: Question
    answered: int
    share: float  # percent of all ballots
    lines: tuple[Line, ...]
    mean: float | None = None  # of a scale
    leaders: tuple[
        str, ...
    ] = ()  # codes in the lead; more than one: a tie; none: nobody answered, or no contest
    cells: int = 0  # of a map: squares that were named, also those that are not among the lines


@dataclass(frozen=True, slots=True)
class Results:
    ballots: int  # of the area asked for
    outcomes: tuple[Outcome, ...]
    areas: tuple[
        tuple[str, int], ...
    ]  # (OKTMO, ballots), the biggest first; once all is counted, few left out
    elsewhere: int  # ballots of municipalities that are too few to be shown, or of none
    quorum: int
    final: bool  # all is counted

    @property
    def valid(self) -> bool | None:
        """Whether the quorum was reached; None: there is none, or it is not over yet."""
        return self.ballots >= self.quorum if self.quorum and self.final else None


def public(poll: Poll) -> bool:
    """Whether everybody may see the results now."""
    return poll.state == State.COUNTED or (poll.results == "live" and poll.state != State.DRAFT)


# Sums are made by the database: what comes from it is what is shown, whatever the number of municipalities and squares
# of the map. Of squares come those named most; how many there are stands beside them.
_FIGURES: Final = """
WITH cell AS (
  SELECT question, answer, sum(n)::bigint AS n FROM polls_tally
  WHERE poll_id = %(poll)s {within} AND n > 0 AND question = ANY(%(maps)s::text[]) AND answer <> '' GROUP BY 1, 2
)
SELECT 'figure', question, answer, sum(n)::bigint FROM polls_tally
WHERE poll_id = %(poll)s {within} AND n > 0 AND (answer = '' OR question <> ALL(%(maps)s::text[])) GROUP BY 2, 3
UNION ALL SELECT 'figure', map, found.answer, found.n FROM unnest(%(maps)s::text[]) map, LATERAL (
  SELECT answer, n FROM cell WHERE question = map ORDER BY n DESC, answer COLLATE "C" LIMIT %(most)s::bigint
) found
UNION ALL SELECT 'cells', question, '', count(*) FROM cell WHERE coalesce(%(most)s::bigint, 1) > 0 GROUP BY 2
UNION ALL SELECT 'area', area, '', n FROM polls_tally
WHERE poll_id = %(poll)s AND n > 0 AND question = '' AND answer = '' AND area <> ''
"""


def results(poll: Poll, area: str = "", *, cells: int | None = None) -> Results:
    """area: OKTMO; "" for all. cells: of each map so many, those named most; None: all; with 0 they are
    not counted either. One statement, of a municipality one more. Raises Hidden.

    By municipality only once all is counted: while votes come in, a place whose count grows by one would tell whose.
    """
    if not public(poll):
        raise Hidden(_("Результаты появятся после завершения опроса."))
    final = poll.state == State.COUNTED
    maps = tuple(question.code for question in poll.questions if question.kind == "place")
    found = (_counted if final else _running)(poll.id, "", maps, cells)
    # `counting` has put those that are too few together.
    shown = {code: n for (code, _answer), n in found["area"].items()} if final else {}
    if area and area not in shown:  # looked up, not asked for: made-up ones would push out what is kept
        raise Hidden(_("По этой территории результаты отдельно не показываются: голосов слишком мало."))
    if area:
        found = _counted(poll.id, area, maps, cells)
    counts = found["figure"]
    total = counts.get(("", ""), 0)
    return Results(
        ballots=total,
        outcomes=tuple(
            replace(outcome(question, counts, total), cells=found["cells"].get((question.code, ""), 0))
            for question in poll.questions
        ),
        areas=tuple(sorted(shown.items(), key=lambda one: (-one[1], one[0]))),
        elsewhere=0 if area or not final else total - sum(shown.values()),
        quorum=0 if area else poll.quorum,
        final=final,
    )


Found = Mapping[str, Counts]  # by the words of _FIGURES


def _summed(poll_id: int, area: str, maps: tuple[str, ...], cells: int | None) -> Found:
    values = {"poll": poll_id, "area": area, "maps": list(maps), "most": cells}
    found: dict[str, dict[tuple[str, str], int]] = {"figure": {}, "cells": {}, "area": {}}
    for what, first, second, n in rows(_FIGURES.format(within="AND area = %(area)s" if area else ""), values):
        found[what][first, second] = n
    return found


@kept(60, most=8)  # thousands of squares each; nothing of a counted poll changes any more
def _counted(poll_id: int, area: str, maps: tuple[str, ...], cells: int | None) -> Found:
    return _summed(poll_id, area, maps, cells)


@kept(2, most=8)  # as short as the statistics, whose readers come in crowds too
def _running(poll_id: int, area: str, maps: tuple[str, ...], cells: int | None) -> Found:
    return _summed(poll_id, area, maps, cells)


def outcome(question: Question, counts: Counts, total: int) -> Outcome:
    """Pure; counts: of any area."""
    own = {answer: n for (code, answer), n in counts.items() if code == question.code}
    answered = own.pop("", 0)
    lines = _LINES[question.kind](question, own, answered)
    mean = None
    if question.kind == "scale" and answered:
        mean = sum(int(line.code) * line.n for line in lines) / answered
    return Outcome(question, answered, _percent(answered, total), lines, mean, _leaders(question, lines))


def _leaders(question: Question, lines: tuple[Line, ...]) -> tuple[str, ...]:
    if question.kind not in ("single", "multiple", "ranking"):
        return ()
    weight = {line.code: line.points if question.kind == "ranking" else line.n for line in lines}
    top = max(weight.values(), default=0)
    return tuple(code for code, n in weight.items() if n == top and top)


def _options(question: Question, own: Mapping[str, int], answered: int) -> tuple[Line, ...]:
    return tuple(
        Line(o.code, o.text, own.get(o.code, 0), _percent(own.get(o.code, 0), answered))
        for o in question.options
    )


def _marks(question: Question, own: Mapping[str, int], answered: int) -> tuple[Line, ...]:
    marks = [str(mark) for mark in range(question.low, question.high + 1)]
    return tuple(Line(mark, {}, own.get(mark, 0), _percent(own.get(mark, 0), answered)) for mark in marks)


def _ranks(question: Question, own: Mapping[str, int], answered: int) -> tuple[Line, ...]:
    k, lines = len(question.options), []
    for option in question.options:
        places = {place: own.get(f"{option.code}@{place}", 0) for place in range(1, k + 1)}
        n = sum(places.values())
        mean = sum(place * times for place, times in places.items()) / n if n else None
        points = sum((k + 1 - place) * times for place, times in places.items())
        lines.append(Line(option.code, option.text, n, _percent(n, answered), mean, points))
    return tuple(sorted(lines, key=lambda line: -line.points))


def _cells(question: Question, own: Mapping[str, int], answered: int) -> tuple[Line, ...]:
    found = sorted(own.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Line(cell, {}, n, _percent(n, answered)) for cell, n in found)


def _none(question: Question, own: Mapping[str, int], answered: int) -> tuple[Line, ...]:
    """Texts are in `texts`."""
    return ()


def _percent(n: int, of: int) -> float:
    return 100 * n / of if of else 0.0


_LINES: Final = {
    "single": _options,
    "multiple": _options,
    "scale": _marks,
    "ranking": _ranks,
    "place": _cells,
    "text": _none,
}


def voted(poll: Poll) -> int:
    """Ballots counted so far: not a result, shown also while those are hidden. One statement."""
    found = Tally.objects.filter(poll=poll.id, question="", answer="").values_list("n", flat=True)
    return sum(found)
