"""What pages read of polls. Results come from kept counts, never from ballots."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.kit.paging import Cut, cut
from otklik.polls import asking
from otklik.polls import models as tables
from otklik.polls.lifecycle import State

PAGE: Final = 20


class NoSuchPoll(Refusal):
    code = "no_such_poll"
    status = 404


class When(StrEnum):
    OPEN = "open"  # takes votes now; the one that ends first comes first
    SOON = "soon"  # announced
    FINISHED = "finished"  # the newest first


def shown(*, now: datetime, when: When = When.OPEN, cursor: str = "", size: int = PAGE) -> Cut[tables.Poll]:
    """Rows without questions. One statement. Raises BadCursor."""
    going = Q(state=State.OPEN, closes_at__gt=now)
    match when:
        case When.OPEN:
            found, column = tables.Poll.objects.filter(going, opens_at__lte=now), "closes_at"
        case When.SOON:
            found, column = tables.Poll.objects.filter(going, opens_at__gt=now), "opens_at"
        case _:
            over = Q(state__in=[State.ENDED, State.COUNTED]) | Q(state=State.OPEN, closes_at__lte=now)
            found, column = tables.Poll.objects.filter(over), "opens_at"
    return cut(found, column=column, cursor=cursor, size=size, rising=when is not When.FINISHED)


def poll(code: str) -> asking.Poll:
    """A published poll. Two statements. Raises NoSuchPoll: also for a draft."""
    return _whole(tables.Poll.objects.filter(code=code).exclude(state=State.DRAFT))


def draft(poll_id: int) -> asking.Poll:
    """A poll in any state: for whoever builds or counts it. Two statements. Raises NoSuchPoll."""
    return _whole(tables.Poll.objects.filter(pk=poll_id))


def _whole(found: QuerySet[tables.Poll]) -> asking.Poll:
    row = found.first()
    if row is None:
        raise NoSuchPoll(_("Такого опроса нет. Возможно, адрес набран с ошибкой."))
    questions = tables.Question.objects.filter(poll=row).order_by("order")
    return asking.poll(row, tuple(asking.question(one) for one in questions))
