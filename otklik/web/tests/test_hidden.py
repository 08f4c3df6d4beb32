"""What a moderator hid is on no page that everybody may open: words, photos, the author, or the whole appeal."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from otklik.appeals import redaction, withholding
from otklik.appeals.lifecycle import State
from otklik.appeals.models import Answer, AnswerFile, Appeal, Dispatch, Photo
from otklik.appeals.queries import documents as documents_of
from otklik.appeals.rules import number as numbers
from otklik.appeals.rules.spans import Mark, Span
from otklik.appeals.steps import dispatch
from otklik.appeals.tests.given import MONDAY, a_citizen, a_moderator, an_appeal
from otklik.authorities.models import Authority, Membership
from otklik.exchange.tests.given import told
from otklik.files import documents, photos
from otklik.files.tests.given import a_picture
from otklik.kit import links
from otklik.people.models import User
from otklik.stats import folding
from otklik.stats.opendata import rows
from otklik.web.access import table
from otklik.web.access.rights import Action
from otklik.web.tests.world import SITE, World, as_

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

WORDS, NAME, SAID = "Тайнословов", "Ветродуева", "Полевословие"
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
        fields=[["Кто видел", SAID], ["Размер", "метр"]],
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
    told_before = {secret: tellers(before, secret) for secret in (WORDS, NAME, SAID, str(photo.pk))}
    assert {"appeal", "list", "list-csv", "list-geojson", "list-atom"} <= told_before[WORDS]
    assert {"appeal", "statistics-appeals", "statistics-appeals-file"} <= told_before[NAME]
    assert {"appeal", "list", "search"} <= told_before[str(photo.pk)]

    who: dict[str, Any] = {"appeal_id": appeal.pk, "moderator": moderator, "now": MONDAY}
    start = TEXT.index(WORDS)
    redaction.hide(spans=[Span(start, start + len(WORDS), Mark.NAME)], **who)
    redaction.hide_author(hidden=True, **who)
    redaction.hide_field(place=0, hidden=True, **who)
    redaction.hide_photo(photo_id=photo.pk, hidden=True, **who)
    folding.fold()
    after = public_pages(world)
    assert {secret: tellers(after, secret) for secret in told_before} == {
        secret: set() for secret in told_before
    }
    assert "[скрыто]" in after["appeal "]
    assert "[скрыто модератором]" in after["appeal "]
    assert Client().get(f"/photos/{photo.pk}-full.jpg").status_code == 404
    assert as_(world.owner).get(f"/photos/{photo.pk}-full.jpg").status_code == 404
    assert as_(moderator).get(f"/photos/{photo.pk}-full.jpg").status_code == 200
    assert as_(appeal.author).get(f"/photos/{photo.pk}-full.jpg").status_code == 200

    redaction.show(**who)
    redaction.hide_author(hidden=False, **who)
    redaction.hide_field(place=0, hidden=False, **who)
    redaction.hide_photo(photo_id=photo.pk, hidden=False, **who)
    folding.fold()
    again = public_pages(world)
    assert {secret: tellers(again, secret) for secret in told_before} == told_before


ANSWERED = "Отвеченослово"


@pytest.fixture
def files(world: World) -> list[str]:
    """Addresses of what belongs to the appeal: its photo, a photo and a paper of its answer, its map."""
    answer = Answer.objects.create(
        appeal=world.appeal, message_uid=uuid4(), text=ANSWERED, decision="solved", received_at=MONDAY
    )
    paper, shot = uuid4(), uuid4()
    documents.keep(b"%PDF", file_id=paper)
    photos.keep(a_picture(), photo_id=shot)
    AnswerFile.objects.create(answer=answer, id=paper, title="a.pdf", is_photo=False, place=0)
    AnswerFile.objects.create(answer=answer, id=shot, title="b.jpg", is_photo=True, place=1)
    pictures = [f"/photos/{pk}-full.jpg" for pk in (Photo.objects.get(appeal=world.appeal).pk, shot)]
    folding.fold()
    return [*pictures, f"/files/{paper}", f"/appeals/{world.appeal.number}/map.svg"]


def withhold(world: World) -> dict[str, Any]:
    who: dict[str, Any] = {
        "appeal_id": world.appeal.pk,
        "by": a_moderator(),
        "now": MONDAY,
        "words": "Слова автору",
    }
    withholding.withhold(reason="court", **who)
    folding.fold()
    return who


def test_a_withheld_appeal_is_on_no_public_page_and_on_all_of_them_again_after_undo(world, files):
    number = world.appeal.number
    spoken = numbers.spoken(number)
    before = public_pages(world)
    told_before = {secret: tellers(before, secret) for secret in (WORDS, NAME, ANSWERED, number, spoken)}
    lists = {"home", "list", "list-csv", "list-geojson", "list-atom", "search", "statistics-appeals"}
    assert lists | {"appeal", "statistics-appeals-file"} <= told_before[number]
    assert [name for name, found in elsewhere(world.appeal).items() if not found] == []

    who = withhold(world)
    after = public_pages(world)
    assert [name for name, found in elsewhere(world.appeal).items() if found] == []
    # An address may be repeated to who typed it.
    own = {name for name, route in SITE.items() if number in world.path(route)}
    assert set().union(*(tellers(after, secret) - own for secret in told_before)) == set()
    assert tellers(after, WORDS) | tellers(after, NAME) | tellers(after, ANSWERED) == set()

    withholding.restore(**who)
    folding.fold()
    again = public_pages(world)
    assert {secret: tellers(again, secret) for secret in told_before} == told_before
    assert all(elsewhere(world.appeal).values())


def test_the_address_of_a_withheld_appeal_says_so_and_all_of_it_is_for_its_author_and_the_desks(world, files):
    appeal = world.appeal
    assert [Client().get(path).status_code for path in files] == [200] * 4
    withhold(world)
    for path in ("", "/stand", "/comments", "/complain"):
        page = Client().get(f"/appeals/{appeal.number}{path}")
        assert (page.status_code, page["X-Robots-Tag"]) == (410, "noindex")
        assert "Обращение убрано с портала модератором." in page.content.decode()
    assert [as_(who).get(path).status_code for who in (None, world.owner) for path in files] == [404] * 8
    clerk = User.objects.create_user("clerk@example.test", "pass", name="Клара", role="clerk")
    Membership.objects.create(user=clerk, authority=appeal.authority)
    token = links.sign("author", appeal.pk)
    for who in (appeal.author, world.moderator, clerk):
        answers = [as_(who).get(path) for path in files]
        assert [(one.status_code, one["Cache-Control"]) for one in answers] == [
            (200, "private, no-store")
        ] * 4
    mine = Client().get(f"/mine/{token}").content.decode()
    assert all(word in mine for word in (WORDS, ANSWERED, "Слова автору", "убрал обращение с портала"))
    assert [path for path in files if f"{path}?by=" not in mine] == []
    assert [Client().get(f"{path}?by={token}").status_code for path in files] == [200] * 4
    assert WORDS in as_(clerk).get(f"/desk/authority/{appeal.number}").content.decode()


def elsewhere(appeal: Appeal) -> dict[str, bool]:
    """Whether it is found where the walk asks for another box, other days, or nothing at all."""
    addresses = ["/tiles/appeals/14/9989/5142.mvt", "/map/list?bbox=39,55,40,56", "/sitemap/2026-03-01-31.xml",
                 "/api/v1/nearby?lat=55.5&lon=39.5"]  # fmt: skip
    found = {path: appeal.number.encode() in Client().get(path).content for path in addresses}
    for path in (f"/map/card/{appeal.number}", f"/appeals/{appeal.number}/og.png"):
        found[path] = Client().get(path).status_code == 200
    return {**found, "open data": appeal.number in str(list(rows.batches()))}


@pytest.mark.parametrize("personal", [True, False])
def test_the_packet_has_the_whole_text_only_for_who_may_have_personal_data(world, settings, personal):
    body = world.appeal.authority
    Authority.objects.filter(pk=body.pk).update(msed_personal_data=personal)
    appeal = an_appeal(state=State.SENDING, authority=body, text=TEXT, fields=[["Кто видел", SAID]])
    photo = uuid4()
    photos.keep(a_picture(), photo_id=photo)
    Photo.objects.create(id=photo, appeal=appeal, place=0, width=400, height=300, created_at=MONDAY)
    who: dict[str, Any] = {"appeal_id": appeal.pk, "moderator": a_moderator(), "now": MONDAY}
    redaction.hide(spans=[Span(14, 25, Mark.NAME)], **who)
    redaction.hide_field(place=0, hidden=True, **who)
    redaction.hide_photo(photo_id=photo, hidden=True, **who)
    dispatch.begin(Appeal.objects.get(pk=appeal.pk), body, now=MONDAY)

    dispatch.send(dispatch_id=appeal.dispatches.get().pk, now=MONDAY)

    [document] = told(settings.MSED_SPOOL)
    assert (WORDS in document.annotation) == personal
    said = documents_of.facts(Dispatch.objects.get(), personal=personal)
    assert (("Кто видел", SAID) in said) == personal
    assert not document.attachments
