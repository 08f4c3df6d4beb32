"""A topic got another name: its appeals are marked as changed, so that the search finds them by it.

The journal of marks (`Change`) has one order for all, and what is new must not wait behind a million old ones: a job
marks some of them and queues the next one, which goes on behind. Killed, it is taken up where it was (`jobs.stalled`).
"""

from typing import Final

from django.db import transaction
from procrastinate.contrib.django import app

from otklik.appeals.lifecycle import PUBLIC
from otklik.appeals.models import Appeal, Change

LOOKED_THROUGH: Final = 20_000  # ids of one job
MARKED: Final = 1_000  # appeals of one job: counted anew within a second
_PAUSE: Final = 2  # seconds between two jobs


def mark_later(topic_ids: list[int]) -> None:
    """Called by who renames the topics, in the same transaction."""
    mark_renamed.defer(topic_ids=topic_ids, after=0)


@app.task(queue="counts")
def mark_renamed(*, topic_ids: list[int], after: int) -> None:
    """Appeals beyond the id `after`. Run twice, they are counted anew twice, which changes nothing."""
    with transaction.atomic():
        upto = after + LOOKED_THROUGH
        of_topics = Appeal.objects.filter(pk__gt=after, pk__lte=upto, topic__in=topic_ids, state__in=PUBLIC)
        found = list(of_topics.order_by("pk").values_list("pk", flat=True)[:MARKED])
        Change.objects.bulk_create([Change(appeal_id=pk) for pk in found])
        last = found[-1] if len(found) == MARKED else upto
        if Appeal.objects.filter(pk__gt=last).exists():
            mark_renamed.configure(schedule_in={"seconds": _PAUSE}).defer(topic_ids=[*topic_ids], after=last)
