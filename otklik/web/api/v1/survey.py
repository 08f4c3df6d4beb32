"""GET /api/v1/survey: what the yearly survey says of a municipality, beside the region and the appeals of the year."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from otklik.stats.survey import Opinion, years
from otklik.web.api.endpoint import reads
from otklik.web.api.v1.board import Figure, figure
from otklik.web.api.words import Code
from otklik.web.assessment import results as pages


class SurveyAsked(Struct):
    """Without a year the newest one, without `area` the whole region."""

    year: Annotated[int, Meta(ge=2020, le=2100)] | None = None
    area: Code | None = None
    compare: Code | None = None


class Opinions(Struct):
    """marks: how many gave 1, 2, 3, 4, 5. Null and empty where too few answered."""

    mean: Figure | None
    marks: list[int]


class SurveyLine(Struct):
    code: str
    title: str
    opinion: Opinions
    region: Opinions
    received: int | None
    solved: Figure | None


class SurveyArea(Struct):
    area: str
    opinion: Opinions


class SurveyResults(Struct):
    year: int | None
    area: str
    replies: int
    lines: list[SurveyLine]
    areas: list[SurveyArea]


@reads(_("Опрос «Как живётся»"), asks=SurveyAsked, gives=SurveyResults, keeps=300)
def survey(asked: SurveyAsked) -> SurveyResults:
    """`areas`: municipalities by the answers to `compare` (the last question where none is named). `year` null: no
    survey has been yet.
    """
    if not years():
        return SurveyResults(None, "", 0, [], [])
    told = {"year": str(asked.year or ""), "area": asked.area or "", "question": asked.compare or ""}
    question = pages.asked_of(told)
    found = pages.figures(question)
    return SurveyResults(
        year=question.year.year,
        area=question.area,
        replies=found.replies,
        lines=[
            SurveyLine(
                code=line.question.code,
                title=pages.worded(line.question),
                opinion=_opinions(line.here),
                region=_opinions(line.region),
                received=line.derived.received if line.derived else None,
                solved=figure(line.derived.solved) if line.derived else None,
            )
            for line in found.lines
        ],
        areas=[SurveyArea(code, _opinions(one)) for code, one in found.areas],
    )


def _opinions(found: Opinion) -> Opinions:
    marks = [found.marks.get(n, 0) for n in range(1, 6)] if found.mean else []
    return Opinions(figure(found.mean), marks)
