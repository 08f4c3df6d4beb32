"""Photos that came into a form of a poll go when no poll has them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from otklik.files import photos
from otklik.files.tests.given import a_picture
from otklik.polls import pictures
from otklik.polls.models import Picture, Poll, Question
from otklik.polls.tests.given import DAY, YES_NO, a_poll

pytestmark = [pytest.mark.sections, pytest.mark.django_db]

NOON = datetime(2026, 11, 26, 9, tzinfo=UTC)
LATER = NOON + pictures.KEPT + DAY


def kept() -> UUID:
    return pictures.keep(a_picture(size=(40, 30)), now=NOON)


def is_there(photo_id: UUID) -> bool:
    try:
        return bool(photos.read(photo_id, "thumb"))
    except FileNotFoundError:
        return False


def with_option(photo_id: UUID) -> list[dict[str, Any]]:
    first: dict[str, Any] = {**YES_NO[0], "picture": str(photo_id)}
    return [first, YES_NO[1]]


def test_a_picture_that_was_replaced_or_never_saved_goes_and_what_a_poll_has_stays():
    replaced, of_draft, of_option, shown = kept(), kept(), kept(), kept()
    a_poll(state="draft", picture=of_draft)
    draft = a_poll({"code": "park", "kind": "single", "options": with_option(of_option)}, state="draft")
    a_poll(picture=shown)

    assert pictures.forget_unused(now=NOON + DAY) == 0, "its form may still be open"
    assert pictures.forget_unused(now=LATER) == 1
    assert pictures.forget_unused(now=LATER) == 0
    assert [is_there(one) for one in (replaced, of_draft, of_option, shown)] == [False, True, True, True]
    assert set(Picture.objects.values_list("pk", flat=True)) == {of_draft, of_option}, (
        "a published one stays for good"
    )

    Question.objects.filter(poll=draft).update(options=YES_NO)
    assert pictures.forget_unused(now=LATER + pictures.KEPT + DAY) == 1
    assert not is_there(of_option)
    assert Poll.objects.count() == 3


def test_what_is_no_photo_leaves_nothing():
    with pytest.raises(photos.BadPhoto):
        pictures.keep(b"no picture", now=NOON)
    assert not Picture.objects.exists()
