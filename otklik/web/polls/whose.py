"""In whose name a ballot is cast: the person, an organisation that they represent, or a browser."""

import re
from dataclasses import dataclass, field
from secrets import token_hex

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.http import HttpRequest

from otklik.people import organisations
from otklik.people.limits import Limit
from otklik.people.models import User
from otklik.polls import voting
from otklik.polls.asking import Poll
from otklik.polls.standing import Voter
from otklik.web.access import person
from otklik.web.polls import kept
from otklik.web.typed import whole


@dataclass(frozen=True, slots=True)
class Who:
    voter: Voter
    acts_for: list[tuple[str, str]] = field(default_factory=list)  # organisations to choose from
    chosen: str = ""  # one of them
    mark: str = ""  # of the browser: goes into its cookie


def who(request: HttpRequest, poll: Poll, chosen: str) -> Who:
    """chosen: the organisation named in the form. Of one that the person does not represent nothing comes."""
    if poll.voters == "anybody":
        mark = straw_mark(request)
        return Who(voting.browser(mark), mark=mark)
    user = person(request)
    if user is None:
        return Who(voting.nobody())
    return _of_organisation(user, chosen) if poll.voters == "organisations" else Who(voting.citizen(user))


def straw_mark(request: HttpRequest) -> str:
    """The one that the browser has, or a new one."""
    there = request.COOKIES.get(kept.STRAW, "")
    return there if re.fullmatch(r"[0-9a-f]{32}", there) else token_hex(16)


def network(request: HttpRequest, poll: Poll) -> list[Limit]:
    """What is counted of a straw poll beside the browser: a script gets a new cookie for each vote."""
    if poll.voters != "anybody":
        return []
    return [Limit(f"straw poll {poll.code}", get_ip(request), settings.STRAW_VOTES, 3600)]


def _of_organisation(user: User, chosen: str) -> Who:
    bodies = [(str(pk), name) for pk, name in organisations.confirmed(user.pk)]
    chosen = chosen if chosen in dict(bodies) else bodies[0][0] if len(bodies) == 1 else ""
    organisation_id = whole(chosen)
    if organisation_id is None:
        return Who(Voter(key=f"u{user.pk}"), bodies)
    return Who(voting.organisation(user, organisation_id), bodies, chosen)
