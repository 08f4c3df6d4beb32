"""The yearly survey: a person says how it is to live in their municipality, and the sums are kept current by the clock.

A reply is one row; counting takes those that changed since and adds new minus old to the sums, so that people who
answer at the same time never wait for each other at a row of the sums.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.assessment.models import MARKS, Survey, SurveyReply
from otklik.kit.errors import Refusal

BATCH: Final = 2_000  # replies counted in one transaction


class Closed(Refusal):
    """The survey has not begun or is over."""

    code = "survey_closed"


class BadReply(Refusal):
    """A mark is missing or none of 0..5, or nothing but «не знаю» was said. fields: by the code of the question."""

    code = "bad_reply"
    status = 422

    def __init__(self, text: str, fields: Mapping[str, str]) -> None:
        super().__init__(text)
        self.fields = fields


class NoHome(Refusal):
    """The person has not said where they live, or the settlement belongs to no municipality of today."""

    code = "no_home"
    status = 422


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is shown."""

    code: str
    text: str
    text_en: str
    category_code: str


@dataclass(frozen=True, slots=True)
class Open:
    """The survey that is open on a day."""

    id: int
    year: int
    closes_on: date
    questions: list[Asked]  # by their place


@dataclass(frozen=True, slots=True)
class Said:
    area: str
    marks: dict[str, int]  # by the code of the question


def on(day: date) -> Open | None:
    """Two statements."""
    found = Survey.objects.filter(opens_on__lte=day, closes_on__gte=day).first()
    if found is None:
        return None
    asked = [Asked(q.code, q.text, q.text_en, q.category_code) for q in found.questions.order_by("place")]
    return Open(found.pk, found.year, found.closes_on, asked)


def said(survey: Open, person_id: int) -> Said | None:
    """What the person said this year. One statement."""
    row = SurveyReply.objects.filter(survey=survey.id, person=person_id).values_list("area", "marks").first()
    if row is None:
        return None
    return Said(row[0], dict(zip([q.code for q in survey.questions], row[1], strict=False)))


# The municipality of the first reply stays: whoever moves says so next year, and no voice goes where it is wanted.
_FILL: Final = """
INSERT INTO assessment_surveyreply AS kept (survey_id, person_id, area, marks, at, is_counted)
SELECT %(survey)s, %(person)s, %(area)s, %(marks)s::smallint[], %(now)s, false
FROM assessment_survey WHERE id = %(survey)s AND %(today)s BETWEEN opens_on AND closes_on
ON CONFLICT (survey_id, person_id) DO UPDATE SET marks = excluded.marks, at = excluded.at, is_counted = false
RETURNING area
"""


def fill(*, survey: Open, person_id: int, area: str, marks: Mapping[str, int], now: datetime) -> str:
    """Keep what the person says; return the municipality that it is about. Done twice is done once.

    area: of the person's home; one that has answered this year stays with the first. marks: by the code of each
    question. Raises Closed, BadReply, NoHome.
    """
    wrong = {
        q.code: _("Выберите оценку от 1 до 5 или «не знаю».")
        for q in survey.questions
        if marks.get(q.code, -1) not in range(MARKS + 1)
    }
    if wrong:
        raise BadReply(_("Ответьте на каждый вопрос: если сказать нечего, выберите «не знаю»."), wrong)
    given = [marks[q.code] for q in survey.questions]
    if not any(given):
        raise BadReply(_("Оцените хотя бы что-нибудь одно."), {})
    if not area:
        raise NoHome(_("Укажите в профиле, где вы живёте: опрос о вашем округе."))
    values: dict[str, Any] = {
        "survey": survey.id, "person": person_id, "area": area, "marks": given, "now": now,
        "today": timezone.localdate(now),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_FILL, values)
        row = cursor.fetchone()
    if row is None:
        raise Closed(_("Опрос этого года уже закончился."))
    return str(row[0])


_COUNT: Final = """
WITH taken AS MATERIALIZED (
  SELECT id, survey_id, area, marks, counted FROM assessment_surveyreply
  WHERE NOT is_counted ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
), diff AS (
  SELECT survey_id, area, m.place, m.mark, 1 AS sign FROM taken, unnest(marks) WITH ORDINALITY m (mark, place)
  UNION ALL
  SELECT survey_id, area, m.place, m.mark, -1 FROM taken, unnest(counted) WITH ORDINALITY m (mark, place)
), stored AS (
  UPDATE assessment_surveyreply r SET counted = t.marks, is_counted = true FROM taken t WHERE r.id = t.id
), added AS (
  INSERT INTO assessment_surveycount AS kept (survey_id, area, place, mark, n)
  SELECT survey_id, every.area, place, mark, sum(sign)
  FROM diff, LATERAL (VALUES (diff.area), ('')) every (area)
  GROUP BY 1, 2, 3, 4 HAVING sum(sign) <> 0 ORDER BY 1, 2, 3, 4
  ON CONFLICT (survey_id, area, place, mark) DO UPDATE SET n = kept.n + excluded.n
)
SELECT count(*) FROM taken
"""


def count() -> int:
    """Bring the sums up to date; return how many replies were taken. Safe to repeat."""
    taken = 0
    while got := _batch():
        taken += got
        if got < BATCH:
            break
    return taken


@transaction.atomic
def _batch() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [BATCH])
        return int(cursor.fetchone()[0])
