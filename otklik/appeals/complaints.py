"""«Пожаловаться»: somebody finds that a published appeal should not be shown so; a moderator settles it.

No state changes, so these are no steps. What has to go is hidden by `redaction`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.appeals import letters, public
from otklik.appeals.lifecycle import ComplaintReason, ComplaintVerdict
from otklik.appeals.models import Appeal, Complaint, Photo
from otklik.kit.errors import Refusal
from otklik.people import limits
from otklik.people.limits import Limit
from otklik.people.models import User

WORDS_MAX: Final = 1000  # characters
_HOUR: Final = 3600
_OF_ONE, _FROM_ONE, _ON_ONE = (
    5,
    20,
    3,
)  # an hour: of an account, from an address; a day: on one appeal from an address


class NoComplaints(Refusal):
    """There is no such appeal, or nobody sees it anyway."""

    code = "no_complaints"
    status = 404


class BadComplaint(Refusal):
    """No reason, «another reason» without words, too long, or words to who complained are missing."""

    code = "bad_complaint"
    status = 422


class TooOften(Refusal):
    """A flood."""

    code = "too_often"
    status = 429


class Settled(Refusal):
    """Another moderator was quicker."""

    code = "settled"


@dataclass(frozen=True, slots=True)
class Who:
    """Who complains: an account, or only the network address of somebody who is not signed in."""

    user: User | None
    address: str


def complain(*, number: str, who: Who, key: UUID, reason: str, words: str, now: datetime) -> bool:
    """Bring the appeal back to the moderators; whether anything is new: of one account, and of one form, once.

    Raises NoComplaints, BadComplaint, TooOften.
    """
    words = words.replace("\r\n", "\n").strip()
    _check(reason, words)
    with transaction.atomic():
        appeal = Appeal.objects.filter(public.SHOWN, number=number).only("pk").first()
        if appeal is None:
            raise NoComplaints(_("Этого обращения нет в открытом доступе."))
        if has_complained(appeal.pk, who.user) or Complaint.objects.filter(client_key=key).exists():
            return False
        _count(appeal.pk, who, now=now)
        # Two at once of one account: the table takes one of them.
        Complaint.objects.bulk_create(
            [Complaint(client_key=key, appeal=appeal, user=who.user, reason=reason, words=words, at=now)],
            ignore_conflicts=True,
        )
    return True


def has_complained(appeal_id: int, user: User | None) -> bool:
    return user is not None and Complaint.objects.filter(user=user, appeal=appeal_id).exists()


@transaction.atomic
def settle(*, appeal_id: int, verdict: ComplaintVerdict, words: str, moderator: User, now: datetime) -> None:
    """Answer everything that waits about the appeal; who complained with an account is written to.

    Raises Settled: nothing waits. BadComplaint: kept without a word, or said to be hidden where nothing is.
    """
    words = words.strip()[:WORDS_MAX]
    appeal = Appeal.objects.select_for_update(of=("self",)).select_related("topic").get(pk=appeal_id)
    if verdict is ComplaintVerdict.KEPT and not words:
        raise BadComplaint(_("Напишите, почему обращение остаётся как есть: это прочтёт пожаловавшийся."))
    if verdict is ComplaintVerdict.HIDDEN and not _hides(appeal):
        raise BadComplaint(_("Сначала скройте то, на что жалуются: слова, ответ, фото или автора."))
    if not settle_waiting(appeal, verdict=verdict, words=words, moderator=moderator, now=now):
        raise Settled(_("Жалоб больше нет: их разобрал другой модератор."))


def settle_waiting(
    appeal: Appeal, *, verdict: ComplaintVerdict, words: str, moderator: User, now: datetime
) -> bool:
    """Answer what waits; False: nothing does. appeal: locked, with its topic."""
    waiting = Complaint.objects.filter(appeal=appeal, verdict="")
    ids = list(waiting.values_list("pk", flat=True))
    if not ids:
        return False
    waiting.filter(pk__in=ids).update(
        verdict=verdict.value, answer=words, moderator=moderator, settled_at=now
    )
    people = User.objects.filter(complaints__in=ids)
    letters.complaint_settled(appeal, people, verdict=verdict, words=words, turn=max(ids))
    return True


def _hides(appeal: Appeal) -> bool:
    hidden = Photo.objects.filter(appeal=appeal, hidden=True, crop_of=None)
    return bool(appeal.full_text or appeal.full_fields) or appeal.author_hidden or hidden.exists()


def _check(reason: str, words: str) -> None:
    if reason not in list(ComplaintReason):
        raise BadComplaint(_("Выберите, что не так."))
    if reason == ComplaintReason.OTHER and not words:
        raise BadComplaint(_("Напишите, что не так."))
    if len(words) > WORDS_MAX:
        raise BadComplaint(_("Пояснение длиннее %(n)d знаков. Сократите его.") % {"n": WORDS_MAX})


def _count(appeal_id: int, who: Who, *, now: datetime) -> None:
    if who.user:
        tries = [Limit("complaint", str(who.user.pk), _OF_ONE, _HOUR)]
    else:
        tries = [
            Limit("complaint from", who.address, _FROM_ONE, _HOUR),
            Limit(f"complaint on {appeal_id} from", who.address, _ON_ONE, 24 * _HOUR),
        ]
    if limits.spent(tries, now=now):
        raise TooOften(_("Слишком много жалоб подряд. Подождите и попробуйте снова."))
    limits.count(tries, now=now)
