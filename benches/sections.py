"""The sections: pages that compare, monitor and look up, and what is counted for them by the clock."""

# ruff: noqa: S608  # SQL of our own constants

import math
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import override_settings

from benches import cpu, directory, scaled, sections_fill
from benches.addresses import SEVERAL, Limit, Page, years
from benches.portal import DATABASE
from benches.public import Pages
from benches.rows import Row, say, table
from otklik.appeals.lifecycle import Kind
from otklik.appeals.models import Change
from otklik.appeals.queries import names
from otklik.assessment import survey
from otklik.assessment.models import SurveyCount, SurveyReply
from otklik.kit import clock
from otklik.kit.kept import forget
from otklik.people.models import User
from otklik.places.models import House
from otklik.stats import folding, growth
from otklik.stats.board import ORDERS
from otklik.stats.queries import growing

# Of the board the issue limits the statements only; sums grow with the appeals until every cell of them is there.
BOARD: Final = Limit(8, math.inf, math.inf, cold=8)
FEW: Final = Limit(8, math.inf, math.inf)  # ours: no more statements than the board
STEADY: Final = Limit(8, math.inf, 1.5)  # of what has few sums, or none of appeals
LARGE: Final = 1_000_000  # appeals: from here on also with the sums of ten times as many
# Everywhere among the appeals that were rated; taken back.
_CHANGED: Final = f"""
DELETE FROM appeals_change;
WITH touched AS (
    UPDATE stats_fact SET rating = 6 - rating WHERE appeal_id IN (
        SELECT appeal_id FROM stats_fact WHERE rating IS NOT NULL AND rating <> 3
        ORDER BY hashint8(appeal_id) LIMIT {folding.BATCH}
    ) RETURNING appeal_id
)
INSERT INTO appeals_change (appeal_id) SELECT appeal_id FROM touched
"""


class Sections(Pages):
    def __init__(self, smallest: dict[str, float]) -> None:
        super().__init__("sections", smallest)

    def measure(self, size: int) -> list[Row]:
        sections_fill.fill()
        waiting = SurveyReply.objects.filter(is_counted=False).count()
        rows = [self._counted(size, waiting)] if waiting else []
        rows += [self._folded(size), *self._growth(size)]
        with override_settings(STAFF_SECOND_FACTOR=False):
            rows += self.measured([*of_sums(), *of_their_own(), *directory.chosen()], size)
            if size >= LARGE:
                say(table(rows))
                rows += self._scaled(size)
        return rows

    def _scaled(self, size: int) -> list[Row]:
        """Once more what reads nothing but sums, among those of ten times as many appeals."""
        with scaled.ten_times() as lengths:
            forget()
            rows = [*self._growth(size * scaled.TIMES), *self.measured(of_sums(), size * scaled.TIMES)]
        forget()
        told = ", ".join(f"{name} {n}" for name, n in lengths.items())
        rows = [replace(row, note=f"суммы, умноженные на {scaled.TIMES}; {row.note}") for row in rows]
        return [Row(self.part, "умноженные суммы", size * scaled.TIMES, note=f"строк: {told}"), *rows]

    def _counted(self, size: int, waiting: int) -> Row:
        """The survey of two years counted from nothing, beside one statement that does the same to an empty table."""
        took, spent = _spent(survey.count)
        bare = _bare("SELECT survey_id, area, place, mark, count(*) FROM assessment_surveyreply, unnest(marks)"
                     " WITH ORDINALITY m (mark, place) GROUP BY 1, 2, 3, 4")  # fmt: skip
        replies, marks = SurveyReply.objects.count(), len(survey_marks())
        right = sum(SurveyCount.objects.exclude(area="").values_list("n", flat=True)) == replies * marks
        return Row(
            self.part, "опрос года: подсчёт", size, cpu_ms=spent / waiting, ratio_to_sql=bare / spent,
            note=f"CPU одного ответа из {waiting}; всё {took:.1f} с по часам, {spent / 1000:.1f} с CPU, голый SQL"
            f" {bare / 1000:.1f} с",
            broken=() if right else ("итог не сошёлся",),
        )  # fmt: skip

    def _folded(self, size: int) -> Row:
        """What the board and all other sums cost by the clock: appeals whose rating differs from what was counted."""
        with transaction.atomic():
            sections_fill.run(_CHANGED)
            changed, taken = Change.objects.count(), list[int]()
            took, spent = _spent(lambda: taken.append(folding.fold()))
            transaction.set_rollback(True)
        return Row(
            self.part, "свёртка", size, cpu_ms=spent / max(changed, 1),
            note=f"CPU одного изменения из {taken[0]}: сводки, слова для поиска, кварталы; всё {took:.1f} с по часам",
            broken=() if taken == [changed] else (f"свёрнуто {taken[0]} из {changed}",),
        )  # fmt: skip

    def _growth(self, size: int) -> list[Row]:
        """What grows, by municipality, as the desk asks it: the sums of twelve weeks, then the mathematics."""
        week = growing.last_week(clock.now().date())
        counts = growing.counts(week, kind=Kind.PROBLEM.value, whole=False)
        _took, read = _spent(lambda: growing.counts(week, kind=Kind.PROBLEM.value, whole=False), times=10)
        _took, sums = _spent(lambda: growth.growing(counts), times=10)
        found = growth.growing(counts)
        sure = sum(one.sure for one in found)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM stats_weekcount")
            (weeks,) = cursor.fetchone()
        return [
            Row(self.part, "растущие темы: недели", size, 1, read, note=f"из {weeks} строк пар {len(counts)}"),
            Row(
                self.part, "растущие темы: математика", size, 0, sums,
                note=f"пар {len(counts)}, выросло {len(found)}, из них наверняка {sure}",
            ),
        ]  # fmt: skip


