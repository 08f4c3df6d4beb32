"""People hear that the survey of the year has begun: those who said where they live and have not answered yet.

A slice of accounts, its messages and the place where it ended are one transaction: killed anywhere, nobody is left out
or told twice. Whoever has answered is known here, unlike in a poll: a reply may be changed, so it has a name.
"""

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from otklik.assessment.models import Survey, SurveyNotice, SurveyReply
from otklik.outbox.put import Note
from otklik.people import audience, daytime, reach
from otklik.places import queries as places

KIND: Final = "survey-open"


def due(*, now: datetime) -> bool:
    """Is there anybody to be told now? One statement, and one when a survey begins."""
    if not daytime.is_on(now):
        return False
    today = timezone.localdate(now)
    found = Survey.objects.filter(opens_on__lte=today, closes_on__gte=today).select_related("notice").first()
    if found is None:
        return False
    if not hasattr(found, "notice"):
        SurveyNotice.objects.bulk_create([SurveyNotice(survey=found)], ignore_conflicts=True)
        return True
    return found.notice.done_at is None


@transaction.atomic
def step(*, now: datetime) -> bool:
    """Tell the next ones; False: nothing is left, or another process is at it. A survey that is over stops it."""
    today = timezone.localdate(now)
    waiting = SurveyNotice.objects.filter(
        done_at=None, survey__opens_on__lte=today, survey__closes_on__gte=today
    )
    notice = waiting.select_for_update(of=("self",), skip_locked=True).select_related("survey").first()
    if notice is None:
        return False
    people, end = audience.after(notice.after)
    homes = places.territories_of(one.home.code for one in people if one.home.code)
    answered = SurveyReply.objects.filter(survey=notice.survey, person__in=[one.id for one in people])
    silent = {one.id for one in people if homes.get(one.home.code)}
    silent -= set(answered.values_list("person_id", flat=True))
    notice.told += reach.tell_of_polls(sorted(silent), _said(notice.survey))
    if end is None:
        notice.done_at = now
    else:
        notice.after = end
    notice.save(update_fields=["after", "told", "done_at"])
    return True


def still_true(context: dict[str, Any], *, now: datetime) -> bool:
    """Whether a message of KIND may still go out. One statement."""
    return Survey.objects.filter(year=context["year"], closes_on__gte=timezone.localdate(now)).exists()


def told() -> dict[int, tuple[int, bool]]:
    """Year → people with a message, and whether that is all. One statement."""
    found = SurveyNotice.objects.values_list("survey__year", "told", "done_at")
    return {year: (people, done_at is not None) for year, people, done_at in found}


def _said(survey: Survey) -> Note:
    said = {
        "year": survey.year,
        "closes": survey.closes_on.strftime("%d.%m.%Y"),
        "page": f"{settings.BASE_URL}/survey",
    }
    return Note(KIND, said, once=f"{KIND} {survey.year}")
