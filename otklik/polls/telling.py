"""People hear of a poll: that they may vote in it, and that what they voted in is counted.

`Notice` is written in the transaction of what is told; the clock walks through the accounts in slices. A slice, its
messages and the place where it ended are one transaction: killed anywhere, nobody is left out or told twice.

Who has voted is not looked at when a poll opens: whoever had no message would be known to have voted before the
slice came. Results are told by the rights, after the last mixing and by number of account: a message says what a right
says, that this account has voted, and goes with the account. The rights of a poll for which Госуслуги were asked are
hashes: nobody is told, for the messages would put accounts beside them. See docs/adr/0009-polls.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from otklik.kit.replica import rows
from otklik.outbox.put import Note
from otklik.people import audience, daytime, reach
from otklik.people.audience import Person
from otklik.people.models import Representation
from otklik.places import queries as places
from otklik.polls import asking, standing
from otklik.polls.lifecycle import State
from otklik.polls.models import Notice, Poll
from otklik.polls.standing import Standing, Voter

OPEN_KIND: Final = "poll-open"
RESULTS_KIND: Final = "poll-results"
VOTERS: Final = 5_000  # rights looked at in one step


@dataclass(frozen=True, slots=True)
class Told:
    """What the desk shows. what: a value of Notice.What."""

    what: str
    people: int
    done: bool
    stopped: bool


def note(poll_id: int, voters: str, what: Notice.What) -> None:
    """Called in the transaction of the change; a repeat changes nothing. Nobody knows the people of a straw poll."""
    if voters != Poll.Voters.ANYBODY:
        Notice.objects.bulk_create([Notice(poll_id=poll_id, what=what)], ignore_conflicts=True)


def due(*, now: datetime) -> bool:
    """Is there anybody to be told now? One statement."""
    return daytime.is_on(now) and _waiting(now).exists()


@transaction.atomic
def step(*, now: datetime) -> bool:
    """Tell the next ones; False: nothing is left, or another process is at it. Ten statements and a few a thousand."""
    found = _waiting(now).select_for_update(of=("self",), skip_locked=True).select_related("poll")
    notice = found.order_by("poll_id", "what").first()
    if notice is None:
        return False
    poll = asking.poll(notice.poll, ())
    if notice.what == Notice.What.RESULTS:
        people, end = _voted(poll, notice.after)
    elif is_open(notice.poll, now=now):
        people, end = _may_vote(poll, notice.after, now)
    else:
        people, end, notice.stopped = [], None, True
    notice.told += reach.tell_of_polls(people, _said(poll, notice.what))
    if end is None:
        notice.done_at = now
    else:
        notice.after = end
    notice.save(update_fields=["after", "told", "done_at", "stopped"])
    return True


def is_open(poll: Poll, *, now: datetime) -> bool:
    return poll.state == State.OPEN and poll.closes_at is not None and now < poll.closes_at


def still_true(context: dict[str, Any], *, now: datetime) -> bool:
    """Whether a message of OPEN_KIND may still go out. One statement."""
    poll = Poll.objects.filter(pk=context["poll"]).only("state", "closes_at").first()
    return poll is not None and is_open(poll, now=now)


def told(poll_id: int) -> list[Told]:
    """In the order of its life. One statement."""
    found = Notice.objects.filter(poll=poll_id).order_by("what")
    return [Told(one.what, one.told, one.done_at is not None, one.stopped) for one in found]


def _waiting(now: datetime) -> Any:
    """As many rows as polls that are being told of."""
    begun = Q(what=Notice.What.RESULTS) | Q(poll__opens_at__lte=now)
    return Notice.objects.filter(begun, done_at=None)


def _may_vote(poll: asking.Poll, after: str, now: datetime) -> tuple[list[int], str | None]:
    """By the same rule as the ballot box. Three statements."""
    people, end = audience.after(int(after or 0))
    areas = places.territories_of(code for one in people for code in (one.home.code, one.home.before) if code)
    today = timezone.localdate(now)
    found = [
        one.id
        for one in people
        if standing.standing(poll, _voter(poll, one, areas), today=today, now=now) is Standing.CAN
    ]
    return found, None if end is None else str(end)


def _voter(poll: asking.Poll, one: Person, areas: dict[str, str]) -> Voter:
    if poll.voters == Poll.Voters.ORGANISATIONS:
        return Voter(key="o" if one.represents else "u")
    return Voter(
        key="u",
        esia="e" if one.at_esia else "",
        area=areas.get(one.home.code, ""),
        area_before=areas.get(one.home.before, ""),
        home_since=one.home.since,
        home_confirmed=one.home_confirmed,
        born_on=one.born_on,
    )


_VOTED: Final = """
SELECT voter FROM polls_right WHERE poll_id = %s AND voter > %s ORDER BY voter LIMIT %s
"""


def _voted(poll: asking.Poll, after: str) -> tuple[list[int], str | None]:
    """By the rights; three statements."""
    voters = [voter for (voter,) in rows(_VOTED, [poll.id, after, VOTERS])]
    if not voters:
        return [], None
    people = [int(voter[1:]) for voter in voters if voter.startswith("u")]
    organisations = [int(voter[1:]) for voter in voters if voter.startswith("o")]
    return audience.among([*people, *_acting_for(organisations)]), voters[-1]


def _acting_for(organisations: Sequence[int]) -> list[int]:
    if not organisations:
        return []
    found = Representation.objects.filter(
        organisation__in=organisations, confirmed_at__isnull=False, refused_at=None
    )
    return list(found.values_list("user_id", flat=True).distinct())


def _said(poll: asking.Poll, what: str) -> Note:
    said: dict[str, Any] = {
        "titles": {language: asking.words(poll.title, language) for language, _name in settings.LANGUAGES},
        "organisations": poll.voters == Poll.Voters.ORGANISATIONS,
        "page": f"{settings.BASE_URL}/polls/{poll.code}",
    }
    if what == Notice.What.RESULTS:
        return Note(RESULTS_KIND, said, once=f"{RESULTS_KIND} {poll.id}")
    closes = timezone.localtime(poll.closes_at).strftime("%d.%m.%Y %H:%M") if poll.closes_at else ""
    return Note(OPEN_KIND, {**said, "poll": poll.id, "closes": closes}, once=f"{OPEN_KIND} {poll.id}")
