"""What went wrong is said in words with a way on, also where the database or the session is what went wrong."""

import re

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from otklik.web.access import Action, may
from otklik.web.citizen.tests.given import seen
from otklik.web.frame import section_of

pytestmark = [pytest.mark.public, pytest.mark.urls(__name__)]

RAISED = {
    "400": SuspiciousOperation("the inside"),
    "403": PermissionDenied("the inside"),
    "500": OperationalError("could not connect to server at 10.0.0.5"),
}


@may(Action.READ_PUBLIC)
def broken(request: HttpRequest, status: str) -> HttpResponse:
    raise RAISED[status]


urlpatterns = [path("broken/<str:status>", broken), path("", include("otklik.config.urls"))]
handler400 = "otklik.web.errors.bad_request"
handler403 = "otklik.web.errors.forbidden"
handler404 = "otklik.web.errors.not_found"
handler500 = "otklik.web.errors.server_error"


@pytest.mark.parametrize("status", [*RAISED, "404"])
def test_a_page_stands_without_the_database_and_leads_on(status):
    """No database is asked for: pytest-django would refuse it here. The browser has cookies of a session and a note."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    client.cookies["messages"] = "spoiled"
    answer = client.get("/no-such-page" if status == "404" else f"/broken/{status}")
    assert answer.status_code == int(status)
    page = answer.content.decode()
    assert 'href="/"' in page
    assert 'href="/appeals"' in page
    assert "112" in page
    assert not re.search(r"Traceback|the inside|10\\.0\\.0\\.5", page)
    assert "public" not in answer["Cache-Control"]


def test_a_page_that_is_not_there_offers_a_search():
    page = Client().get("/no-such-page").content.decode()
    assert 'action="/search" role="search"' in page
    assert "Такой страницы нет" in page


@pytest.mark.parametrize("language", ["ru", "en"])
def test_it_is_in_the_readers_language(language):
    client = Client(raise_request_exception=False)
    client.cookies["django_language"] = language
    assert f'<html lang="{language}"' in client.get("/broken/500").content.decode()


def test_what_is_in_the_address_stays_text():
    page = Client().get('/no-such-page?"><script>@@own@@@@here@@').content.decode()
    assert "<script>" not in page
    assert "@@own@@@@here@@" in page
    assert "Такой страницы нет" in seen(Client().get("/no-such-page"))


def test_a_refusal_leads_back_to_its_section(db):
    page = Client().get("/polls/nosuchpoll").content.decode()
    actions = page.partition('<p class="actions">')[2].partition("</p>")[0]
    assert '<a href="/polls">Опросы</a>' in actions
    assert section_of("/desk/polls/x") is None
