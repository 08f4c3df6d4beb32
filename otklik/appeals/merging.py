"""Two appeals about the same thing become one, and two again when that was a mistake.

The original carries on. Who supported or followed the duplicate, and its author, come along: their rows at the
original say by which appeal they came (`via`), so that a split takes exactly these back. Only an appeal that carries
on has such rows: they pass on when it is merged itself. Photos stay where they are and are shown with the original.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.appeals import journal, letters
from otklik.appeals.journal import WrongState
from otklik.appeals.lifecycle import PUBLIC, Move, State
from otklik.appeals.models import Appeal, Follow, Support
from otklik.appeals.queries import merged, whole
from otklik.appeals.rules.heat import heat
from otklik.kit.errors import Refusal
from otklik.people.models import User
from otklik.terms import rules


class BadMerge(Refusal):
    """The appeal to merge with does not exist, is the same one, or ended without an answer."""

    code = "bad_merge"
    status = 422


# States of an appeal that another may be merged with: its answer has come or will come.
CARRIES_ON: Final = PUBLIC | {State.MODERATION, State.QUESTION}
_KEPT_WITH: Final = ((Support, "supporters"), (Follow, "followers"))


@transaction.atomic
def merge(*, appeal_id: int, original_number: str, moderator: User, now: datetime) -> None:
    """End the appeal as a duplicate of another, which carries on with its people. A repeat changes nothing.

    Raises WrongState, BadMerge.
    """
    there = Appeal.objects.filter(number=original_number).values_list("pk", flat=True).first()
    locked = _locked([appeal_id, there] if there else [appeal_id])
    original = locked.get(there) if there else None
    if original and locked[appeal_id].original_id == original.pk:
        return
    if original is None or original.pk == appeal_id or not _carries_on(original):
        raise BadMerge(_("Обращения с таким номером нет, или ответа на него не будет. Проверьте номер."))
    facts = {"original": original, "attention": "", "closed_at": now}
    detail = {"original": original.number}
    appeal = journal.move(appeal_id, Move.MERGE, actor=moderator, now=now, detail=detail, facts=facts)
    _bring(appeal, original, now=now)
    letters.merged(appeal, original=original)


def _carries_on(appeal: Appeal) -> bool:
    """Not what is off the portal: with it everything that others wrote would be."""
    return appeal.state in CARRIES_ON and not appeal.withheld


@transaction.atomic
def split(*, appeal_id: int, moderator: User | None, now: datetime) -> None:
    """The merge was a mistake: back to the moderators with its people and those of what was merged with it.

    moderator: None is the portal itself. Raises WrongState: it is no duplicate (any more).
    """
    root_id = _root(appeal_id)
    locked = _locked([appeal_id, root_id])
    if _root(appeal_id) != root_id:
        raise WrongState(_("Обращение только что объединили с другим. Обновите страницу."))
    facts = {"original": None, "closed_at": None, "moderate_by": _moderate_by(locked[appeal_id], now=now)}
    appeal = journal.move(appeal_id, Move.SPLIT, actor=moderator, now=now, facts=facts)
    _take_back(appeal, locked[root_id])
    letters.split(appeal)


def _moderate_by(appeal: Appeal, *, now: datetime) -> datetime:
    about = rules.About.of(appeal.topic, appeal.kind, appeal.regime)
    return rules.moderate_by(about, since=now, on=timezone.localdate(now))


def duplicates(appeal_id: int) -> list[int]:
    """What was merged with it directly; locked together with it until commit, in the order that every merge locks."""
    family = Appeal.objects.filter(pk=appeal_id) | Appeal.objects.filter(
        original=appeal_id, state=State.DUPLICATE
    )
    found = family.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True)
    return [pk for pk in found if pk != appeal_id]


def let_go(duplicate_ids: Sequence[int], *, now: datetime) -> None:
    """Their original ends without an answer: each is an appeal of its own again. See `duplicates`."""
    for appeal_id in duplicate_ids:
        split(appeal_id=appeal_id, moderator=None, now=now)


def _bring(appeal: Appeal, original: Appeal, *, now: datetime) -> None:
    """People of the duplicate to the original; those that came to the duplicate by a merge leave it."""
    come, gone = {}, {}
    for table, count in _KEPT_WITH:
        name = table._meta.db_table
        come[count] = _run(
            f"INSERT INTO {name} (appeal_id, user_id, at, via_id)"  # noqa: S608  # our own words
            f" SELECT %s, user_id, at, coalesce(via_id, appeal_id) FROM {name}"
            " WHERE appeal_id = %s AND user_id IS DISTINCT FROM %s ORDER BY user_id ON CONFLICT DO NOTHING",
            [original.pk, appeal.pk, original.author_id],
        )
        gone[count], _tables = table.objects.filter(appeal=appeal, via__isnull=False).delete()
    come["followers"] += _follow_as_authors(original, [appeal.pk], now=now)
    _count(original, come)
    _count(appeal, {count: -n for count, n in gone.items()})


def _take_back(appeal: Appeal, root: Appeal) -> None:
    """From the root what came by the appeal or by what was merged with it; these are the appeal's now.

    Who is at the root by another duplicate as well stays there.
    """
    below, left = merged.ids(appeal.pk), merged.ids(root.pk)
    ours = [appeal.pk, *below]
    come, gone = {}, {}
    for table, count in _KEPT_WITH:
        name = table._meta.db_table
        _run(
            f"UPDATE {name} AS kept SET via_id = other.appeal_id FROM {name} other"  # noqa: S608
            " WHERE kept.appeal_id = %s AND kept.via_id = ANY(%s) AND other.appeal_id = ANY(%s)"
            " AND other.via_id IS NULL AND other.user_id = kept.user_id",
            [root.pk, ours, left],
        )
        if table is Follow:
            _run(
                f"UPDATE {name} AS kept SET via_id = other.id FROM appeals_appeal other"  # noqa: S608
                " WHERE kept.appeal_id = %s AND kept.via_id = ANY(%s) AND other.id = ANY(%s)"
                " AND other.author_id = kept.user_id",
                [root.pk, ours, left],
            )
        gone[count], _tables = table.objects.filter(appeal=root, via__in=ours).delete()
        come[count] = _run(
            f"INSERT INTO {name} (appeal_id, user_id, at, via_id)"  # noqa: S608
            f" SELECT %s, user_id, at, appeal_id FROM {name} WHERE appeal_id = ANY(%s) AND via_id IS NULL"
            " AND user_id IS DISTINCT FROM %s ORDER BY user_id, appeal_id ON CONFLICT DO NOTHING",
            [appeal.pk, below, appeal.author_id],
        )
    come["followers"] += _follow_as_authors(appeal, below, now=appeal.state_since)
    _count(root, {count: -n for count, n in gone.items()})
    _count(appeal, come)


def _follow_as_authors(original: Appeal, duplicate_ids: list[int], *, now: datetime) -> int:
    """Authors of the duplicates follow the original; how many did not before."""
    return _run(
        "INSERT INTO appeals_follow (appeal_id, user_id, at, via_id)"
        " SELECT %s, author_id, %s, id FROM appeals_appeal WHERE id = ANY(%s) AND author_id IS NOT NULL"
        " AND author_id IS DISTINCT FROM %s ORDER BY author_id, id ON CONFLICT DO NOTHING",
        [original.pk, now, duplicate_ids, original.author_id],
    )


def _count(appeal: Appeal, more: dict[str, int]) -> None:
    """appeal: locked by us."""
    changed = {count: getattr(appeal, count) + n for count, n in more.items() if n}
    if "supporters" in changed and appeal.published_at:
        kept = heat(appeal.published_at, supporters=changed["supporters"])
        Appeal.objects.filter(pk=appeal.pk).update(heat=kept, **changed)
    elif changed:
        Appeal.objects.filter(pk=appeal.pk).update(**changed)


def _run(statement: str, values: Sequence[Any]) -> int:
    """How many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def _locked(ids: Sequence[int]) -> dict[int, Appeal]:
    """In the order of their ids, so that two merges never wait for each other. Raises Appeal.DoesNotExist."""
    rows = Appeal.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
    found = {appeal.pk: appeal for appeal in rows}
    if any(pk not in found for pk in ids):
        raise Appeal.DoesNotExist
    return found


def _root(appeal_id: int) -> int:
    """The appeal that carries on for this one. Raises WrongState: it is no duplicate."""
    original_id = Appeal.objects.filter(pk=appeal_id, state=State.DUPLICATE).values_list(
        "original", flat=True
    )
    found = original_id.first()
    if found is None:
        raise WrongState(_("Это обращение ни с чем не объединено. Обновите страницу."))
    return whole.root(found)
