"""Calls of the demo: who telephoned in the last days, what came of it, who waits to be called back."""

import random
from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from django.db.models import F

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.hotline.models import Call, Callback, Joined
from otklik.people.models import User

APPEALS: Final = 40  # filed by telephone, the newest ones
OTHERS: Final = 25  # calls that needed no appeal
LINE: Final = "88000000000"
PHONE: Final = "+79001234567"  # of citizen@: `otklik call --phone +79001234567` opens that card
_WAITS: Final = {State.ANSWERED: Callback.State.DUE, State.REGISTERED: Callback.State.WAITING}


def store_calls(*, seed: int, now: datetime) -> int:
    """Write the calls; return how many. Only into a portal without any."""
    operator = User.objects.filter(role=User.Role.OPERATOR).first()
    if operator is None or Call.objects.exists():
        return 0
    chance = random.Random(seed)  # noqa: S311  # the same demo every time
    appeals = list(Appeal.objects.filter(channel="hotline", author=None).order_by("-received_at")[:APPEALS])
    for place, appeal in enumerate(appeals):
        appeal.author_phone, appeal.author_email = f"+7900{place:07}", ""
    Appeal.objects.bulk_update(appeals, ["author_phone", "author_email"])
    calls = [
        _call(f"a{n}", appeal.author_phone, appeal.received_at, operator) for n, appeal in enumerate(appeals)
    ]
    for call, appeal in zip(calls, appeals, strict=True):
        call.appeal = appeal
    calls += [
        _call(f"o{n}", _phone(chance), now - timedelta(minutes=chance.randrange(60, 5_000)), operator)
        for n in range(OTHERS)
    ]
    Call.objects.bulk_create(calls)
    Callback.objects.bulk_create(_callbacks(appeals, now))
    _confirm_phone(operator, now)
    return len(calls)


def _call(key: str, phone: str, at: datetime, operator: User) -> Call:
    return Call(
        external_id=f"demo-{key}",
        phone=phone,
        said=phone or "anonymous",
        line=LINE,
        operator=operator,
        draft=uuid5(NAMESPACE_URL, f"demo-call-{key}"),
        began_at=at - timedelta(minutes=6),
        answered_at=at - timedelta(minutes=6) + timedelta(seconds=8),
        ended_at=at + timedelta(seconds=30),
    )


def _phone(chance: random.Random) -> str:
    """Every sixth hides the number."""
    return f"+7901{chance.randrange(10**7):07}" if chance.randrange(6) else ""


def _callbacks(appeals: list[Appeal], now: datetime) -> list[Callback]:
    return [
        Callback(
            appeal=appeal,
            is_author=True,
            phone=appeal.author_phone,
            name=appeal.author_name,
            state=_WAITS[State(appeal.state)],
            next_at=now if appeal.state == State.ANSWERED else None,
        )
        for appeal in appeals
        if appeal.state in _WAITS
    ]


def _confirm_phone(operator: User, now: datetime) -> None:
    """The demo's citizen has proved a number, and has joined an appeal by telephone once."""
    citizen = User.objects.filter(role=User.Role.CITIZEN).order_by("id").first()
    call = Call.objects.filter(appeal=None).order_by("id").first()
    near = Appeal.objects.filter(state=State.REGISTERED).order_by("-received_at").first()
    if citizen is None or call is None or near is None:
        return
    User.objects.filter(pk=citizen.pk).update(phone=PHONE, phone_confirmed_at=now)
    Joined.objects.create(
        call=call, appeal=near, phone=PHONE, name=citizen.name, by=operator, at=call.began_at
    )
    Appeal.objects.filter(pk=near.pk).update(supporters=F("supporters") + 1)
