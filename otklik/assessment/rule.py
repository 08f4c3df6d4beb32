"""When ratings of one authority are a wave. Pure; the method page of the board says the same in words."""

from collections import deque
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Rule:
    days: int  # an account is new for so many
    ratings: int  # by new accounts …
    hours: int  # … within so many …
    percent: int  # … and at least this part of all ratings of the authority in that time

    def said(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Rating:
    """Of one authority. born_at: when the account was made; of who has none, when the appeal was filed."""

    appeal_id: int
    at: datetime
    born_at: datetime
    stars: int


def is_new(rating: Rating, rule: Rule) -> bool:
    return rating.at - rating.born_at < timedelta(days=rule.days)


def waves(ratings: Iterable[Rating], rule: Rule) -> list[list[Rating]]:
    """Ratings of new accounts that make up waves, in order; windows that share a rating are one wave.

    ratings: of one authority, all of them, in any order. A window begins with each rating of a new account.
    """
    span = timedelta(hours=rule.hours)
    window: deque[Rating] = deque()
    found: list[list[Rating]] = []
    for rating in sorted(ratings, key=lambda one: (one.at, one.appeal_id)):
        window.append(rating)
        while rating.at - window[0].at >= span:
            window.popleft()
        fresh = [one for one in window if is_new(one, rule)]
        if len(fresh) < rule.ratings or 100 * len(fresh) < rule.percent * len(window):
            continue
        if found and fresh[0].at <= found[-1][-1].at:
            found[-1] += [one for one in fresh if (one.at, one.appeal_id) > _place(found[-1][-1])]
        else:
            found.append(fresh)
    return found


def _place(rating: Rating) -> tuple[datetime, int]:
    return rating.at, rating.appeal_id
