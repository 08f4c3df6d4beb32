"""The draft of duties: rows put in and taken back, published as a version, a version taken back. One for everybody."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext as _

from otklik.authorities import rules
from otklik.authorities.models import Duty, DutyDraft, DutyVersion
from otklik.authorities.rules import Body, Key, Rules
from otklik.kit.errors import Refusal
from otklik.kit.marks import Changed, mark
from otklik.people import changes
from otklik.people.models import User

_LOCK: Final = 7_310_451  # advisory: one puts, publishes or takes back at a time
REASON_MAX: Final = 300
BATCH: Final = 2_000
_COLUMNS: Final = ("authority", "was", "by", "at")


class Put(NamedTuple):
    """From the next publication on, this body has the duty; None: nobody."""

    key: Key
    authority_id: int | None


class NothingDrafted(Refusal):
    code = "nothing_drafted"


class NeedsReason(Refusal):
    code = "needs_reason"
    status = 422


class Overtaken(Refusal):
    """A duty was changed past the draft, by an import: the row must be looked at again."""

    code = "overtaken"


def drafts() -> list[DutyDraft]:
    """In order of their keys. One statement."""
    return list(DutyDraft.objects.select_related("by").order_by("subject", "territory_code", "rank"))


def mark_of(rows: Iterable[DutyDraft]) -> str:
    """Says which draft a page showed or a dry run tried."""
    return mark([[row.subject, row.territory_code, row.rank, row.authority_id, row.was_id] for row in rows])


@transaction.atomic
def put(given: Sequence[Put], *, by: User, now: datetime) -> int:
    """Into the draft; what is in force already leaves it. Returns how many rows of the draft changed by it."""
    _lock()
    live, kept = rules.in_force(), {_key(row): row for row in DutyDraft.objects.all()}
    gone, made = list[int](), list[DutyDraft]()
    for key, authority_id in dict(given).items():
        there, row = live.by_key.get(key), kept.get(key)
        was = there.body.id if there else None
        if authority_id == was:
            gone += [row.pk] if row else []
        elif row is None or (row.authority_id, row.was_id) != (authority_id, was):
            subject, place, rank = key
            made.append(
                DutyDraft(
                    subject=subject, territory_code=place, rank=rank, authority_id=authority_id, was_id=was,
                    by=by, at=now,
                )
            )  # fmt: skip
    DutyDraft.objects.filter(pk__in=gone).delete()
    DutyDraft.objects.bulk_create(
        made,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["subject", "territory_code", "rank"],
        update_fields=_COLUMNS,
    )
    return len(gone) + len(made)


@transaction.atomic
def put_one(given: Put, *, shown: str, also: Sequence[Put] = (), by: User, now: datetime) -> None:
    """A row that was edited on a page. shown: code of the body that the page showed there, "" for nobody.

    also: the row that it came from, when its key is another now. Raises Changed: another administrator was quicker.
    """
    _lock()
    there = rules.with_draft(rules.in_force(), drafts()).by_key.get(given.key)
    code = there.body.code if there else ""
    if shown != code and not (there and there.body.id == given.authority_id):
        raise Changed(
            _("Это правило только что изменил другой администратор: теперь там «%(name)s».")
            % {"name": there.body.name if there else _("никто")}
        )
    put([given, *also], by=by, now=now)


def take_back(keys: Iterable[int]) -> None:
    """Rows of the draft by id. A repeat does nothing."""
    DutyDraft.objects.filter(pk__in=list(keys)).delete()


def drop() -> None:
    """The whole draft."""
    DutyDraft.objects.all().delete()


@transaction.atomic
def publish(*, shown: str, reason: str, by: User, now: datetime) -> DutyVersion:
    """Make the draft the duties in force. shown: the mark of the draft that the page showed.

    Raises NothingDrafted, NeedsReason, Changed (the draft is another by now), Overtaken.
    """
    _lock()
    reason, rows = " ".join(reason.split()), drafts()
    if not rows:
        raise NothingDrafted(_("Черновик пуст: публиковать нечего."))
    if not 1 <= len(reason) <= REASON_MAX:
        raise NeedsReason(_("Напишите, зачем меняются правила: до %(n)s знаков.") % {"n": REASON_MAX})
    if mark_of(rows) != shown:
        raise Changed(_("Черновик изменился с тех пор, как вы его открыли. Посмотрите, что в нём теперь."))
    live = rules.in_force()
    late = [row for row in rows if _holder(live, _key(row)) != row.was_id]
    if late:
        raise Overtaken(
            _("Правила изменились мимо черновика (загрузка из файла): %(which)s. Отметьте их заново.")
            % {"which": "; ".join(" ".join(map(str, _key(row))) for row in late[:5])}
        )
    return _carry_out([Put(_key(row), row.authority_id) for row in rows], live, reason, by, now)


@transaction.atomic
def undo(version: int, *, by: User, now: datetime) -> DutyVersion:
    """Take the newest version back, as another version. Raises Changed: it is not the newest; Overtaken."""
    _lock()
    newest = DutyVersion.objects.order_by("-version").first()
    if newest is None or newest.version != version:
        raise Changed(_("После этой версии опубликованы другие: отменить можно только последнюю."))
    live, known = rules.in_force(), {body.code: body.id for body in rules.bodies().values()}
    back = list[Put]()
    for subject, place, rank, before, after in newest.changes:
        key = (subject, place, rank)
        if _holder(live, key) != (known.get(after) if after else None) or (before and before not in known):
            raise Overtaken(_("Правила изменились после публикации: отменить её целиком уже нельзя."))
        back.append(Put(key, known[before] if before else None))
    reason = _("Отмена версии %(n)s") % {"n": version}
    return _carry_out(back, live, reason, by, now)


def _carry_out(given: list[Put], live: Rules, reason: str, by: User, now: datetime) -> DutyVersion:
    """Write the duties, the version and the journal; the draft loses what is done."""
    known = rules.bodies()
    told = [_told(one, live, known) for one in given]
    removed = [one.key for one in given if one.authority_id is None]
    Duty.objects.filter(pk__in=[live.by_key[key].duty_id for key in removed if key in live.by_key]).delete()
    Duty.objects.bulk_create(
        [
            Duty(subject=subject, territory_code=place, rank=rank, authority_id=authority_id)
            for (subject, place, rank), authority_id in given
            if authority_id is not None
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["subject", "territory_code", "rank"],
        update_fields=["authority"],
    )
    newest = DutyVersion.objects.order_by("-version").values_list("version", flat=True).first() or 0
    made = DutyVersion.objects.create(version=newest + 1, at=now, by=by, reason=reason, changes=told)
    _journal(made, by, now)
    done = {(*key, authority_id) for key, authority_id in given}
    take_back(row.pk for row in drafts() if (*_key(row), row.authority_id) in done)
    return made


def _told(one: Put, live: Rules, known: dict[int, Body]) -> list[Any]:
    there = live.by_key.get(one.key)
    after = known[one.authority_id].code if one.authority_id is not None else None
    return [*one.key, there.body.code if there else None, after]


def _journal(version: DutyVersion, by: User, now: datetime) -> None:
    """One row for the set, one for each body that got or lost a duty."""
    about = {"reason": version.reason, "rules": len(version.changes)}
    changes.write(by=by, what=f"duties:{version.version}", before=None, after=about, now=now)
    touched: dict[str, tuple[list[str], list[str]]] = {}
    for subject, place, _rank, before, after in version.changes:
        words = f"{subject} @ {place}" if place else subject
        for code, side in ((before, 0), (after, 1)):
            if code and before != after:
                touched.setdefault(code, ([], []))[side].append(words)
    for code, (lost, got) in touched.items():
        before_after = {"before": {"duties": lost}, "after": {"duties": got}}
        changes.write(by=by, what=f"duties-of:{code}", now=now, **before_after)


def _holder(live: Rules, key: Key) -> int | None:
    there = live.by_key.get(key)
    return there.body.id if there else None


def _key(row: DutyDraft) -> Key:
    return row.subject, row.territory_code, row.rank


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
