"""What the yearly survey says: a municipality beside the region and its appeals, and all of them side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.appeals.queries import names
from otklik.kit.kept import kept
from otklik.stats.survey import Derived, Opinion, Question, Results, Year, results, years
from otklik.web.access import Action, may
from otklik.web.assessment.shown import dash
from otklik.web.caching import public_page
from otklik.web.parts.chart_line.part import Line as Drawn
from otklik.web.parts.chart_line.part import chart_line
from otklik.web.parts.filters import NBSP
from otklik.web.sheet import sheet
from otklik.web.statistics.asked import no_such
from otklik.web.statistics.words import NOTHING, count, decimal, share

SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Asked:
    year: Year
    area: str  # OKTMO; "" the region
    question: Question


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def page(request: HttpRequest) -> HttpResponse:
    if not years():
        return render(request, "assessment/results.html", {"found": None})
    asked = asked_of(request.GET.dict())
    found, areas = figures(asked), names.areas()
    context = {
        "found": found,
        "asked": asked,
        "area": areas.get(asked.area, ""),
        "lines": [(worded(one.question), one.here, one.region, one.derived) for one in found.lines],
        "areas": [(code, areas.get(code, code), one) for code, one in found.areas],
        "course": _course(found, worded(asked.question)),
        "options": {
            "year": [(str(one.year), str(one.year)) for one in years()],
            "area": names.known()["area"].offered(),
            "question": [(q.code, worded(q)) for q in asked.year.questions],
        },
        "question": worded(asked.question),
        "least": settings.SURVEY_LEAST,
        "mean": _mean,
        "beside": _beside,
    }
    return render(request, "assessment/results.html", context)


@require_safe
@may(Action.READ_PUBLIC)
def file(request: HttpRequest) -> HttpResponse:
    """Every question of the municipality (or region), with its interval and the appeals beside it."""
    if not years():
        raise Http404
    asked = asked_of(request.GET.dict())
    return sheet("survey.csv", _lines(figures(asked)))


def asked_of(told: dict[str, str]) -> Asked:
    """Raises BadQuestion: a year, a municipality or a question that there is not."""
    year = next((one for one in years() if str(one.year) == told.get("year")), None)
    if told.get("year") and year is None:
        raise no_such("year", told["year"])
    year = year or years()[0]
    area = told.get("area", "")
    if area and area not in names.areas():
        raise no_such("area", area)
    # The question about life as a whole stands last: it is the one that is compared first.
    code = told.get("question") or year.questions[-1].code
    question = next((q for q in year.questions if q.code == code), None)
    if question is None and not any(q.code == code for one in years() for q in one.questions):
        raise no_such("question", code)
    # A question of another year: who has chosen this year in the form has not chosen among its questions yet.
    return Asked(year, area, question or year.questions[-1])


def worded(question: Question) -> str:
    return question.text_en if get_language() == "en" and question.text_en else question.text


def figures(asked: Asked) -> Results:
    return _found(asked.year.year, asked.area, asked.question.code)


@kept(SECONDS)
def _found(year: int, area: str, code: str) -> Results:
    one = next(found for found in years() if found.year == year)
    question = next(q for q in one.questions if q.code == code)
    categories = {name.code: name.key for name in names.categories().by_key.values()}
    return results(one, area=area, question=question, categories=categories)


def _mean(opinion: Opinion) -> str:
    """«3,4 (3,2–3,6)»"""
    if opinion.mean is None:
        return NOTHING
    return (
        f"{decimal(opinion.mean.value)}{NBSP}({dash(decimal(opinion.mean.low), decimal(opinion.mean.high))})"
    )


def _beside(derived: Derived | None) -> list[str]:
    """What the appeals say, in words; empty where no category stands beside the question."""
    if derived is None:
        return []
    said = [_("обращений: %(n)s") % {"n": count(derived.received)}]
    if derived.stars is not None:
        said.append(
            _("оценка ответов: %(stars)s (%(n)s)")
            % {"stars": decimal(derived.stars), "n": count(derived.rated)}
        )
    if derived.solved:
        between = dash(share(derived.solved.low), share(derived.solved.high))
        said.append(
            _("решено: %(share)s (%(between)s)") % {"share": share(derived.solved.value), "between": between}
        )
    return said


def _course(found: Results, question: str) -> object:
    """A drawing; None of one year or none."""
    known = [(year, one.mean.value) for year, one in found.course if one.mean]
    if len(known) < 2:
        return None
    text = ", ".join(f"{year}: {decimal(value)}" for year, value in known)
    title = _("%(question)s: средняя оценка по годам") % {"question": question}
    return chart_line(
        title, text, [str(year) for year, _v in known], [Drawn(question, [v for _y, v in known])]
    )


def _lines(found: Results) -> Iterator[list[str]]:
    yield [
        _("Вопрос"), _("Средняя оценка"), _("от"), _("до"), _("Оценили"), _("Не знают"),
        *(_("Оценка %(n)s") % {"n": n} for n in range(1, 6)), _("Средняя оценка по региону"),
        _("Обращений за год"), _("Оценка ответов"), _("Решено, по словам авторов, %"),
    ]  # fmt: skip
    for line in found.lines:
        here, derived = line.here, line.derived
        yield [
            worded(line.question),
            *(
                [f"{v:.2f}" for v in (here.mean.value, here.mean.low, here.mean.high)]
                if here.mean
                else [""] * 3
            ),
            str(here.mean.n) if here.mean else "",
            str(here.unknown) if here.mean else "",
            *(str(here.marks.get(n, 0)) if here.mean else "" for n in range(1, 6)),
            f"{line.region.mean.value:.2f}" if line.region.mean else "",
            str(derived.received) if derived else "",
            f"{derived.stars:.2f}" if derived and derived.stars is not None else "",
            f"{100 * derived.solved.value:.1f}" if derived and derived.solved else "",
        ]
