"""Which appeals of those that a role may work with: a moderator's territories and topics, an official's authorities."""

from django.http import Http404

from otklik.appeals.queries import desk, office, opinions
from otklik.appeals.steps.replying import Desk
from otklik.authorities import queries as authorities
from otklik.people.models import User
from otklik.web.access.rights import Action, allowed, is_limited


def scope_of(user: User) -> desk.Scope:
    """What the user's desks show."""
    if not is_limited(user):
        return desk.EVERYTHING
    return desk.Scope(tuple(user.territory_codes), tuple(user.topic_codes))


def sees(user: User, appeal_id: int) -> bool:
    """Whether the appeal belongs to the user's desk. No statement for who sees everything."""
    scope = scope_of(user)
    return scope == desk.EVERYTHING or desk.is_within(appeal_id, scope)


def require_appeal(user: User, appeal_id: int) -> None:
    """404 outside of the user's territories and topics: nobody learns by numbers what others have."""
    if not sees(user, appeal_id):
        raise Http404


def reads_unpublished(user: User, appeal_id: int) -> bool:
    """Photos and maps of an appeal that is not public are for its moderators."""
    return allowed(user, Action.MODERATE) and sees(user, appeal_id)


def serves(user: User, appeal_id: int, *, personal: bool = False) -> bool:
    """Whether an authority of the official has the appeal; personal: and may have what names its author."""
    bodies = authority_ids(user)
    return bool(bodies) and office.is_at(appeal_id, bodies, personal=personal)


def own_desk(user: User, number: str) -> Desk:
    """The appeal at a desk of the official. 404: another body's, or nobody's."""
    found = office.where(number)
    if found is None or found[1] not in authority_ids(user):
        raise Http404
    return Desk(*found)


def require_asked(user: User, opinion_id: int) -> None:
    """404 unless a body of the official is asked."""
    if opinions.asked_body(opinion_id) not in authority_ids(user):
        raise Http404


def own_body(user: User, asked: int | None) -> int:
    """The body of the official that the address names, the first one where it names none. 404: another's, or none."""
    bodies = authority_ids(user)
    if not bodies or (asked is not None and asked not in bodies):
        raise Http404
    return bodies[0] if asked is None else asked


def authority_ids(user: User) -> list[int]:
    """Authorities whose appeals the official sees: the own ones, for a head with all below them. One statement."""
    if not allowed(user, Action.WORK_FOR_AUTHORITY):
        return []
    return authorities.served_by(user.pk, with_subordinates=user.role == User.Role.HEAD)


def figures_of(user: User) -> list[int] | None:
    """Authorities whose figures and reports the person sees: an official those of `authority_ids`; None: every one and
    the region.
    """
    return authority_ids(user) if allowed(user, Action.WORK_FOR_AUTHORITY) else None
