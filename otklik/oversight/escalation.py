"""The last step of the ladder: what is late for so long comes under the region's control by itself."""

from contextlib import suppress
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import ngettext

from otklik.appeals import journal
from otklik.appeals.lifecycle import Move, State
from otklik.appeals.models import Appeal
from otklik.oversight.models import Notice
from otklik.oversight.rungs import Rung, reached
from otklik.terms import calendar, days

PORTION: Final = 200  # appeals of one run


def take_under_control(*, now: datetime) -> int:
    """Each with its notice and its move in one transaction; return how many. What a supervisor let go is left alone."""
    today = timezone.localdate(now)
    last = next(step.last for step in reached(today) if step.rung is Rung.CONTROL)
    noticed = Notice.objects.filter(appeal=OuterRef("pk"), due=OuterRef("answer_by"), rung=Rung.CONTROL)
    late = Appeal.objects.filter(
        ~Exists(noticed),
        kind__in=["problem", "proposal"],
        state__in=[State.SENDING, State.REGISTERED],
        answer_by__lte=last,
    )
    taken = 0
    for appeal_id in list(late.values_list("pk", flat=True)[:PORTION]):
        with suppress(journal.WrongState, IntegrityError), transaction.atomic():
            taken += _take(appeal_id, now=now)
    return taken


def _take(appeal_id: int, *, now: datetime) -> int:
    appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal_id)
    if appeal.answer_by is None or appeal.authority_id is None:
        return 0  # passed on meanwhile
    Notice.objects.create(
        appeal=appeal, due=appeal.answer_by, rung=Rung.CONTROL, authority_id=appeal.authority_id, at=now
    )
    if appeal.controlled_at is None:
        today = timezone.localdate(now)
        late = days.working_days_between(appeal.answer_by, today, is_working=calendar.is_working)
        words = ngettext(
            "Срок ответа нарушен на %(n)s рабочий день.", "Срок ответа нарушен на %(n)s рабочих дней.", late
        )
        journal.move(
            appeal_id,
            Move.CONTROL,
            actor=None,
            now=now,
            reason=words % {"n": late},
            facts={"controlled_at": now},
        )
    return 1
