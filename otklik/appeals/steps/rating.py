"""Stage 7. The author rates the answer: 1 to 5, and whether the matter is solved.

The authority's claim (the decision in the answer) and the author's verdict stand side by side; neither replaces
the other.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from otklik.appeals import following, journal, letters
from otklik.appeals.lifecycle import Attention, Move
from otklik.appeals.models import Appeal
from otklik.appeals.steps import closing
from otklik.kit.errors import Refusal
from otklik.people.models import User


class BadRating(Refusal):
    """No mark from 1 to 5, or «not solved» without saying why."""

    code = "bad_rating"
    status = 422


@transaction.atomic
def rate(  # noqa: PLR0913  # what is said, by whom, under which key
    *,
    appeal_id: int,
    stars: int,
    solved: bool,
    words: str,
    now: datetime,
    formal: bool = False,
    by_phone: User | None = None,
    key: UUID | None = None,
) -> None:
    """Keep the author's mark and verdict. Solved: the appeal is closed. Not solved: it goes back to work.

    The caller has made sure that it is the author; by_phone: the operator who wrote down what the author said; key: of
    a program, by which it is known again (`mine.standing`). formal: what is returned was a formal answer, which the
    board counts. settings.FREE_RETURNS returns are sent to the authority by the clock (`dispatch.resend_returned`,
    within seconds); further ones wait for a moderator at the desk.
    Raises WrongState (no answer yet, rated or closed already), BadRating.
    """
    words = words.strip()
    if stars not in range(1, 6):
        raise BadRating(_("Поставьте оценку от 1 до 5."))
    if not solved and not words:
        raise BadRating(_("Напишите, что осталось нерешённым: это увидит исполнитель."))
    appeal = Appeal.objects.select_related("author").get(pk=appeal_id)
    said = {"solved": solved} | ({"formal": True} if formal and not solved else {})
    detail = {"stars": stars, **said, **journal.told(by_phone=by_phone, key=key)}
    appeal = journal.move(
        appeal_id,
        Move.RATE,
        actor=by_phone or appeal.author,
        now=now,
        reason=words,
        detail=detail,
        facts={"rating": stars, "verdict": words, **said},
    )
    if solved:
        closing.close(appeal_id=appeal_id, now=now, rated=True)
    else:
        _return(appeal, words=words, now=now)


@transaction.atomic
def settle_return(*, appeal_id: int, moderator: User, again: bool, words: str, now: datetime) -> None:
    """A moderator decides on a further return: `again` to the authority, or the answer stands and it is closed.

    Raises WrongState.
    """
    if again:
        journal.move(appeal_id, Move.ALLOW, actor=moderator, now=now, facts={"attention": ""})
    else:
        closing.close(appeal_id=appeal_id, now=now, rated=True, actor=moderator, words=words.strip())


def _return(appeal: Appeal, *, words: str, now: datetime) -> None:
    by_right = appeal.returns < settings.FREE_RETURNS
    facts = {
        "returns": appeal.returns + 1,
        "attention": "" if by_right else Attention.RETURN_REVIEW.value,
    }
    appeal = journal.move(appeal.pk, Move.RETURN, actor=appeal.author, now=now, reason=words, facts=facts)
    letters.returned(appeal, by_right=by_right)
    following.tell_later(appeal, following.RETURNED)
