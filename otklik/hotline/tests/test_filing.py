"""What comes of a call: an appeal of the same route, or one more voice for one that is there."""

import pytest

from otklik.appeals.lifecycle import Move, State
from otklik.appeals.models import Appeal, Draft
from otklik.appeals.steps import moderation
from otklik.appeals.tests.given import a_citizen, a_moderator, an_appeal
from otklik.hotline import calls, filing, queries
from otklik.hotline.filing import Caller
from otklik.hotline.models import Call, Callback, Joined, SpokenConsent
from otklik.hotline.tests.given import CALLER, OTHER_PHONE, PHONE, a_call, a_spoken_filing, an_operator
from otklik.kit import clock
from otklik.outbox.models import Message
from otklik.people.tests.given import read

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


def filed(*, call=None, operator=None, caller=CALLER, **more) -> Appeal:
    operator, call = operator or an_operator(), call or a_call()
    spoken = a_spoken_filing(call, operator, phone=caller.phone, **more)
    return filing.file(call_id=call.pk, filing=spoken, caller=caller, operator=operator, now=clock.now())


def sms() -> list[tuple[str, str]]:
    return [(m.to, m.kind) for m in Message.objects.filter(channel="sms").order_by("id")]


def joined(appeal: Appeal, *, call=None, operator=None, caller=CALLER):
    operator, call = operator or an_operator(), call or a_call()
    filing.join(call_id=call.pk, number=appeal.number, caller=caller, operator=operator, now=clock.now())
    appeal.refresh_from_db()
    return call, operator


def test_an_appeal_by_phone_goes_to_the_moderator_and_its_number_by_sms():
    lev, call = an_operator(), a_call()
    calls.keep(call_id=call.pk, typed={"text": "Яма", "phone": PHONE}, operator=lev, now=clock.now())
    appeal = filed(call=call, operator=lev)

    assert (appeal.state, appeal.channel, appeal.author_phone) == (State.MODERATION, "hotline", PHONE)
    assert appeal.journal.get().actor == lev
    assert sms() == [(PHONE, "received")]
    assert read(Message.objects.get())[0].startswith("Обращение № ")
    assert Call.objects.get(pk=call.pk).appeal == appeal
    consent = SpokenConsent.objects.get()
    assert (consent.call, consent.asked_by, consent.version) == (call, lev, "2026-11-01")


def test_filed_twice_it_is_one_appeal_and_one_sms():
    lev, call = an_operator(), a_call()
    assert filed(call=call, operator=lev) == filed(call=call, operator=lev)
    assert Appeal.objects.count() == 1
    assert len(sms()) == 1


def test_who_gives_an_email_gets_the_letter_and_the_number_by_sms_but_no_call():
    filed(email="vera@example.test")
    assert sorted(Message.objects.values_list("channel", "kind")) == [
        ("email", "received"),
        ("sms", "received"),
    ]
    assert not Callback.objects.exists()


def test_who_has_no_email_is_called_back_and_so_is_who_asks_for_it():
    appeal = filed()
    assert Callback.objects.get().appeal == appeal
    filed(email="vera@example.test", caller=Caller("Вера", OTHER_PHONE, wants_call=True, agreed=True))
    assert Callback.objects.filter(phone=OTHER_PHONE).exists()


def test_without_a_number_it_is_an_appeal_all_the_same():
    appeal = filed(call=a_call(phone=""), caller=Caller("Вера", "", agreed=True))
    assert appeal.state == State.MODERATION
    assert sms() == []
    assert not Callback.objects.exists()


def test_nothing_is_stored_of_a_caller_who_did_not_agree():
    call, lev = a_call(), an_operator()
    with pytest.raises(filing.NoConsent):
        filed(call=call, operator=lev, caller=Caller("Вера", PHONE))
    assert not Appeal.objects.exists()
    assert not SpokenConsent.objects.exists()


def test_an_appeal_of_an_account_holder_lies_in_the_cabinet():
    account = a_citizen()
    call, lev = a_call(), an_operator()
    spoken = a_spoken_filing(call, lev, email=account.email)
    object.__setattr__(spoken.author, "account", account)
    appeal = filing.file(call_id=call.pk, filing=spoken, caller=CALLER, operator=lev, now=clock.now())
    assert (appeal.author, appeal.journal.get().actor) == (account, lev)
    assert sms() == [(PHONE, "received")]


def test_joining_counts_one_supporter_and_says_so_by_sms():
    appeal = an_appeal(state=State.REGISTERED)
    call, lev = joined(appeal)
    joined(appeal, call=call, operator=lev)
    joined(appeal)  # the same number in another call
    assert appeal.supporters == 1
    assert sms() == [(PHONE, "call-joined")]
    joined(appeal, caller=Caller("Пётр", OTHER_PHONE, agreed=True))
    joined(appeal, call=a_call(phone=""), caller=Caller("", ""))
    assert appeal.supporters == 3


def test_the_wrong_appeal_is_left_again_and_the_right_one_joined():
    wrong, right = an_appeal(state=State.REGISTERED), an_appeal(state=State.MODERATION, published_at=None)
    call, lev = joined(wrong, caller=Caller("Вера", PHONE, wants_call=True, agreed=True))
    for _again in range(2):
        filing.unjoin(call_id=call.pk, joined_id=Joined.objects.get().pk, operator=lev, now=clock.now())
    wrong.refresh_from_db()
    assert wrong.supporters == 0
    assert Callback.objects.get().state == Callback.State.NEEDLESS
    joined(right, call=call, operator=lev)
    assert [number for _id, number, _topic in queries.joined_in(call.pk)] == [right.number]


@pytest.mark.parametrize("state", [State.CLOSED, State.REFUSED, State.WITHDRAWN])
def test_what_has_ended_is_not_joined(state):
    with pytest.raises(filing.CannotJoin):
        joined(an_appeal(state=state))


def test_nobody_joins_what_is_not_there_or_the_own_appeal():
    with pytest.raises(filing.CannotJoin):
        filing.join(call_id=a_call().pk, number="", caller=CALLER, operator=an_operator(), now=clock.now())
    with pytest.raises(filing.CannotJoin):
        joined(an_appeal(author_phone=PHONE))


def test_of_another_operators_call_nothing_is_filed_or_joined():
    call = a_call(operator=an_operator())
    with pytest.raises(calls.TakenByAnother):
        filed(call=call, operator=an_operator("Нина"))
    with pytest.raises(calls.TakenByAnother):
        joined(an_appeal(), call=call, operator=an_operator("Ольга"))


def test_the_draft_forgets_the_caller_once_it_is_an_appeal():
    call, lev = a_call(), an_operator()
    calls.keep(call_id=call.pk, typed={"phone": PHONE}, operator=lev, now=clock.now())
    spoken = a_spoken_filing(call, lev)
    object.__setattr__(spoken, "from_draft", True)
    filing.file(call_id=call.pk, filing=spoken, caller=CALLER, operator=lev, now=clock.now())
    assert Draft.objects.get().data == {}


def test_what_happens_to_an_appeal_without_an_email_is_told_by_sms():
    appeal = filed()
    moderation.ask(appeal_id=appeal.pk, moderator=a_moderator(), words="У какого дома?", now=clock.now())
    assert sms() == [(PHONE, "received"), (PHONE, "question")]
    assert appeal.journal.order_by("id").last().move == Move.ASK
