"""Which appeals of those that a role may work with: a moderator's territories and topics, an official's authorities."""

from django.http import Http404

from otklik.appeals.queries import desk
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


def authority_ids(user: User) -> list[int]:
    """Authorities whose appeals the official sees: the own ones, for a head with all below them. One statement."""
    if not allowed(user, Action.WORK_FOR_AUTHORITY):
        return []
    return authorities.served_by(user.pk, with_subordinates=user.role == User.Role.HEAD)
