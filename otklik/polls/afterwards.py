"""What people at the desk may still do with a published poll: end it early, tell how the result was used."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.people.models import User
from otklik.polls import ending
from otklik.polls.building import journal, locked
from otklik.polls.lifecycle import State
from otklik.polls.models import Poll

LONGEST = 5000  # characters


class NotCounted(Refusal):
    code = "poll_not_counted"


class OutcomeMissing(Refusal):
    code = "outcome_missing"
    status = 422


@transaction.atomic
def end(code: str, *, why: str, by: User, now: datetime) -> None:
    """Before its time; everybody reads why. Raises NoPoll, NotOpen, ReasonMissing."""
    poll = locked(code)
    before = poll.state
    ending.end_early(poll_id=poll.pk, why=why)
    journal(
        poll, {"state": before, "reason": ""}, {"state": State.ENDED.value, "reason": why.strip()}, by, now
    )


@transaction.atomic
def tell_outcome(code: str, words: dict[str, str], *, by: User, now: datetime) -> None:
    """words: by language; may be written anew. Nothing on a repeat. Raises NoPoll, NotCounted, OutcomeMissing."""
    poll = locked(code)
    if poll.state != State.COUNTED:
        raise NotCounted(_("Опрос ещё не подсчитан: писать о применении результата рано."))
    said = {
        language: text.strip()[:LONGEST] for language, text in words.items() if language in poll.languages
    }
    if not said.get(poll.languages[0]):
        raise OutcomeMissing(_("Напишите, что сделано по результату опроса."))
    if said == poll.outcome:
        return
    before = poll.outcome
    Poll.objects.filter(pk=poll.pk).update(outcome=said, outcome_at=now)
    journal(poll, {"outcome": before}, {"outcome": said}, by, now)
