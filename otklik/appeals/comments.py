"""Comments of registered people under a public appeal: a moderator reads each before everybody does.

No state of the appeal changes, so these are no steps. What was refused stays with its author, who is
written why.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from otklik.appeals import letters, public
from otklik.appeals.lifecycle import CommentReason, CommentState
from otklik.appeals.models import Appeal, Comment
from otklik.kit.errors import Refusal
from otklik.people import limits
from otklik.people.limits import Limit
from otklik.people.models import User

TEXT_MAX: Final = 2000  # characters
_AT_ONCE, _MINUTES = 5, 10  # of one account


class NoComments(Refusal):
    """The region has none, or nobody may comment on this appeal: not public, withdrawn, merged."""

    code = "no_comments"
    status = 404


class BadComment(Refusal):
    """Empty or too long."""

    code = "bad_comment"
    status = 422


class TooOften(Refusal):
    """More than a person has to say: a flood."""

    code = "too_often"
    status = 429


class Decided(Refusal):
    """Another moderator was quicker and decided otherwise."""

    code = "decided"


@transaction.atomic
def write(*, number: str, user: User, key: UUID, words: str, now: datetime) -> bool:
    """A comment that waits for a moderator; whether it is new: the same key twice says it once.

    Raises NoComments, BadComment, TooOften.
    """
    if Comment.objects.filter(client_key=key).exists():
        return False
    appeal = Appeal.objects.filter(public.SHOWN, number=number).only("pk").first()
    if appeal is None or not settings.COMMENTS:
        raise NoComments(_("К этому обращению комментарии не принимаются."))
    words = words.replace("\r\n", "\n").strip()
    if not words:
        raise BadComment(_("Напишите комментарий."))
    if len(words) > TEXT_MAX:
        raise BadComment(_("Комментарий длиннее %(n)d знаков. Сократите его.") % {"n": TEXT_MAX})
    _count(user, now=now)
    _comment, is_new = Comment.objects.get_or_create(
        client_key=key, defaults={"appeal": appeal, "author": user, "text": words, "written_at": now}
    )
    return is_new


def publish(*, comment_id: int, moderator: User, now: datetime) -> None:
    """Show it to everybody; a repeat changes nothing. Raises Decided: it was refused."""
    _decide(comment_id, CommentState.SHOWN, moderator=moderator, now=now)


@transaction.atomic
def refuse(*, comment_id: int, moderator: User, reason: CommentReason, now: datetime) -> None:
    """Keep it from everybody, also what was shown before; the author is written why. A repeat changes nothing."""
    if _decide(comment_id, CommentState.REFUSED, moderator=moderator, now=now, reason=reason.value):
        told = Comment.objects.select_related("author", "appeal__topic")
        letters.comment_refused(told.get(pk=comment_id))


@transaction.atomic
def _decide(
    comment_id: int, state: CommentState, *, moderator: User, now: datetime, reason: str = ""
) -> bool:
    """Whether it changes anything."""
    comment = Comment.objects.select_for_update().get(pk=comment_id)
    if comment.state == state:
        return False
    if comment.state == CommentState.REFUSED:
        raise Decided(_("Этот комментарий уже отклонил другой модератор."))
    comment.state, comment.reason = state.value, reason
    comment.moderator, comment.decided_at = moderator, now
    comment.save(update_fields=["state", "reason", "moderator", "decided_at"])
    return True


def _count(user: User, *, now: datetime) -> None:
    tries = [
        Limit("comment", str(user.pk), _AT_ONCE, _MINUTES * 60),
        Limit("comment in a day", str(user.pk), settings.COMMENTS_A_DAY, 24 * 3600),
    ]
    if limits.spent(tries, now=now):
        raise TooOften(_("Слишком много комментариев подряд. Подождите немного и напишите снова."))
    limits.count(tries, now=now)
