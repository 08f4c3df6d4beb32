"""What holds on every address of the site: headers, tokens, methods, ways out."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Draft
from otklik.appeals.tests.given import a_citizen, an_appeal
from otklik.kit import links
from otklik.people.models import User
from otklik.web.access import table
from otklik.web.citizen.tests.given import a_land, begun, filed, seen
from otklik.web.tests.world import SITE, World, as_

pytestmark = [pytest.mark.public, pytest.mark.django_db]

# Taken without the form's token: a signed link is the right, no cookie is read; the language is the browser's own.
API = {
    place.name
    for place in table.places()
    if any(one.method == "post" for one in getattr(place.view, "endpoints", ()))
}
WITHOUT_TOKEN = {"unsubscribe", "language", "calls", "open311-requests"} | API
# Programs send no cookie that could be used against anybody: what only shows says 405 to them.
FOR_PROGRAMS = ("api/v1/", "open311/")
# Forms that a browser posts; everything else only shows.
POSTS = {
    "create", "wizard-category", "wizard-topic", "wizard-place", "wizard-text", "wizard-save", "wizard-photos",
    "wizard-photo-drop", "wizard-document-drop",
    "wizard-review", "confirm", "author-reply", "author-rate", "author-withdraw",
    "author-clarify", "author-again", "draft-drop", "appeal-support", "appeal-follow", "watch-add",
    "watch-drop", "login", "logout", "vision", "language", "appeal-comment",
    "desk:publish", "desk:refuse", "desk:ask", "desk:topic", "desk:place", "desk:merge",
    "desk:hold", "desk:free", "desk:next", "desk:undo", "desk:noted",
    "desk:kind", "desk:batch",
    "desk:comment-publish", "desk:comment-refuse",
    "desk:control-take", "desk:control-release", "desk:assign", "desk:return", "desk:again",
    "account_login", "account_signup", "account_confirm_email",
    "desk:office-hand", "desk:office-note", "desk:office-extend", "desk:office-forward", "desk:office-ask",
    "desk:office-ask-back", "desk:office-errand", "desk:office-errand-close", "desk:office-reply", "desk:office-keep",
    "desk:office-publish", "desk:office-recall", "desk:office-send-back", "desk:office-file-drop", "desk:opinion",
    "desk:office-rules-change", "desk:office-template", "errand-open", "errand-deliver",
    "desk:report-want", "wave-settle", "survey-fill", "survey-edit",
    "works-mine", "works-mine-drop", "works-desk-new", "works-desk-upload", "works-publishers", "works-desk-one",
    "works-desk-end", "works-desk-cancel",
    "staff:person", "account_email_verification_sent", "account_reset_password", "account_reset_password_from_key",
    "profile", "profile-photo", "profile-photo-drop", "profile-email-works", "places", "place-drop",
    "organisation-keys", "organisation-key-revoke", "staff:keys", "staff:key-revoke",
    "organisations", "organisation-drop", "staff:organisation-confirm", "staff:organisation-refuse",
    "account-data", "account-delete", "identity_start", "socialaccount_signup", "identity_prove", "identity_drop",
    "account_request_login_code", "account_confirm_login_code", "mfa_login_webauthn", "mfa_authenticate",
    "account_confirm_code", "account_change_password", "account_set_password", "usersessions_list", "account_email",
    "account_change_phone", "account_verify_phone", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn",
    "mfa_remove_webauthn", "mfa_view_recovery_codes", "account_reauthenticate", "mfa_reauthenticate",
    "staff:territories", "staff:border-plan-take", "staff:border-plan-drop", "staff:look", "staff:look-back",
    "staff:configuration", "brought-take", "brought-drop",
    "mfa_reauthenticate_webauthn", "push-on", "push-off", "unsubscribe", "letter", "letter-restore",
    "desk:hide", "desk:show", "desk:author", "desk:photo", "desk:crop", "desk:settle", "desk:split", "appeal-complain",
    "staff:unwanted", "staff:word-drop",
    "rules:authority-new", "rules:authority", "rules:authority-delete",
    "staff:calendar", "staff:terms", "staff:terms-reckon",
    "rules:duty", "rules:duty-remove", "rules:draft-upload", "rules:draft-take-back", "rules:draft-drop",
    "rules:draft-publish", "rules:version-undo", "rules:rehearse",
    "staff:term-rules", "staff:term-reckon", "desk:terms-seen", "desk:terms-feed",
    "desk:guarantee-check",
    "hotline:seat", "hotline:begin", "hotline:take", "hotline:save", "hotline:file", "hotline:join", "hotline:unjoin",
    "hotline:another", "hotline:drop", "hotline:callback-next", "hotline:callback-take", "hotline:callback-rated",
    "hotline:callback-read", "hotline:callback-missed", "hotline:callback-later",
    "rules:classifier-order", "rules:category-new", "rules:category", "rules:category-delete", "rules:topic-new",
    "rules:topic", "rules:classifier-take-back", "rules:classifier-drop", "rules:classifier-publish",
    "rules:classifier-return", "rules:questions", "rules:questions-preview",
    "rules:words-new", "rules:words-edit", "rules:words-restore",
    "hotline:reply",
    "desk:withhold", "desk:restore", "desk:field",
    "open311-requests", "app-enter",
    "article-helped",
    "cadastre-appeal",
    "reference-file",
    "article-new", "article-edit", "article-publish", "article-archive", "article-restore",
    "article-sections", "article-upload",
    "poll-vote", "poll-check",
    "reference-own", "reference-row-new", "reference-upload", "reference-row", "reference-row-delete",
    "business-front", "business-upload", "measure-new", "measure-edit",
    "polldesk:new", "polldesk:poll", "polldesk:order", "polldesk:question-new", "polldesk:question", "polldesk:publish",
    "polldesk:copy", "polldesk:drop", "polldesk:end", "polldesk:outcome", "polldesk:texts-decide",
    "polldesk:growing-ask",
    "cadastre-staff", "cadastre-load",
    "cadastre-staff-outcomes", "cadastre-staff-outcome",
} | API  # fmt: skip


# Shown by other sites in a frame: nothing on them is pressed that has an effect here.
FRAMED = {"poll-embed"}


@pytest.fixture
def world() -> World:
    return World()


# Signing in is not the page's deed, and that staff looked is written down whatever the page.
APART = ("django_session", "spatial_ref_sys", "people_staffdeed")


def everything() -> dict[str, str]:
    """A fingerprint of each table: rows and the newest change."""
    of_each = (
        f"SELECT '{table}', format('%s %s', count(*), max(xmin::text::bigint)) FROM \"{table}\""  # noqa: S608
        for table in connection.introspection.table_names()
        if table not in APART
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(of_each))
        return dict(cursor.fetchall())


def as_each(world: World) -> list[Client]:
    """A stranger, the author, a moderator, an administrator."""
    admin = User.objects.filter(role="admin").first() or world.someone("admin")
    return [Client(), world.client, as_(world.moderator), as_(admin)]


def test_opening_an_address_changes_nothing(world):
    clients, before = as_each(world), everything()
    for name, route in SITE.items():
        for client in clients:
            answer = client.get(world.path(route), {"kind": "problem", "words": "Слова", "again": "1"})
            assert answer.status_code in (200, 204, 302, 400, 401, 403, 404, 405), name
        assert everything() == before, name


def test_nothing_is_taken_without_the_forms_token(world):
    admin = world.someone("admin")
    before = everything()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin)
    for name in SITE.keys() - WITHOUT_TOKEN:
        route = SITE[name]
        answer = strict.post(world.path(route), {"kind": "problem", "words": "Слова", "reason": "advert"})
        if route.startswith(FOR_PROGRAMS):
            assert answer.status_code == 405, name
            continue
        assert answer.status_code == 403, name
        for_people = answer["Content-Type"].startswith("text/html")  # scripts are told by the status
        assert "Форма не отправлена" in seen(answer) or not for_people, name
    assert everything() == before


def test_a_page_that_only_shows_takes_nothing(world):
    """With the test above: whatever changes something stands in POSTS and needs its token."""
    clients, before = as_each(world), everything()
    for name in SITE.keys() - POSTS:
        for client in clients:
            client.post(world.path(SITE[name]), {"kind": "problem", "words": "Слова", "topic": "pothole"})
        assert everything() == before, name


def test_other_methods_change_nothing(world):
    client, before = as_(world.moderator), everything()
    for name, route in SITE.items():
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"):
            assert client.generic(method, world.path(route)).status_code < 500, name
    assert everything() == before


def test_every_answer_carries_the_headers(world):
    clients = as_each(world)
    for name, route in SITE.items():
        for client in clients:
            answer = client.get(world.path(route))
            policy = answer["Content-Security-Policy"]
            assert "unsafe" not in policy
            assert {
                "default-src 'self'",
                "object-src 'none'",
                "base-uri 'none'",
                "frame-ancestors *" if name in FRAMED else "frame-ancestors 'none'",
            } <= set(policy.split("; "))
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Referrer-Policy"] == "same-origin"
            assert "microphone=()" in answer["Permissions-Policy"]


def test_no_page_has_a_script_or_a_style_of_its_own_and_each_form_has_its_token(world):
    own = re.compile(
        r'\sstyle="|\son[a-z]+="|<style|<script(?![^>]*\bsrc=| type="application/ld\+json")|javascript:'
    )
    clients = as_each(world)
    for name, route in SITE.items():
        for client in clients:
            answer = client.get(world.path(route))
            page = answer.content.decode(errors="replace") if "html" in answer.get("Content-Type", "") else ""
            assert own.findall(page) == [], name
            for form in re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL):
                assert "csrfmiddlewaretoken" in form or 'action="/settings/language"' in form, name


def test_nothing_is_counted_over_all_appeals(world):
    """COUNT(*) over a table that grows is a page that slows down."""
    with CaptureQueriesContext(connection) as told:
        clients = as_each(world)
        for name in SITE.keys() - POSTS:
            for client in clients:
                client.get(world.path(SITE[name]))
    assert len(told) > 50
    # What has a limit may be counted: the steps of the search's window, a beginning of the queue of changes,
    # the squares of one poll's map, which are summed before.
    over_all = re.compile(
        r"count\((?!\*\) FROM (step_\d|newest|cell|\(SELECT FROM appeals_change LIMIT))", re.IGNORECASE
    )
    assert [q["sql"] for q in told if over_all.search(q["sql"])] == []


ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "http:evil.example", "javascript:alert(1)", "\\\\evil.example",
    "/\\evil.example", "nonsense", "desk:item", "", "http://testserver.evil.example/",
]  # fmt: skip


@pytest.mark.parametrize("there", ELSEWHERE)
@pytest.mark.parametrize("way", ["login", "vision", "language"])
def test_no_way_out_leads_to_another_site(way, there):
    User.objects.create_user("vera@example.test", "pass", name="Вера")
    client = Client()
    if way == "login":
        answer = client.post("/login", {"username": "vera@example.test", "password": "pass", "next": there})
    elif way == "vision":
        answer = client.post("/settings/vision", {"size": "150", "next": there})
    else:
        answer = client.post("/settings/language", {"to": "en", "next": there})
    assert answer.status_code == 302
    led_to = urlsplit(urljoin("http://testserver/settings/x", answer["Location"]))
    assert (led_to.scheme, led_to.netloc) == ("http", "testserver")


@pytest.mark.parametrize("way", ["login", "vision", "language"])
def test_the_way_back_to_our_own_page_is_kept(way):
    User.objects.create_user("vera@example.test", "pass", name="Вера")
    client, there = Client(), "/appeals?tab=thanks"
    if way == "login":
        answer = client.post("/login", {"username": " VERA@example.test", "password": "pass", "next": there})
    elif way == "vision":
        answer = client.post("/settings/vision", {"size": "150", "next": there})
    else:
        answer = client.post("/settings/language", {"to": "en", "next": there})
    assert answer["Location"] == there


@pytest.mark.parametrize("referer", ["https://evil.example/x", "", "//evil.example"])
def test_a_refusal_never_sends_the_person_to_another_site(referer):
    appeal = an_appeal(state=State.CLOSED)
    path = f"/mine/{links.sign('author', appeal.pk)}/withdraw"
    answer = Client().post(path, headers={"Referer": referer})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_refusal_to_a_script_is_json_with_a_code_and_words():
    appeal = an_appeal(state=State.CLOSED)
    path = f"/mine/{links.sign('author', appeal.pk)}/withdraw"
    answer = Client().post(path, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    assert "Закрыто" in answer.json()["text"]


def test_cookies_are_for_the_server_only_and_do_not_travel_to_other_sites(settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    a_land()
    client = Client()
    filed(client)
    client.post("/settings/vision", {"size": "150"})
    client.post("/settings/language", {"to": "en"})
    client.force_login(a_citizen())
    client.get("/new")

    cookies = {name: morsel for name, morsel in client.cookies.items() if morsel.value}
    assert {"otklik_drafts", "vision", "django_language", "csrftoken"} <= set(cookies)
    assert all(
        morsel["samesite"] in ("Lax", "Strict") for name, morsel in cookies.items() if name != "sessionid"
    )
    assert all(cookies[name]["httponly"] for name in ("otklik_drafts", "vision", "django_language"))


def test_a_draft_cookie_that_was_altered_opens_nothing():
    a_land()
    me = begun()
    value = me.client.cookies["otklik_drafts"].value
    stranger = Client()
    stranger.cookies["otklik_drafts"] = f"{me.draft_id}:{value.partition(':')[2]}x"
    assert stranger.get(f"{me.base}/category").status_code == 404


def test_the_session_has_a_new_key_after_signing_in():
    User.objects.create_user("vera@example.test", "pass", name="Вера")
    client = Client()
    client.session.save()
    before = client.cookies.get("sessionid")
    client.post("/login", {"username": "vera@example.test", "password": "pass"})
    assert before is None or client.cookies["sessionid"].value != before.value
    assert client.cookies["sessionid"]["httponly"]


def test_a_body_that_is_too_large_is_refused_in_words():
    a_land()
    me = begun().up_to("text")
    answer = me.say("save", text="я" * 600_000)
    assert answer.status_code in (400, 413)
    assert Draft.objects.get().data.get("text") is None


def test_errors_tell_people_what_to_do_and_nothing_of_the_inside():
    client = Client(raise_request_exception=False)
    page = client.get("/no-such-page")
    assert page.status_code == 404
    assert "Такой страницы нет" in seen(page)
    assert not re.search("Traceback|otklik\\.|urlpatterns", page.content.decode())
