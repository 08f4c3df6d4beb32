"""A published poll does not change: the database refuses it, whoever asks."""

import pytest
from django.db import IntegrityError, transaction

from otklik.kit import clock
from otklik.polls.lifecycle import AFTERWARDS, MOVES, PUBLIC, State
from otklik.polls.models import Poll, Question
from otklik.polls.tests.given import DAY, YES_NO, a_citizen, a_poll

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


def refused(change) -> bool:
    try:
        with transaction.atomic():
            change()
    except IntegrityError:
        return True
    return False


def another(field: str) -> object:
    """A value that no poll of these tests has."""
    kind = Poll._meta.get_field(field).get_internal_type()
    values = {
        "BooleanField": True,
        "PositiveSmallIntegerField": 7,
        "PositiveIntegerField": 7,
        "DateTimeField": clock.now() + 9 * DAY,
        "JSONField": {"ru": "Иначе"},
        "ArrayField": ["99"],
        "UUIDField": "0e11a000-0000-4000-8000-000000000001",
        "CharField": "live" if field == "results" else "anybody" if field == "voters" else "other",
    }
    return values[kind]


def test_of_a_published_poll_only_the_end_and_what_follows_it_is_written():
    poll = a_poll()
    fields = {f.name for f in Poll._meta.concrete_fields} - {"id", "state", "created_by"}
    opens = {"opens_at": clock.now() - 9 * DAY}  # the times stay in order
    changed = {
        field
        for field in fields
        if not refused(
            lambda f=field: Poll.objects.filter(pk=poll.pk).update(**{f: opens.get(f) or another(f)})
        )
    }
    assert changed == AFTERWARDS - {"state", "created_by"}
    assert refused(poll.delete)


def test_a_poll_goes_only_forward():
    stands = list(State)
    for was in stands:
        for to in stands:
            poll = a_poll()
            if was is State.DRAFT:
                poll = a_poll(state="draft")
            for step in stands[2 : stands.index(was) + 1]:
                Poll.objects.filter(pk=poll.pk).update(state=step)
            goes = not refused(lambda p=poll, s=to: Poll.objects.filter(pk=p.pk).update(state=s))
            assert goes is (was is to or MOVES.get(was) is to), (was, to)
    assert set(stands) - {State.DRAFT} == PUBLIC


def test_questions_are_written_in_drafts_only():
    for state, kept in (("draft", False), ("open", True)):
        poll = a_poll(state=state)
        one = Question.objects.get(poll=poll)
        more = {"poll": poll, "code": "more", "kind": "single", "options": YES_NO, "order": 2}
        assert refused(lambda q=one: Question.objects.filter(pk=q.pk).update(required=False)) is kept
        assert refused(lambda m=more: Question.objects.create(**m)) is kept
        assert refused(one.delete) is kept
    assert not refused(lambda: a_poll(state="draft").delete())
    there, here = a_poll(), a_poll({"code": "other", "kind": "text"}, state="draft")
    moved = Question.objects.filter(poll=here)
    assert refused(lambda: moved.update(poll=there, order=2))


def test_an_account_that_goes_leaves_its_poll():
    user = a_citizen()
    poll = a_poll(created_by=user)
    user.delete()
    poll.refresh_from_db()
    assert poll.created_by is None