def of_sums() -> list[Page]:
    """Pages about appeals that read nothing but what is kept of them."""
    # What is kept for a minute answers none of them: each question is asked once.
    boards = [
        {"order": order, "period": "own", "from": since, "to": until}
        for order in ORDERS
        for since, until in years()
    ]
    areas = sorted(names.areas())
    today = clock.now().date()
    weeks = [{"week": one.isoformat()} for one in growing.weeks_before(growing.last_week(today))]
    me = _analyst()
    asked = [{"question": one, "area": area} for one in survey_marks() for area in ("", *areas)]
    return [
        Page("оценка власти", [_at("/board", one) for one in boards], BOARD),
        Page(
            "оценка власти, все муниципальные", [_at("/board", {"level": "municipal", **one}) for one in boards], BOARD
        ),
        Page("опрос года: итоги", [_at("/survey/results", one) for one in asked], STEADY),
        Page("растущие темы", [_at("/desk/growing", one) for one in weeks], FEW, cookie=me),
        Page(
            "растущие темы, область",
            [_at("/desk/growing", {"where": "region", **one}) for one in weeks], FEW, cookie=me,
        ),
        Page("кадастр: обращения по кварталам", ["/cadastre/statistics"], STEADY),
        Page(
            "кадастр: кварталы округа", [_at("/cadastre/statistics", {"area": one}) for one in areas], FEW
        ),
        Page("бизнесу", ["/business"], None),
    ]  # fmt: skip


def of_their_own() -> list[Page]:
    """Pages about works and polls."""
    areas = sorted(names.areas())
    return [
        Page("отключения, сейчас", ["/works"], FEW),
        Page("отключения по адресу", _works(), FEW),
        Page("опрос: итоги", [f"/polls/{sections_fill.POLL}"], STEADY),
        Page(
            "опрос: итоги округа", [_at(f"/polls/{sections_fill.POLL}", {"area": one}) for one in areas], FEW
        ),
    ]  # fmt: skip


def survey_marks() -> list[str]:
    """Codes of the questions."""
    open_now = survey.on(clock.now().date())
    return [one.code for one in open_now.questions] if open_now else []


def _works() -> list[str]:
    houses = House.objects.select_related("street__settlement").order_by("key", "pk")[:SEVERAL]
    return [
        _at("/works", {
            "settlement": str(house.street.settlement), "settlement_id": str(house.street.settlement_id),
            "address": f"{house.street.kind} {house.street.name}, {house.number}",
        })
        for house in houses
    ]  # fmt: skip


def _analyst() -> str:
    """The cookie of somebody who may see what grows."""
    email = "bench-analyst@example.test"
    User.objects.filter(email=email).delete()
    client = Client()
    client.force_login(User.objects.create_user(email, name="Аналитик", role=User.Role.ADMIN))
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def _spent(work: Callable[[], object], *, times: int = 1) -> tuple[float, float]:
    """Seconds by the clock and milliseconds of CPU, ours and PostgreSQL's, of one time."""
    began, own, database = time.monotonic(), time.process_time(), cpu.seconds([DATABASE])
    for _ in range(times):
        work()
    spent = time.process_time() - own + cpu.seconds([DATABASE]) - database
    return (time.monotonic() - began) / times, spent / times * 1000


def _bare(statement: str) -> float:
    """Milliseconds of PostgreSQL's CPU."""
    before = cpu.seconds([DATABASE])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.fetchall()
    return (cpu.seconds([DATABASE]) - before) * 1000


def _at(path: str, words: dict[str, str]) -> str:
    return f"{path}?{urlencode(words)}" if words else path
