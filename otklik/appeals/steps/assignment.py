"""Stage 4, first half. The address and the topic say who answers; where they do not, a person decides at the desk.

Never a guess: without a territory or a duty row the appeal waits, public, with its reason.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.appeals import facets, journal
from otklik.appeals.lifecycle import Attention, Move
from otklik.appeals.models import Appeal
from otklik.appeals.queries.desk import Work
from otklik.appeals.steps import dispatch, reception
from otklik.authorities import queries as authorities
from otklik.authorities import routing
from otklik.authorities.models import Authority
from otklik.kit.errors import Refusal
from otklik.people.models import User
from otklik.terms import rules

_SUPERVISORS: Final = frozenset({User.Role.SUPERVISOR.value, User.Role.ADMIN.value})


class NoExchange(Refusal):
    """The chosen authority has neither a MEDO address nor a desk: nothing can be sent to it."""

    code = "no_exchange"
    status = 422


class NotForYou(Refusal):
    """Forwarded too often: a supervisor decides."""

    code = "not_for_you"
    status = 403


@dataclass(frozen=True, slots=True)
class Choice:
    """Who answers by the routing; or nobody, and why."""

    authority: Authority | None
    why: str = ""  # the rule, territory version and topic
    trouble: Attention | None = None


def assign(appeal: Appeal, *, now: datetime) -> None:
    """Find who answers and queue the dispatch; else leave the appeal in the desk queue with the reason.

    appeal: locked and published. The rule, territory version and topic are kept with the appeal and in the journal.
    """
    topic, located = appeal.topic, appeal.point is not None
    choice = choose(topic.code, topic.duty, appeal.area, appeal.territory_id, located=located)
    if choice.authority is None or choice.trouble:
        return _to_desk(appeal, choice.trouble or Attention.NOBODY, now=now)
    return _hand_over(appeal, choice.authority, why=choice.why, actor=None, now=now)


def foresee(work: Work) -> Choice:
    """Whom `assign` would choose if the appeal were published now. Changes nothing."""
    return choose(work.topic_code, work.duty, work.area, work.territory_id, located=work.located)


def choose(topic_code: str, duty: str, area: str, territory_id: int | None, *, located: bool) -> Choice:
    """By the topic and the address as they are. located: it has a point."""
    # From publication on the appeal has the code of its territory, whose row may be megabytes.
    code = area or facets.area(territory_id)
    if not code:
        return Choice(None, trouble=Attention.OUTSIDE if located else Attention.NO_TERRITORY)
    choice = routing.responsible(topic_code=topic_code, duty=duty, territory_code=code)
    if choice is None:
        return Choice(None, trouble=Attention.NOBODY)
    authority = choice.authority
    why = f"{choice.why}; territory {code} v{territory_id}; topic {topic_code}"
    if authorities.way_to(authority) is None:
        return Choice(authority, why, Attention.NO_EXCHANGE)
    return Choice(authority, why)


@transaction.atomic
def assign_by_hand(*, appeal_id: int, authority_id: int, moderator: User, now: datetime) -> None:
    """A moderator names the authority. Raises WrongState (it is assigned or ended already), NoExchange, NotForYou."""
    appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal_id)
    if not may_assign(moderator, appeal.attention):
        raise NotForYou(_("Это обращение органы передают друг другу: исполнителя назначает контролёр."))
    authority = Authority.objects.get(pk=authority_id)
    if authorities.way_to(authority) is None:
        raise unreachable()
    _hand_over(appeal, authority, why=f"by hand: moderator {moderator.pk}", actor=moderator, now=now)


def may_assign(who: User, attention: str | None) -> bool:
    """Whether this moderator may name the authority of an appeal that waits for this."""
    return attention != Attention.FORWARDED or who.role in _SUPERVISORS


def unreachable() -> NoExchange:
    """What to say of a body that nothing can be sent to."""
    return NoExchange(
        _("Этот орган не подключён ни к МСЭД, ни к порталу. Выберите другой или подключите его.")
    )


def pass_on(appeal: Appeal, *, to: Authority, sender: Authority, by: User, now: datetime) -> None:
    """`sender` says that `to` is competent. appeal: locked and published."""
    _hand_over(appeal, to, why=f"forwarded by {sender.code}", actor=by, now=now)


def term(appeal: Appeal, *, since: date) -> date | None:
    """Last working day for the answer by the rules of that day; thanks have none."""
    return rules.answer_by(rules.About.of(appeal.topic, appeal.kind, appeal.regime), since=since)


def _hand_over(appeal: Appeal, authority: Authority, *, why: str, actor: User | None, now: datetime) -> None:
    facts = {
        "authority": authority,
        "assigned_why": why[:300],
        "attention": "",
        "executor": None,
        "answer_by": term(appeal, since=timezone.localdate(now)),
    }
    detail = {"authority": authority.name, "why": why[:300], **reception.mark(authority)}
    journal.move(appeal.pk, Move.ASSIGN, actor=actor, now=now, detail=detail, facts=facts, locked=appeal)
    dispatch.deliver(appeal, authority, now=now)


def _to_desk(appeal: Appeal, reason: Attention, *, now: datetime) -> None:
    facts = {"attention": reason.value, "authority": None}
    detail = {"code": reason.value}
    journal.move(appeal.pk, Move.UNROUTED, actor=None, now=now, detail=detail, facts=facts, locked=appeal)
