"""Who is told of a work, and when: an emergency, what begins within a day and every change of its times at once; the
rest once a day, all of it in one letter.

`Notice` says who is to know what. It is written by a job that the publication queues in its own transaction; killed or
run twice, it tells nobody twice: the messages carry the work and its revision.
"""

from datetime import datetime, timedelta
from hashlib import blake2s
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from otklik.kit import clock
from otklik.outbox.put import Note
from otklik.people import digest, reach
from otklik.people.models import User
from otklik.works import labels
from otklik.works.models import Change, Notice, Work

SOON: Final = timedelta(hours=24)  # the daily letter would come too late
KEPT: Final = timedelta(days=30)  # notices of what is over
_LINES: Final = 20  # of the daily letter; the rest is only counted
_GROUPS: Final = 500

# An address that a place holds, and a place within an address (a street, a settlement) that somebody watches whole.
# A thousand houses of one settlement are one question about it, not a thousand over all who watch it.
_MATCHED: Final = """
SELECT s.user_id FROM works_place p JOIN works_subscription s ON s.house_id = p.house_id WHERE p.work_id = %(work)s
UNION SELECT s.user_id FROM (
    SELECT street_id, bool_or(house_id IS NULL) AS whole FROM works_place WHERE work_id = %(work)s GROUP BY 1
  ) p JOIN works_subscription s ON s.street_id = p.street_id AND (s.house_id IS NULL OR p.whole)
UNION SELECT s.user_id FROM (
    SELECT settlement_id, bool_or(street_id IS NULL) AS whole FROM works_place WHERE work_id = %(work)s GROUP BY 1
  ) p JOIN works_subscription s ON s.settlement_id = p.settlement_id AND (s.street_id IS NULL OR p.whole)
UNION SELECT s.user_id FROM works_place p JOIN works_subscription s
  ON s.territory_code BETWEEN p.territory_code AND p.territory_code || '999'
  WHERE p.work_id = %(work)s AND p.settlement_id IS NULL
UNION SELECT s.user_id FROM works_work w JOIN works_subscription s ON s.point && w.area AND ST_Covers(w.area, s.point)
  WHERE w.id = %(work)s
UNION SELECT n.user_id FROM works_notice n WHERE n.work_id = %(work)s AND n.told
"""
_NOTED: Final = f"""
INSERT INTO works_notice (work_id, user_id, revision, at, told)
SELECT %(work)s, found.user_id, %(revision)s, %(now)s, false FROM ({_MATCHED}) found
ON CONFLICT DO NOTHING
"""  # noqa: S608  # constant text, values apart


def tell_later(work: Work) -> None:
    """Called in the transaction of the change."""
    spread.defer(work_id=work.pk, revision=work.revision)


@app.task(queue="letters")
def spread(*, work_id: int, revision: int) -> None:
    tell(work_id=work_id, revision=revision, now=clock.now())


def tell(*, work_id: int, revision: int, now: datetime) -> None:
    """Note who is to know, and tell those who cannot wait. A state that is not the newest is passed over."""
    work = Work.objects.get(pk=work_id)
    if work.revision != revision or work.ends_at <= now - KEPT:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_NOTED, {"work": work_id, "revision": revision, "now": now})
        # What waited for the daily letter is told in its newest state, or not at all.
        Notice.objects.filter(work=work_id, revision__lt=revision, told=False).delete()
    waiting = Notice.objects.filter(work=work_id, revision=revision, told=False)
    knew = Notice.objects.filter(work=work_id, revision__lt=revision, told=True).values("user_id")
    if work.cancelled:
        waiting.exclude(user_id__in=knew).delete()  # who never heard of it need not
    elif not is_soon(work, now=now):
        waiting = waiting.filter(user_id__in=knew)
    users = list(waiting.values_list("user_id", flat=True))
    if users:
        note = Note("work", _said(work), once=f"work {work_id} {revision}")
        reach.tell_many(User.objects.filter(pk__in=users), note)
        Notice.objects.filter(work=work_id, revision=revision, user_id__in=users).update(told=True)


def is_soon(work: Work, *, now: datetime) -> bool:
    return work.emergency or work.starts_at - now < SOON


# People with the same works are told by one note: whoever watches a street hears the same.
_WAITING: Final = """
SELECT array_agg(user_id), works FROM (
    SELECT n.user_id, array_agg(DISTINCT n.work_id ORDER BY n.work_id) AS works FROM works_notice n
    WHERE NOT n.told GROUP BY n.user_id HAVING min(n.at) < %(moment)s
) person GROUP BY works LIMIT %(limit)s
"""


def tell_daily(*, now: datetime) -> int:
    """Write the letters of planned works that are due since the day's moment; return how many groups of people were
    told. Killed in the middle: who has none yet gets it next time.
    """
    moment, told = digest.latest_moment(now), 0
    while groups := _waiting(moment):
        for users, works in groups:
            _tell_group(users, works, now=now)
        told += len(groups)
    return told


def _waiting(moment: datetime) -> list[tuple[list[int], list[int]]]:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, {"moment": moment, "limit": _GROUPS})
        return [(users, works) for users, works in cursor.fetchall()]


@transaction.atomic
def _tell_group(users: list[int], works: list[int], *, now: datetime) -> None:
    found = list(
        Work.objects.filter(pk__in=works, cancelled=False, ends_at__gt=now).order_by("starts_at", "pk")
    )
    if found:
        word = blake2s(",".join(map(str, works)).encode(), digest_size=12).hexdigest()
        items = [_line(work) for work in found[:_LINES]]
        said = {"items": items, "more": len(found) - len(items), "addresses": _addresses()}
        once = f"works {timezone.localdate(now)} {word}"
        reach.tell_many(User.objects.filter(pk__in=users), Note("works-planned", said, once=once))
    Notice.objects.filter(user_id__in=users, work_id__in=works).update(told=True)


def forget_old(*, now: datetime) -> int:
    """Notices of works that are long over. Called by the clock."""
    gone, _rows = Notice.objects.filter(work__ends_at__lt=now - KEPT).delete()
    return gone


def _said(work: Work) -> dict[str, Any]:
    """What the template of one work gets; `heads` and `titles` by language, for the template knows the reader's."""
    last = Change.objects.filter(work=work).exclude(what=Change.What.EDITED).order_by("-pk").first()
    news = "cancelled" if work.cancelled else "moved" if work.revision > 1 else "published"
    line = _line(work)
    return {
        **line,
        "heads": labels.in_each(
            lambda: labels.head(work.kind, news, line["starts"], emergency=work.emergency)
        ),
        "news": news,
        "text": work.text,
        "performer": work.performer,
        "reason": last.reason if last else "",
        "addresses": _addresses(),
    }


def _line(work: Work) -> dict[str, Any]:
    return {
        "kind": work.kind,
        "titles": labels.in_each(lambda: str(labels.TITLES[work.kind])),
        "emergency": work.emergency,
        "where": work.where,
        "starts": _moment(work.starts_at),
        "ends": _moment(work.ends_at),
        "page": f"{settings.BASE_URL}/works/{work.pk}",
    }


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%d.%m.%Y %H:%M")


def _addresses() -> str:
    return f"{settings.BASE_URL}/works/mine"
