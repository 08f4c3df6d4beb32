"""When ratings of one authority are a wave. Pure; the method page of the board says the same in words."""

from collections import deque
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import takewhile


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
    window, fresh = deque[Rating](), deque[Rating]()  # of the last hours: all, and those by new accounts
    found: list[list[Rating]] = []
    for rating in sorted(ratings, key=lambda one: (one.at, one.appeal_id)):
        window.append(rating)
        if is_new(rating, rule):
            fresh.append(rating)
        for kept in (window, fresh):
            while kept and rating.at - kept[0].at >= span:
                kept.popleft()
        if len(fresh) < rule.ratings or 100 * len(fresh) < rule.percent * len(window):
            continue
        if found and fresh[0].at <= found[-1][-1].at:
            found[-1] += _after(found[-1][-1], fresh)
        else:
            found.append(list(fresh))
    return found


def _after(last: Rating, ratings: deque[Rating]) -> list[Rating]:
    """Those that come after `last`, read from the end: a window that grows by one costs one."""
    return [*takewhile(lambda one: _place(one) > _place(last), reversed(ratings))][::-1]


def _place(rating: Rating) -> tuple[datetime, int]:
    return rating.at, rating.appeal_id
