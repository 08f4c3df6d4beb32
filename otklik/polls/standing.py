"""Whether a voter may vote in a poll. Pure: what the database knows of the voter is in `Voter`."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from otklik.people import homes
from otklik.people.homes import Home
from otklik.polls.asking import Poll


class Standing(StrEnum):
    CAN = "can"
    VOTED = "voted"
    NOT_YET = "not_yet"
    OVER = "over"
    SIGN_IN = "sign_in"
    NEEDS_ORGANISATION = "needs_organisation"
    NEEDS_HOME = "needs_home"
    ELSEWHERE = "elsewhere"
    HOME_TOO_NEW = "home_too_new"  # named after the opening, see people.homes
    NEEDS_ESIA = "needs_esia"
    HOME_UNCONFIRMED = "home_unconfirmed"  # though Госуслуги are there, see people.identity.settle
    TOO_YOUNG = "too_young"


@dataclass(frozen=True, slots=True)
class Voter:
    """Made by `voting.citizen`, `.organisation`, `.browser`, `.nobody`. Areas are OKTMO of municipalities.

    key: what one voice is bound to: u and the account, o and the organisation, b and a browser; "" for nobody.
    esia: what it is bound to where Госуслуги are asked for; an account there has one voice in whatever account here.
    """

    key: str = ""
    esia: str = ""
    area: str = ""  # of the home as it is
    area_before: str = ""  # of the settled home before it
    home_since: datetime | None = None
    home_confirmed: bool = False
    born_on: date | None = None


def standing(poll: Poll, voter: Voter, *, today: date, now: datetime) -> Standing:
    """All but Standing.VOTED, which the database knows. today: where the portal is."""
    if poll.state not in ("draft", "open") or (poll.closes_at and poll.closes_at <= now):
        return Standing.OVER
    if poll.state == "draft" or poll.opens_at is None or now < poll.opens_at:
        return Standing.NOT_YET
    if poll.voters == "anybody":
        return Standing.CAN if voter.key else Standing.SIGN_IN
    if not voter.key or voter.key.startswith("b"):
        return Standing.SIGN_IN
    if poll.voters == "organisations":
        return Standing.CAN if voter.key.startswith("o") else Standing.NEEDS_ORGANISATION
    return _citizen(poll, voter, today)


def _citizen(poll: Poll, voter: Voter, today: date) -> Standing:
    if poll.needs_esia and not voter.esia:
        return Standing.NEEDS_ESIA
    if poll.age_from:
        if voter.born_on is None:
            return Standing.NEEDS_ESIA
        if _years(voter.born_on, today) < poll.age_from:
            return Standing.TOO_YOUNG
    if poll.confirmed_home and not voter.home_confirmed:
        return Standing.HOME_UNCONFIRMED
    return _at_home(poll, voter) if poll.territory_codes else Standing.CAN


def _at_home(poll: Poll, voter: Voter) -> Standing:
    if _within(poll, area(poll, voter)):
        return Standing.CAN
    if _within(poll, voter.area):
        return Standing.HOME_TOO_NEW
    return Standing.ELSEWHERE if voter.area else Standing.NEEDS_HOME


def area(poll: Poll, voter: Voter) -> str:
    """Where the voter's voice counts: a home named after the opening changes nothing, unless Госуслуги tell it."""
    if voter.home_confirmed or poll.opens_at is None:
        return voter.area
    return homes.at(Home(voter.area, voter.home_since, voter.area_before), poll.opens_at)


def key(poll: Poll, voter: Voter) -> str:
    return voter.esia if poll.needs_esia and poll.voters == "citizens" else voter.key


def _within(poll: Poll, code: str) -> bool:
    """A municipality's code (8 digits) stands for the settlements in it (11)."""
    return bool(code) and any(code.startswith(wanted) for wanted in poll.territory_codes)


def _years(born_on: date, today: date) -> int:
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
