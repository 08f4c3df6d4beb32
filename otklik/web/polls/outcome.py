"""Results as the page shows them: one sentence, a chart a question, how many voted where."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from otklik.polls import results as counts
from otklik.polls import texts
from otklik.polls.asking import Poll
from otklik.polls.models import Text
from otklik.polls.results import Line, Outcome, Results
from otklik.web.parts.chart.part import Chart, Table, chart
from otklik.web.parts.chart_bars.part import chart_bars
from otklik.web.parts.chart_columns.part import chart_columns
from otklik.web.parts.filters import NBSP, number
from otklik.web.polls import spotted, wording
from otklik.web.polls.tongue import said
from otklik.web.statistics.words import decimal

CELLS: Final = 15  # places of the map that the table names; the file has all
TEXTS: Final = 10  # short answers on the page of the poll
WINNERS: Final = 3  # named in a tie


@dataclass(frozen=True, slots=True)
class Said:
    """Short answers to one question that a moderator has read and let through."""

    question: str  # its code
    title: str
    answered: str
    rows: Sequence[str]
    more: str  # address of all of them; "" these are all


@dataclass(frozen=True, slots=True)
class Shown:
    headline: str
    ballots: int
    charts: Sequence[Markup]
    texts: Sequence[Said]
    areas: Sequence[tuple[str, str, str, str]]  # code, name, ballots, address; the biggest first
    elsewhere: int
    area: str  # name of the one that is shown; "" all
    csv: str
    is_final: bool
    failed: bool = field(default=False)  # the quorum was not reached
    note: str = field(default="")  # why the municipality that was asked for is not shown


def shown(poll: Poll, area: str) -> Shown | None:
    """None: nothing of it is for anybody yet. One statement, one more for each question with short answers.

    area: one that is not shown apart is answered by all of them, with a note.
    """
    if not counts.public(poll):
        return None
    note = ""
    try:
        found = counts.results(poll, area, cells=spotted.MOST)
    except counts.Hidden as no:
        found, area, note = counts.results(poll, cells=spotted.MOST), "", no.text
    named = wording.areas_of([code for code, _n in found.areas])
    query = f"?{urlencode({'area': area})}" if area else ""
    csv = reverse("poll-results", args=[poll.code]) + query
    return Shown(
        headline=headline(poll, found),
        ballots=found.ballots,
        charts=[
            chart(_chart(one, poll.languages))
            for one in found.outcomes
            if found.ballots and one.question.kind != "text"
        ],
        texts=[_texts(poll, one) for one in found.outcomes if one.question.kind == "text" and not area],
        areas=[
            (
                code,
                named[code],
                number(n),
                f"{reverse('poll', args=[poll.code])}?{urlencode({'area': code})}#results",
            )
            for code, n in found.areas
        ],
        elsewhere=found.elsewhere,
        area=wording.areas_of([area])[area] if area else "",
        csv=csv,
        is_final=found.final,
        failed=found.valid is False,
        note=note,
    )


def headline(poll: Poll, found: Results) -> str:
    """What came out, in one sentence."""
    n = wording.ballots(found.ballots)
    if not found.ballots:
        return _("Никто не проголосовал.") if found.final else _("Голосов ещё нет.")
    if found.valid is False:
        return _("Опрос не состоялся: %(n)s при кворуме %(quorum)s.") % {
            "n": n,
            "quorum": number(found.quorum),
        }
    first = next((one for one in found.outcomes if one.leaders or one.mean is not None), None)
    begin = _("Проголосовало: %(n)s.") % {"n": number(found.ballots)}
    return f"{begin} {sentence(first, poll.languages)}." if first else begin


def sentence(one: Outcome, languages: Sequence[str]) -> str:
    """The finding of one question, without a full stop."""
    if not one.answered:
        return _("На этот вопрос никто не ответил")
    if one.mean is not None:
        scale = {"mean": decimal(one.mean), "high": one.question.high}
        return _("Средняя оценка %(mean)s из %(high)s") % scale
    if one.question.kind == "place":
        return ngettext("Место отметил %(n)s человек", "Место отметили %(n)s человек", one.answered) % {
            "n": number(one.answered)
        }
    if not one.leaders:
        return _("Ответили: %(n)s") % {"n": number(one.answered)}
    return _leading(one, languages)


def _leading(one: Outcome, languages: Sequence[str]) -> str:
    lines = {line.code: line for line in one.lines}
    first = lines[one.leaders[0]]
    named = [f"«{said(lines[code].text, languages)}»" for code in one.leaders[:WINNERS]]
    if len(one.leaders) > WINNERS:
        named.append(_("и другие"))
    about = {"names": ", ".join(named), "share": percent(first.share), "n": number(first.n)}
    if one.question.kind == "ranking":
        about["mean"] = decimal(first.mean_place)
        if len(one.leaders) > 1:
            return _("Поровну баллов у вариантов: %(names)s") % about
        return _("Важнее всего %(names)s: в среднем место %(mean)s") % about
    if len(one.leaders) > 1:
        return _("Поровну голосов, по %(n)s: %(names)s") % about
    return _("Чаще всего выбирали %(names)s: %(share)s") % about


def percent(share: float) -> str:
    """«54 %»; below one a digit after the comma, so that it is not taken for none."""
    said = decimal(share) if 0 < share < 1 else str(round(share))
    return f"{said}{NBSP}%"


def _chart(one: Outcome, languages: Sequence[str]) -> Chart:
    caption = said(one.question.text, languages)
    finding = sentence(one, languages)
    note = _("Ответили: %(n)s (%(share)s проголосовавших).") % {
        "n": number(one.answered),
        "share": percent(one.share),
    }
    if one.cells > spotted.MOST:
        most = _("На карте %(n)s мест, которые отмечали чаще всего.") % {"n": number(spotted.MOST)}
        note = f"{note} {most}"
    drawing, table = _DRAWN[one.question.kind](caption, finding, one, languages)
    return Chart(
        code=one.question.code,
        headline=finding,
        caption=caption,
        drawing=drawing,
        table=table,
        csv_url="",  # one file has all questions
        note=note,
        wide=one.question.kind == "place",
    )


def _options(caption: str, finding: str, one: Outcome, languages: Sequence[str]) -> tuple[Markup, Table]:
    rows = [(said(line.text, languages), line) for line in one.lines]
    drawing = chart_bars(
        caption, finding, [(name, line.n, f"{number(line.n)} · {percent(line.share)}") for name, line in rows]
    )
    headings = [_("Вариант"), _("Голосов"), _("Доля ответивших")]
    return drawing, Table(headings, [(name, number(line.n), percent(line.share)) for name, line in rows])


def _ranking(caption: str, finding: str, one: Outcome, languages: Sequence[str]) -> tuple[Markup, Table]:
    rows = [(said(line.text, languages), line) for line in one.lines]
    drawing = chart_bars(
        caption,
        finding,
        [(name, line.points, _("баллов: %(n)s") % {"n": number(line.points)}) for name, line in rows],
    )
    headings = [_("Вариант"), _("Баллы"), _("Среднее место"), _("Кто поставил"), _("Доля ответивших")]
    return drawing, Table(
        headings,
        [
            (name, number(line.points), _place(line), number(line.n), percent(line.share))
            for name, line in rows
        ],
    )


def _place(line: Line) -> str:
    return decimal(line.mean_place)


def _scale(caption: str, finding: str, one: Outcome, languages: Sequence[str]) -> tuple[Markup, Table]:
    drawing = chart_columns(caption, finding, [(line.code, line.n) for line in one.lines])
    ends = {str(one.question.low): one.question.words[0], str(one.question.high): one.question.words[1]}
    rows = []
    for line in one.lines:
        meant = said(ends.get(line.code, {}), languages)
        rows.append((f"{line.code}, {meant}" if meant else line.code, number(line.n), percent(line.share)))
    return drawing, Table([_("Оценка"), _("Голосов"), _("Доля ответивших")], rows)


def _places(caption: str, finding: str, one: Outcome, languages: Sequence[str]) -> tuple[Markup, Table]:
    drawing = spotted.drawn(caption, finding, one.lines)
    rows = [(spotted.named(line.code), number(line.n), percent(line.share)) for line in one.lines[:CELLS]]
    headings = [_("Квадрат карты: широта, долгота"), _("Отметок"), _("Доля ответивших")]
    return drawing, Table(headings, rows, more=max(0, one.cells - CELLS))


def _texts(poll: Poll, one: Outcome) -> Said:
    code = one.question.code
    rows = texts.listed(poll.id, state=Text.State.SHOWN, question=code, size=TEXTS + 1)
    return Said(
        question=code,
        title=said(one.question.text, poll.languages),
        answered=_("Ответили: %(n)s.") % {"n": number(one.answered)},
        rows=[row.text for row in rows[:TEXTS]],
        more=reverse("poll-texts", args=[poll.code, code]) if len(rows) > TEXTS else "",
    )


_DRAWN: Final = {
    "single": _options,
    "multiple": _options,
    "scale": _scale,
    "ranking": _ranking,
    "place": _places,
}
