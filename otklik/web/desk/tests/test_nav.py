"""The rows of links above the pages of a desk."""

import pytest
from django.http import HttpRequest
from django.urls import resolve

from otklik.people.models import User
from otklik.web.access import allowed
from otklik.web.desk import nav

pytestmark = pytest.mark.desks

ADMIN = User.Role.ADMIN


def rows(role: str, here: str) -> nav.Desk:
    request = HttpRequest()
    request.user = User(role=role)
    desk = nav.at(request, here)
    assert desk
    return desk


def test_every_page_has_its_place_and_a_row_has_seven_entries_at_most():
    for role in User.Role.values:
        for _words, row in nav.DESKS:
            pages = [page for one in row for page in (one.pages if isinstance(one, nav.Group) else (one,))]
            mine = [page.name for page in pages if allowed(User(role=role), page.action)]
            if not mine:
                continue
            desk = rows(role, mine[0].rpartition(":")[2])
            assert len(desk.entries) <= 7
            shown = [name for entry in desk.entries for name in entry.names]
            assert len(shown) == len(set(shown)) == len(mine)  # each is marked on its own page only


def test_a_group_opens_its_first_page_and_is_marked_on_all_of_them():
    desk = rows(ADMIN, "gaps")
    group = desk.entry("gaps")
    assert group == desk.entry("classifier")
    assert group.words == "Классификатор и правила"
    assert group.address == group.pages[0][1]


def test_a_group_of_which_one_page_is_left_is_that_page():
    for role in User.Role.values:
        for address, _words in nav.own(User(role=role)):
            desk = rows(role, str(resolve(address).url_name))
            assert all(len(entry.pages) > 1 or entry.words == entry.pages[0][2] for entry in desk.entries)


def test_a_page_that_no_desk_lists_shows_the_readers_first_desk():
    assert rows(ADMIN, "nowhere").entry("nowhere") is None
