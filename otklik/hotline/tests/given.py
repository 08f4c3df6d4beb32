"""Calls, operators and callers for tests."""

from typing import Any

from otklik.appeals.lifecycle import Decision, State
from otklik.appeals.models import Answer, Appeal
from otklik.appeals.steps import intake
from otklik.appeals.tests.given import MONDAY, a_filing, an_appeal
from otklik.hotline.filing import Caller
from otklik.hotline.models import Call, Callback
from otklik.kit import clock
from otklik.people.models import User

PHONE = "+79001234567"
OTHER_PHONE = "+79007654321"
CALLER = Caller(name="Вера Полевая", phone=PHONE, agreed=True)


def a_call(**more: Any) -> Call:
    values: dict[str, Any] = {"external_id": f"{Call.objects.count()}.1", "phone": PHONE, **more}
    return Call.objects.create(began_at=values.pop("began_at", clock.now()), **values)


def an_operator(name: str = "Лев Ковылин") -> User:
    n = User.objects.filter(role="operator").count()
    return User.objects.create_user(f"operator{n}@example.test", "pass", name=name, role="operator")


def a_spoken_filing(call: Call, operator: User, *, email: str = "", phone: str = PHONE) -> intake.Filing:
    author = intake.Author(name=CALLER.name, email=email, phone=phone, vouched=True)
    return a_filing(key=call.draft, author=author, channel="hotline", filed_by=operator)


def an_answered_appeal(**more: Any) -> Appeal:
    appeal = an_appeal(state=State.ANSWERED, channel="hotline", answered_at=MONDAY, **more)
    Answer.objects.create(
        appeal=appeal,
        message_uid=appeal.client_key,
        text="Яма заделана.",
        decision=Decision.SOLVED,
        received_at=MONDAY,
    )
    return appeal


def a_callback(appeal: Appeal | None = None, **more: Any) -> Callback:
    values: dict[str, Any] = {
        "appeal": appeal or an_answered_appeal(author_email="", author_phone=PHONE),
        "is_author": True,
        "phone": PHONE,
        "name": "Вера Полевая",
        "state": Callback.State.DUE,
        "next_at": MONDAY,
        **more,
    }
    return Callback.objects.create(**values)
