"""What desks ask about authorities."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from otklik.authorities.models import Authority, Duty, DutyVersion, Membership, Rehearsal


class Way(StrEnum):
    """How an appeal comes to a body."""

    MSED = "msed"  # as a document
    DESK = "desk"  # its officials work here


def way_to(authority: Authority) -> Way | None:
    """None: nothing can be sent to it. A body that has both is written to through МСЭД; its desk is a window."""
    if authority.msed_uid is not None and authority.msed_address:
        return Way.MSED
    return Way.DESK if authority.has_desk else None


def connected(*, without: int | None = None) -> list[tuple[str, str]]:
    """(id, name) of every active body that an appeal can be sent to, for a list to choose from.

    without: the id of a body that is no choice.
    """
    reached = Q(msed_uid__isnull=False) & ~Q(msed_address="") | Q(has_desk=True)
    rows = Authority.objects.filter(reached, active=True).order_by("name", "id")
    return [(str(id_), name) for id_, name in rows.values_list("id", "name") if id_ != without]


def consulted(*, without: int) -> list[tuple[str, str]]:
    """(id, name) of every active body whose officials can be asked here: it has a desk, or people who sign in."""
    staffed = Q(has_desk=True) | Exists(Membership.objects.filter(authority=OuterRef("pk")))
    rows = Authority.objects.filter(staffed, active=True).exclude(pk=without).order_by("name", "id")
    return [(str(id_), name) for id_, name in rows.values_list("id", "name")]


def partners() -> list[tuple[str, str]]:
    """(MEDO uid, name) of every body that exchanges documents or did, for a list to choose from."""
    rows = Authority.objects.filter(msed_uid__isnull=False).order_by("name", "id")
    return [(str(uid), name) for uid, name in rows.values_list("msed_uid", "name")]


# UNION keeps each body once, so even a circle of superiors would come to an end.
_SERVED: Final = """
WITH RECURSIVE served AS (
    SELECT authority_id AS id FROM authorities_membership WHERE user_id = %s
    UNION
    SELECT below.id FROM authorities_authority below JOIN served ON below.superior_id = served.id WHERE %s
)
SELECT id FROM served ORDER BY id
"""


def served_by(user_id: int, *, with_subordinates: bool = False) -> list[int]:
    """Ids of the authorities that this official works for, and of all below them when asked. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SERVED, [user_id, with_subordinates])
        return [row[0] for row in cursor.fetchall()]


def names(ids: list[int]) -> list[tuple[str, str]]:
    """(id, name) of these bodies, by name."""
    rows = Authority.objects.filter(pk__in=ids).order_by("name", "id").values_list("id", "name")
    return [(str(id_), name) for id_, name in rows]


def active() -> list[tuple[str, str]]:
    """(id, name) of every active body, by name."""
    rows = Authority.objects.filter(active=True).order_by("name", "id").values_list("id", "name")
    return [(str(id_), name) for id_, name in rows]


def every() -> list[tuple[str, str]]:
    """(code, name) of every active body, for a list to choose from."""
    return list(Authority.objects.filter(active=True).order_by("name", "id").values_list("code", "name"))


LISTED: Final = 50  # bodies of a page


@dataclass(frozen=True, slots=True)
class BodyRow:
    id: int
    code: str
    name: str
    level: str
    place: str  # OKTMO; "" the whole region
    connected: bool  # to MEDO
    has_desk: bool
    active: bool


def listed(*, typed: str = "", only: str = "", after: int | None = None) -> list[BodyRow]:
    """Bodies by name from the one after `after`; one more than LISTED says that there is another page.

    typed: a part of the name, short name or code, or a whole OKTMO. only: closed, or silent (nothing can be sent to
    them). Two statements at most.
    """
    rows = Authority.objects.order_by("name", "id")
    if typed:
        rows = rows.filter(
            Q(name__icontains=typed)
            | Q(short_name__icontains=typed)
            | Q(code__icontains=typed)
            | Q(territory_code=typed)
        )
    if only == "closed":
        rows = rows.filter(active=False)
    elif only == "silent":
        rows = rows.filter(active=True, msed_uid=None, has_desk=False)
    last = Authority.objects.filter(pk=after).first() if after is not None else None
    if last:
        rows = rows.filter(Q(name__gt=last.name) | Q(name=last.name, id__gt=last.pk))
    return [
        BodyRow(
            one.pk, one.code, one.name, str(Authority.Level(one.level).label), one.territory_code,
            one.msed_uid is not None, one.has_desk, one.active,
        )
        for one in rows[: LISTED + 1]
    ]  # fmt: skip


def titles() -> dict[str, str]:
    """Name of every body by its code, also of those that are closed."""
    return dict(Authority.objects.order_by("name", "id").values_list("code", "name"))


VERSIONS: Final = 20  # of a page


def versions(*, before: int | None = None) -> list[DutyVersion]:
    """Published sets of duties, the newest first; one more than VERSIONS says that there is another page."""
    rows = DutyVersion.objects.select_related("by").order_by("-version")
    return list((rows.filter(version__lt=before) if before is not None else rows)[: VERSIONS + 1])


def newest_version() -> int:
    """0: nothing was published yet."""
    return DutyVersion.objects.order_by("-version").values_list("version", flat=True).first() or 0


def rehearsal(rehearsal_id: int) -> Rehearsal:
    """Raises Rehearsal.DoesNotExist."""
    return Rehearsal.objects.select_related("asked_by").get(pk=rehearsal_id)


def last_rehearsal() -> Rehearsal | None:
    return Rehearsal.objects.select_related("asked_by").defer("found").order_by("-pk").first()


def ruled() -> set[str]:
    """Subjects (topics and duties) that some rule of an active body names. One statement."""
    return set(Duty.objects.filter(authority__active=True).values_list("subject", flat=True).distinct())


_STAFFED: Final = """
WITH RECURSIVE served AS (
    SELECT m.authority_id AS id FROM authorities_membership m JOIN people_user u ON u.id = m.user_id
    WHERE u.role = %s AND u.is_active
    UNION
    SELECT below.id FROM authorities_authority below JOIN served ON below.superior_id = served.id WHERE %s
)
SELECT id FROM served
"""


def staffed(role: str, *, with_subordinates: bool = False) -> set[int]:
    """Ids of the authorities that somebody of this role works for, and of all below them when asked. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_STAFFED, [role, with_subordinates])
        return {row[0] for row in cursor.fetchall()}
