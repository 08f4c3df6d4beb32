"""What a moderator hid is on no page that everybody may open: words, photos, the author."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from otklik.appeals import redaction
from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Photo
from otklik.appeals.rules.spans import Mark, Span
from otklik.appeals.steps import dispatch
from otklik.appeals.tests.given import MONDAY, a_citizen, a_moderator, an_appeal
from otklik.authorities.models import Authority
from otklik.exchange.tests.given import told
from otklik.files import photos
from otklik.files.tests.given import a_picture
from otklik.people.models import User
from otklik.stats import folding
from otklik.web.access import table
from otklik.web.access.rights import Action
from otklik.web.tests.world import World, as_

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

WORDS, NAME = "Тайнословов", "Ветродуева"
TEXT = f"Яма глубокая, {WORDS} знает"


@pytest.fixture
def world() -> World:
    """With an answered appeal whose author chose the full name; its photo is kept."""
    found = World()
    author = a_citizen()
    User.objects.filter(pk=author.pk).update(name=f"Аглая {NAME}", name_shown=User.NameShown.FULL)
    found.appeal = an_appeal(
        state=State.ANSWERED,
        author=author,
        text=TEXT,
        answered_at=MONDAY,
        published_at=MONDAY,
        has_photo=True,
    )
    photo = uuid4()
    photos.keep(a_picture(), photo_id=photo)
    Photo.objects.create(id=photo, appeal=found.appeal, place=0, width=400, height=300, created_at=MONDAY)
    folding.fold()
    return found


def public_pages(world: World) -> dict[str, str]:
    """Each address that everybody may read, with what leads to this appeal."""
    found = {}
    for place in table.places():
        for asked in (
            ("", "?q=яма", "?photo=1", "?lat=55.5&lon=39.5") if place.action is Action.READ_PUBLIC else ()
        ):
            answer = Client().get(world.path(place.route) + asked)
            body = answer.getvalue() if answer.streaming else answer.content
            found[f"{place.name} {asked}"] = body.decode(errors="replace")
    return found


def tellers(pages: dict[str, str], secret: str) -> set[str]:
    return {name.split()[0] for name, body in pages.items() if secret in body}


def test_no_public_page_says_what_is_hidden_and_all_say_it_again_after_undo(world):
    appeal, moderator = world.appeal, a_moderator()
    photo = Photo.objects.get(appeal=appeal)
    before = public_pages(world)
    told_before = {secret: tellers(before, secret) for secret in (WORDS, NAME, str(photo.pk))}
    assert {"appeal", "list", "list-csv", "list-geojson", "list-atom"} <= told_before[WORDS]
    assert {"appeal", "statistics-appeals", "statistics-appeals-file"} <= told_before[NAME]
    assert {"appeal", "list", "search"} <= told_before[str(photo.pk)]

    who: dict[str, Any] = {"appeal_id": appeal.pk, "moderator": moderator, "now": MONDAY}
    start = TEXT.index(WORDS)
    redaction.hide(spans=[Span(start, start + len(WORDS), Mark.NAME)], **who)
    redaction.hide_author(hidden=True, **who)
    redaction.hide_photo(photo_id=photo.pk, hidden=True, **who)
    folding.fold()
    after = public_pages(world)
    assert {secret: tellers(after, secret) for secret in told_before} == {
        secret: set() for secret in told_before
    }
    assert "[скрыто]" in after["appeal "]
    assert Client().get(f"/photos/{photo.pk}-full.jpg").status_code == 404
    assert as_(world.owner).get(f"/photos/{photo.pk}-full.jpg").status_code == 404
    assert as_(moderator).get(f"/photos/{photo.pk}-full.jpg").status_code == 200
    assert as_(appeal.author).get(f"/photos/{photo.pk}-full.jpg").status_code == 200

    redaction.show(**who)
    redaction.hide_author(hidden=False, **who)
    redaction.hide_photo(photo_id=photo.pk, hidden=False, **who)
    folding.fold()
    again = public_pages(world)
    assert {secret: tellers(again, secret) for secret in told_before} == told_before


@pytest.mark.parametrize("personal", [True, False])
def test_the_packet_has_the_whole_text_only_for_who_may_have_personal_data(world, settings, personal):
    body = world.appeal.authority
    Authority.objects.filter(pk=body.pk).update(msed_personal_data=personal)
    appeal = an_appeal(state=State.SENDING, authority=body, text=TEXT)
    photo = uuid4()
    photos.keep(a_picture(), photo_id=photo)
    Photo.objects.create(id=photo, appeal=appeal, place=0, width=400, height=300, created_at=MONDAY)
    who: dict[str, Any] = {"appeal_id": appeal.pk, "moderator": a_moderator(), "now": MONDAY}
    redaction.hide(spans=[Span(14, 25, Mark.NAME)], **who)
    redaction.hide_photo(photo_id=photo, hidden=True, **who)
    dispatch.begin(Appeal.objects.get(pk=appeal.pk), body, now=MONDAY)

    dispatch.send(dispatch_id=appeal.dispatches.get().pk, now=MONDAY)

    [document] = told(settings.MSED_SPOOL)
    assert (WORDS in document.annotation) == personal
    assert not document.attachments
