"""Who takes a call, and the draft that survives whatever happens to it."""

import threading

import pytest
from django.db import connections

from otklik.appeals.models import Draft
from otklik.hotline import calls, queries
from otklik.hotline.models import Call, Seat
from otklik.hotline.tests.given import PHONE, a_call, an_operator
from otklik.integrations.telephony import wire
from otklik.kit import clock
from otklik.people.models import User

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


def told(event: wire.Event, *, id: str = "1", operator: str = "") -> int:
    notice = wire.Notice(id, event, clock.now(), PHONE, operator=operator)
    return calls.announce(notice, now=clock.now())[0]


def test_a_call_answered_at_an_operators_extension_is_that_operators():
    lev = an_operator()
    calls.sit(operator=lev, extension=" 101 ")
    call_id = told(wire.Event.RINGING, operator="101")
    assert Call.objects.get().operator is None
    told(wire.Event.ANSWERED, operator="101")
    assert Call.objects.get(pk=call_id).operator == lev


def test_whoever_sits_down_at_an_extension_takes_it_from_who_sat_there():
    lev, nina = an_operator(), an_operator("Нина")
    calls.sit(operator=lev, extension="101")
    calls.sit(operator=nina, extension="101")
    assert Seat.objects.get().operator == nina
    calls.sit(operator=nina, extension="102")
    assert queries.seat_of(nina.pk) == "102"
    calls.sit(operator=nina, extension="")
    assert queries.seat_of(nina.pk) == ""
    with pytest.raises(calls.BadExtension):
        calls.sit(operator=nina, extension="1" * 17)


def test_the_draft_is_kept_through_the_end_of_the_call_and_offered_again():
    lev, call = an_operator(), a_call()
    calls.keep(call_id=call.pk, typed={"text": "Яма"}, operator=lev, now=clock.now())
    told(wire.Event.ENDED, id=call.external_id)
    calls.keep(call_id=call.pk, typed={"text": "Яма у дома"}, operator=lev, now=clock.now())

    assert calls.typed(call.draft) == {"text": "Яма у дома"}
    assert [row.id for row in queries.unfinished(lev.pk, now=clock.now())] == [call.pk]
    assert Draft.objects.get().owner is None  # nobody's wizard shows it
    assert queries.unfinished(an_operator("Нина").pk, now=clock.now()) == []


def test_several_calls_at_once_have_a_draft_each():
    lev = an_operator()
    one, two = a_call(), a_call(phone="")
    calls.keep(call_id=one.pk, typed={"text": "Яма"}, operator=lev, now=clock.now())
    calls.keep(call_id=two.pk, typed={"text": "Свет"}, operator=lev, now=clock.now())
    assert (calls.typed(one.draft), calls.typed(two.draft)) == ({"text": "Яма"}, {"text": "Свет"})


def test_a_call_that_needs_no_appeal_leaves_no_draft():
    lev, call = an_operator(), a_call()
    calls.keep(call_id=call.pk, typed={"text": "Яма"}, operator=lev, now=clock.now())
    calls.drop(call_id=call.pk, operator=lev)
    calls.drop(call_id=call.pk, operator=lev)
    assert not Draft.objects.exists()
    assert queries.unfinished(lev.pk, now=clock.now()) == []


def test_who_was_slower_is_told_who_has_the_call():
    lev, nina, call = an_operator(), an_operator("Нина"), a_call()
    calls.take(call_id=call.pk, operator=lev)
    calls.take(call_id=call.pk, operator=lev)
    with pytest.raises(calls.TakenByAnother) as refused:
        calls.keep(call_id=call.pk, typed={}, operator=nina, now=clock.now())
    assert "Лев" in refused.value.text
    with pytest.raises(calls.TakenByAnother):
        calls.take(call_id=call.pk, operator=nina)


def test_a_call_is_taken_over_knowingly_from_who_had_it():
    lev, nina, call = an_operator(), an_operator("Нина"), a_call()
    calls.take(call_id=call.pk, operator=lev)
    calls.keep(call_id=call.pk, typed={"text": "Яма"}, operator=lev, now=clock.now())
    calls.take(call_id=call.pk, operator=nina, from_id=lev.pk)
    assert calls.typed(call.draft) == {"text": "Яма"}
    with pytest.raises(calls.TakenByAnother):
        calls.keep(call_id=call.pk, typed={"text": ""}, operator=lev, now=clock.now())


def test_a_call_by_hand_and_a_further_trouble_are_made_once():
    lev = an_operator()
    first = calls.begin(key="k", phone="8 900 123-45-67", operator=lev, now=clock.now())
    assert calls.begin(key="k", phone="", operator=lev, now=clock.now()) == first
    assert Call.objects.get().phone == PHONE
    further = calls.another(call_id=first, operator=lev, now=clock.now())
    assert calls.another(call_id=first, operator=lev, now=clock.now()) == further != first
    assert Call.objects.get(pk=further).phone == PHONE


def test_only_calls_that_go_on_are_live():
    going, ended = a_call(), a_call(ended_at=clock.now())
    calls.begin(key="k", phone="", operator=an_operator(), now=clock.now())
    assert [row.id for row in queries.live(now=clock.now())] == [going.pk] != [ended.pk]


@pytest.mark.django_db(transaction=True)
def test_of_two_operators_who_answer_at_once_one_has_the_call():
    call = a_call()
    people = [an_operator(), an_operator("Нина")]
    refused: list[str] = []

    def answer(user: User) -> None:
        try:
            calls.keep(call_id=call.pk, typed={"text": user.name}, operator=user, now=clock.now())
        except calls.TakenByAnother as e:
            refused.append(e.text)
        connections.close_all()

    threads = [threading.Thread(target=answer, args=[user]) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert calls.typed(call.draft) == {"text": Call.objects.get().operator.name}
