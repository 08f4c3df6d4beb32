"""Who may open which page of the desk: the table of addresses and roles."""

import pytest
from django.test import Client

from otklik.appeals.lifecycle import State
from otklik.appeals.models import JournalRow
from otklik.appeals.tests.given import a_settlement, an_appeal
from otklik.people.models import User

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

PAGES = ["", "asked", "decide", "exchange", "appeals/{id}"]
DEEDS = [
    "appeals/{id}/publish",
    "appeals/{id}/refuse",
    "appeals/{id}/ask",
    "appeals/{id}/topic",
    "appeals/{id}/place",
    "appeals/{id}/merge",
    "appeals/{id}/assign",
    "appeals/{id}/return",
    "exchange/{id}/again",
]
STATUS = {"": 302, "citizen": 403, "clerk": 403, "moderator": 200, "supervisor": 200, "admin": 200}


def as_(role: str) -> Client:
    client = Client()
    if role:
        client.force_login(User.objects.create(email=f"{role}@example.test", name="Имя", role=role))
    return client


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("role", "status"), STATUS.items())
def test_pages_are_opened_by_moderators_and_those_above_them(path, role, status):
    path = f"/desk/{path.format(id=an_appeal().pk)}"
    answer = as_(role).get(path)
    assert answer.status_code == status
    assert status != 302 or answer["Location"] == f"/login?next={path}"


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("role", ["", "citizen", "clerk"])
def test_deeds_are_refused_to_everybody_else_and_nothing_happens(deed, role):
    appeal = an_appeal()
    said = {
        "words": "Слова",
        "reason": "advert",
        "topic": "pothole",
        "original": an_appeal().number,
        "again": "1",
    }
    answer = as_(role).post(f"/desk/{deed.format(id=appeal.pk)}", said)
    assert answer.status_code == (403 if role else 302)
    assert not JournalRow.objects.exists()
    appeal.refresh_from_db()
    assert appeal.state == State.MODERATION


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_is_never_done_by_opening_an_address(deed):
    assert as_("moderator").get(f"/desk/{deed.format(id=an_appeal().pk)}").status_code == 405


@pytest.mark.parametrize("what", ["appeals/{id}", *DEEDS])
@pytest.mark.parametrize("id_", ["0", "999999999", "9" * 30])
def test_what_is_not_there_is_a_page_not_found(what, id_):
    client, path = as_("moderator"), f"/desk/{what.format(id=id_)}"
    said = {
        "words": "Слова",
        "reason": "advert",
        "topic": "pothole",
        "settlement": a_settlement().name,
        "address": "ул. Новая, 5",
        "original": an_appeal(state=State.PUBLISHED).number,
        "authority": "1",
        "again": "1",
    }
    answer = client.post(path, said) if what in DEEDS else client.get(path)
    assert answer.status_code == 404


def test_someone_switched_off_is_out_at_once():
    client = as_("moderator")
    User.objects.update(is_active=False)
    assert client.get("/desk/").status_code == 302


def test_the_menu_offers_the_desk_only_to_those_who_may_open_it():
    assert 'href="/desk/"' in as_("moderator").get("/appeals").content.decode()
    assert 'href="/desk/"' not in as_("citizen").get("/appeals").content.decode()
