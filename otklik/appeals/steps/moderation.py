"""Stages 2 and 3. A moderator publishes the appeal, refuses it, asks its author or corrects it.

Approval publishes, assigns and queues the dispatch in one transaction.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from otklik.appeals import facets, journal, letters, merging, searches
from otklik.appeals.lifecycle import Kind, Move, RefusalReason, State
from otklik.appeals.models import Appeal
from otklik.appeals.rules import deadlines
from otklik.appeals.steps import assignment
from otklik.appeals.whereabouts import Where
from otklik.classifier.models import Topic
from otklik.kit.errors import Refusal
from otklik.people.models import User


class NeedsWords(Refusal):
    """A question or a refusal «for another reason» without its text."""

    code = "needs_words"
    status = 422


class BadTopic(Refusal):
    """The topic does not go with this kind of appeal, or the classifier has no such topic any more."""

    code = "bad_topic"
    status = 422


@transaction.atomic
def publish(*, appeal_id: int, moderator: User, now: datetime, authority_id: int | None = None) -> None:
    """`publish_here` in a transaction of its own."""
    publish_here(appeal_id=appeal_id, moderator=moderator, now=now, authority_id=authority_id)


def publish_here(*, appeal_id: int, moderator: User, now: datetime, authority_id: int | None = None) -> None:
    """Show the appeal to everyone, choose who answers and hand it to dispatch. Raises WrongState.

    authority_id: chosen by the moderator, instead of the routing; raises NoExchange.
    Where nobody answers for the place and topic the appeal is public all the same and waits in the desk queue.
    """
    facts = facets.at_publication(appeal_id, published_at=now)
    appeal = journal.move(appeal_id, Move.PUBLISH, actor=moderator, now=now, facts=facts)
    letters.published(appeal)
    searches.tell_later(appeal)
    if authority_id is None:
        assignment.assign(appeal, now=now)
    else:
        assignment.assign_by_hand(
            appeal_id=appeal_id, authority_id=authority_id, moderator=moderator, now=now
        )


@transaction.atomic
def refuse(*, appeal_id: int, moderator: User, reason: RefusalReason, words: str, now: datetime) -> None:
    """Refuse the appeal and tell the author why. Raises WrongState; NeedsWords for OTHER without words."""
    require_refusal_words(reason, words)
    duplicates = merging.duplicates(appeal_id)
    appeal = journal.move(
        appeal_id,
        Move.REFUSE,
        actor=moderator,
        now=now,
        reason=words.strip(),
        detail={"code": reason.value},
        facts={"closed_at": now},
    )
    letters.refused(appeal, reason=reason, words=words.strip())
    merging.let_go(duplicates, now=now)


@transaction.atomic
def ask(*, appeal_id: int, moderator: User, words: str, now: datetime) -> None:
    """Ask the author; the 48 hours stand still until the reply. Raises WrongState, NeedsWords."""
    require_question(words)
    facts = {"question_by": now + timedelta(days=settings.QUESTION_DAYS)}
    appeal = journal.move(appeal_id, Move.ASK, actor=moderator, now=now, reason=words.strip(), facts=facts)
    letters.question(appeal, words=words.strip())


def require_refusal_words(reason: RefusalReason, words: str) -> None:
    """Raises NeedsWords."""
    if reason is RefusalReason.OTHER and not words.strip():
        raise NeedsWords(_("Напишите автору, почему обращение отклонено."))


def require_question(words: str) -> None:
    """Raises NeedsWords."""
    if not words.strip():
        raise NeedsWords(_("Напишите вопрос автору."))


@transaction.atomic
def reply(
    *, appeal_id: int, words: str, now: datetime, by_phone: User | None = None, key: UUID | None = None
) -> None:
    """The author's reply: back to the moderator, the clock goes on. by_phone: the operator who wrote it down; key: of a
    program, by which it is known again (`mine.standing`).

    Raises WrongState, NeedsWords.
    """
    if not words.strip():
        raise NeedsWords(_("Напишите ответ на вопрос модератора."))
    asked = Appeal.objects.select_for_update(of=("self",)).select_related("author").get(pk=appeal_id)
    due = deadlines.resumed(asked.moderate_by, asked_at=asked.state_since, replied_at=now)
    facts = {"moderate_by": due, "question_by": None}
    detail = journal.told(by_phone=by_phone, key=key)
    actor = by_phone or asked.author
    journal.move(
        appeal_id, Move.REPLY, actor=actor, now=now, reason=words.strip(), detail=detail, facts=facts
    )


def expire_questions(*, now: datetime, limit: int = 500) -> int:
    """Refuse appeals whose author did not answer in time; return how many. Source: domain-rules B3."""
    late = Appeal.objects.filter(state=State.QUESTION, question_by__lt=now).order_by("question_by")
    reason = RefusalReason.NO_REPLY
    return journal.move_each(
        late,
        Move.EXPIRE,
        now=now,
        limit=limit,
        detail={"code": reason.value},
        facts={"closed_at": now},
        then=lambda appeal: _expired(appeal, now=now),
    )


def _expired(appeal: Appeal, *, now: datetime) -> None:
    letters.refused(appeal, reason=RefusalReason.NO_REPLY, words="")
    merging.let_go(merging.duplicates(appeal.pk), now=now)


@transaction.atomic
def correct_topic(*, appeal_id: int, topic_code: str, moderator: User, now: datetime) -> None:
    """Put the appeal under another topic. Raises WrongState, BadTopic."""
    topic = _topic(topic_code)
    facts = {"topic": topic, "category_id": topic.category_id}
    detail = {"topic": topic.title}
    appeal = journal.move(appeal_id, Move.CORRECT, actor=moderator, now=now, detail=detail, facts=facts)
    if appeal.kind not in topic.kinds:
        raise BadTopic(_("Для этого вида обращений такой темы нет."))
    _assign_anew(appeal, moderator, now=now)


@transaction.atomic
def correct_kind(*, appeal_id: int, kind: Kind, topic_code: str, moderator: User, now: datetime) -> None:
    """Make it a problem, a proposal or thanks; its topic stays ("") or is another one. Raises WrongState, BadTopic."""
    facts: dict[str, Any] = {"kind": kind.value}
    if topic_code:
        topic = _topic(topic_code)
        facts |= {"topic": topic, "category_id": topic.category_id}
    detail = {"kind": kind.value}
    appeal = journal.move(appeal_id, Move.CORRECT, actor=moderator, now=now, detail=detail, facts=facts)
    if kind not in appeal.topic.kinds:
        raise BadTopic(_("Для этого вида обращений такой темы нет."))
    _assign_anew(appeal, moderator, now=now)


@transaction.atomic
def correct_place(*, appeal_id: int, where: Where, moderator: User, now: datetime) -> None:
    """Correct the address, the point and with it the territory. Raises WrongState."""
    facts = {
        "settlement_id": where.settlement_id,
        "address": where.address,
        "point": None if where.lon is None or where.lat is None else Point(where.lon, where.lat, srid=4326),
        "territory_id": where.territory_id,
        "area": facets.area(where.territory_id),
    }
    detail = {"address": where.address}
    appeal = journal.move(appeal_id, Move.CORRECT, actor=moderator, now=now, detail=detail, facts=facts)
    _assign_anew(appeal, moderator, now=now)


@transaction.atomic
def withdraw(*, appeal_id: int, words: str, now: datetime) -> None:
    """The author takes the appeal back. Raises WrongState: it is answered or ended already."""
    duplicates = merging.duplicates(appeal_id)
    author = Appeal.objects.select_related("author").get(pk=appeal_id).author
    facts = {"attention": "", "closed_at": now}
    journal.move(appeal_id, Move.WITHDRAW, actor=author, now=now, reason=words.strip(), facts=facts)
    merging.let_go(duplicates, now=now)


def _topic(code: str) -> Topic:
    topic = Topic.objects.filter(code=code, active=True, emergency_advice="").first()
    if topic is None:
        raise BadTopic(_("Такой темы нет."))
    return topic


def _assign_anew(appeal: Appeal, moderator: User, *, now: datetime) -> None:
    """What authorities forward to each other goes on waiting for a supervisor, whatever was corrected."""
    if appeal.state == State.PUBLISHED and assignment.may_assign(moderator, appeal.attention):
        assignment.assign(appeal, now=now)
