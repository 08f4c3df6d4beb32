"""The questions of each year, as administrators keep them. Once somebody has answered, what was asked stands."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.assessment.models import QUESTIONS, Question, Survey, SurveyReply
from otklik.kit import slugs
from otklik.kit.errors import Refusal
from otklik.people import changes
from otklik.people.models import User

TEXT_MAX = 200
YEARS = (2020, 2100)


class BadSurvey(Refusal):
    """fields: what is wrong, by the name of the field: opens_on, closes_on, year, text-1 …"""

    code = "bad_survey"
    status = 422

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


class Answered(Refusal):
    """Somebody has answered: other words would change what they said."""

    code = "survey_answered"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line of the form. code: "" for a new question."""

    text: str
    text_en: str = ""
    category_code: str = ""
    code: str = ""


# What the first survey of a region begins with.
FIRST: tuple[Wanted, ...] = (
    Wanted("Дороги", "Roads", "roads", "roads"),
    Wanted("Дворы и благоустройство", "Yards and public spaces", "yard", "yards"),
    Wanted("Жильё и ЖКХ", "Housing and utilities", "housing", "housing"),
    Wanted("Медицина", "Medicine", "health", "health"),
    Wanted("Школы и детские сады", "Schools and kindergartens", "education", "education"),
    Wanted("Общественный транспорт", "Public transport", "transport", "transport"),
    Wanted("Магазины и услуги", "Shops and services", "trade", "trade"),
    Wanted("Экология", "Environment", "nature", "nature"),
    Wanted("Культура и спорт", "Culture and sport", "sport", "sport"),
    Wanted("Связь и интернет", "Telephone and internet", "telecom", "telecom"),
    Wanted("Безопасность на улицах", "Safety in the streets", "", "safety"),
    Wanted("Жизнь в округе в целом", "Life here on the whole", "", "whole"),
)


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """A line of the list."""

    year: int
    opens_on: date
    closes_on: date
    questions: int
    is_answered: bool


@dataclass(frozen=True, slots=True)
class SurveyForm:
    year: int
    opens_on: date
    closes_on: date
    questions: list[Wanted]
    is_answered: bool


def listed() -> list[SurveyRow]:
    """Newest first: as many as there were years. Two statements a page, and an index for each year."""
    found = Survey.objects.prefetch_related("questions").order_by("-year")
    return [
        SurveyRow(one.year, one.opens_on, one.closes_on, len(one.questions.all()), _is_answered(one))
        for one in found
    ]


def form(year: int) -> SurveyForm | None:
    found = Survey.objects.filter(year=year).first()
    if found is None:
        return None
    rows = [Wanted(q.text, q.text_en, q.category_code, q.code) for q in found.questions.order_by("place")]
    return SurveyForm(found.year, found.opens_on, found.closes_on, rows, _is_answered(found))


def begun(year: int) -> SurveyForm:
    """What the form of a new year begins with: the questions of the year before, else those of FIRST."""
    last = Survey.objects.order_by("-year").first()
    before = form(last.year) if last else None
    rows = before.questions if before else list(FIRST)
    return SurveyForm(year, date(year, 11, 1), date(year, 12, 31), rows, is_answered=False)


@transaction.atomic
def save(
    *,
    year: int,
    opens_on: date | None,
    closes_on: date | None,
    rows: Sequence[Wanted],
    by: User,
    now: datetime,
) -> None:
    """Make the survey of that year, or change it. Lines without words go. Done twice is done once.

    After the first reply only the days may change. Raises BadSurvey, Answered.
    """
    days, rows = _days(year, opens_on, closes_on), _lines(rows)
    # The row is locked: two administrators who save at once do it one after the other.
    kept = Survey.objects.select_for_update().filter(year=year).first()
    before = form(year)
    if (
        before
        and before.is_answered
        and [_plain(row) for row in rows] != [_plain(q) for q in before.questions]
    ):
        words = _(
            "На этот опрос уже отвечают: изменить можно только дни. Новые вопросы задайте в следующем году."
        )
        raise Answered(words)
    if kept is None:
        kept = Survey.objects.create(year=year, opens_on=days[0], closes_on=days[1])
    else:
        kept.opens_on, kept.closes_on = days
        kept.save(update_fields=["opens_on", "closes_on"])
    if before is None or not before.is_answered:
        _store(kept, rows)
    changes.write(by=by, what=f"survey:{year}", before=_said(before), after=_said(form(year)), now=now)


def _days(year: int, opens_on: date | None, closes_on: date | None) -> tuple[date, date]:
    wrong = {}
    if year not in range(*YEARS):
        wrong["year"] = _("Укажите год четырьмя цифрами.")
    for name, day in (("opens_on", opens_on), ("closes_on", closes_on)):
        if day is None:
            wrong[name] = _("Укажите день.")
        elif day.year != year:
            wrong[name] = _("Этот день не в %(year)s году.") % {"year": year}
    if opens_on and closes_on and closes_on < opens_on:
        wrong["closes_on"] = _("Последний день раньше первого.")
    if wrong or opens_on is None or closes_on is None:
        raise BadSurvey(wrong)
    return opens_on, closes_on


def _lines(rows: Sequence[Wanted]) -> list[Wanted]:
    """Those with words. What is wrong is told by the number of the line in the form."""
    wrong, seen = {}, set()
    for n, row in enumerate(rows, start=1):
        text = row.text.strip()
        if max(len(text), len(row.text_en.strip())) > TEXT_MAX:
            wrong[f"text-{n}"] = _("Не длиннее %(n)s знаков.") % {"n": TEXT_MAX}
        if text and text.casefold() in seen:
            wrong[f"text-{n}"] = _("Такой вопрос уже есть выше.")
        seen.add(text.casefold())
    said = [row for row in rows if row.text.strip()]
    if not said:
        wrong["text-1"] = _("Нужен хотя бы один вопрос.")
    if len(said) > QUESTIONS:
        wrong["text-1"] = _("Вопросов не больше %(n)s.") % {"n": QUESTIONS}
    if wrong:
        raise BadSurvey(wrong)
    return said


def _store(survey: Survey, rows: Sequence[Wanted]) -> None:
    survey.questions.all().delete()
    taken: set[str] = set()
    for place, row in enumerate(rows, start=1):
        code = (
            row.code if row.code and row.code not in taken else slugs.slug(row.text, taken=taken, longest=32)
        )
        taken.add(code)
        Question.objects.create(
            survey=survey,
            place=place,
            code=code,
            text=row.text.strip(),
            text_en=row.text_en.strip(),
            category_code=row.category_code,
        )


def _is_answered(survey: Survey) -> bool:
    return SurveyReply.objects.filter(survey=survey).exists()


def _plain(row: Wanted) -> tuple[str, str, str]:
    return row.text.strip(), row.text_en.strip(), row.category_code


def _said(found: SurveyForm | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {
        "opens_on": found.opens_on.isoformat(),
        "closes_on": found.closes_on.isoformat(),
        "questions": [asdict(row) for row in found.questions],
    }
