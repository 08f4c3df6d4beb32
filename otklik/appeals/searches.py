"""Saved searches, and who of all that watch (`watches`) is told of an appeal newly published.

No watermark is kept: the step that publishes queues a job in its own transaction, so however late that commits no
appeal is passed over, and a killed worker's job is taken up again (`jobs.stalled`). Appeals that come from another
portal (`imports`) are old: nobody is told of them.
"""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from otklik.appeals import letters, watches
from otklik.appeals.lifecycle import PUBLIC, Kind
from otklik.appeals.models import Appeal, Watch
from otklik.classifier.models import Category
from otklik.kit.errors import Refusal
from otklik.outbox.put import Note
from otklik.people import reach
from otklik.people.models import User
from otklik.places.models import Settlement

SEARCHES: Final = 20  # of one person

# Two halves, an index each: watch_search by category and settlement, watch_circle by the box around the place.
_SEARCHING: Final = """
SELECT w.user_id FROM appeals_watch w
WHERE w.circle IS NULL AND w.by_letter AND w.kind IN ('', %s)
  AND (w.category_id IS NULL OR w.category_id = %s) AND (w.settlement_id IS NULL OR w.settlement_id = %s)
"""
_NEAR: Final = """
UNION SELECT w.user_id FROM appeals_watch w
WHERE w.circle && %s::geometry AND w.by_letter AND w.kind IN ('', %s)
  AND (w.category_id IS NULL OR w.category_id = %s) AND ST_DWithin(w.point::geography, %s::geography, w.radius)
"""


class BadWatch(Refusal):
    """A search that cannot be repeated, or without a name."""

    code = "bad_watch"
    status = 422


class TooManyWatches(Refusal):
    code = "too_many_watches"
    status = 422


class NoWatch(Refusal):
    """Deleted already, or somebody else's."""

    code = "no_watch"
    status = 404


def save_search(
    *, user: User, title: str, kind: str, category_code: str, now: datetime, settlement_id: int | None = None
) -> Watch:
    """Keep a search of the public list; the same one once more is the one already there. kind: "" for any.

    Raises BadWatch, TooManyWatches.
    """
    category = Category.objects.filter(code=category_code).first() if category_code else None
    settlement = Settlement.objects.filter(pk=settlement_id).first() if settlement_id else None
    if (category_code and category is None) or (settlement_id and settlement is None):
        raise BadWatch(_("Такого отбора нет. Выберите вид и категорию заново."))
    if kind and kind not in [k.value for k in Kind]:
        raise BadWatch(_("Такого отбора нет. Выберите вид и категорию заново."))
    named = " ".join(title.split())[: watches.TITLE_MAX]
    if not named:
        raise BadWatch(_("Назовите то, что сохраняете."))
    search = Watch(
        user=user, title=named, kind=kind, category=category, settlement=settlement, created_at=now
    )
    too_many = _("Можно сохранить не больше %(n)d поисков. Удалите ненужные.") % {"n": SEARCHES}
    return watches.add(search, most=SEARCHES, refusal=TooManyWatches(too_many))


def drop(*, user_id: int, watch_id: int) -> None:
    """Raises NoWatch."""
    if not watches.drop(user_id=user_id, watch_id=watch_id):
        raise NoWatch(_("Этого поиска нет. Возможно, он уже удалён."))


def searches(user_id: int) -> list[Watch]:
    """The person's saved searches, the newest first; one statement."""
    found = Watch.objects.filter(user=user_id, circle=None).select_related("category", "settlement")
    return list(found.order_by("-id")[:SEARCHES])


def watching(appeal: Appeal) -> QuerySet[User]:
    """Who watches for such an appeal, its author apart."""
    sql, said = _SEARCHING, [appeal.kind, appeal.category_id, appeal.settlement_id]
    if appeal.point:
        sql += _NEAR
        said += [appeal.point.ewkt, appeal.kind, appeal.category_id, appeal.point.ewkt]
    found = User.objects.filter(pk__in=RawSQL(sql, said))  # noqa: S611  # constant text, values apart
    return found.exclude(pk=appeal.author_id) if appeal.author_id else found


def tell_later(appeal: Appeal) -> None:
    """Called by the step that publishes, in its transaction."""
    tell_watchers.defer(appeal_id=appeal.pk)


@app.task(queue="letters")
def tell_watchers(*, appeal_id: int) -> None:
    """Write the news down for each watcher who wants letters. Run twice, it tells nobody twice."""
    appeal = Appeal.objects.select_related("topic").get(pk=appeal_id)
    if appeal.state not in PUBLIC or appeal.withheld:  # meanwhile
        return
    said = {**letters.about(appeal), "searches": f"{settings.BASE_URL}/mine/searches"}
    del said["name"]  # the author's
    note = Note("watch-match", said, about=appeal.number, once=f"watch-match {appeal.number}")
    reach.tell_many(watching(appeal), note)
