"""Whoever chose English reads English on every page; only data stay as they were typed."""

import html
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from otklik.appeals.lifecycle import PUBLIC, Attention, Decision, Move, State
from otklik.appeals.models import CHANNELS, Answer, Appeal, JournalRow
from otklik.appeals.tests.given import (
    MONDAY,
    a_citizen,
    a_duty,
    a_moderator,
    a_settlement,
    a_topic,
    an_appeal,
)
from otklik.authorities.models import Authority, Membership
from otklik.classifier.models import Category
from otklik.exchange.models import Packet
from otklik.integrations.msed import NoticeKind
from otklik.kit import links
from otklik.people.models import User
from otklik.places.models import Settlement, Territory
from otklik.polls.tests.given import EVERY_KIND, a_poll
from otklik.web import frame
from otklik.web.citizen.tests.given import Wizard, begun, beside

pytestmark = [pytest.mark.public, pytest.mark.django_db]

RUSSIAN = re.compile('[^<>"]*[А-Яа-яЁё][^<>"]*')
# How the portal and its region are called, and how each language calls itself.
NAMES = (settings.PORTAL_NAME, settings.REGION_NAME, *(name for _code, name in settings.LANGUAGES))
EVERYONE_SEES = PUBLIC | {State.WITHDRAWN, State.DUPLICATE}  # these say that they ended
TEXT = "A pothole at house 5"
FIELD = {"code": "depth", "label": "Depth", "type": "text", "required": True, "max_length": 3}
DETAILS: dict[Move, dict[str, Any]] = {
    Move.REFUSE: {"code": "off_topic"},
    Move.EXPIRE: {"code": "no_reply"},
    Move.ANSWER: {"decision": "planned"},
    Move.RATE: {"stars": 4, "solved": False},
    Move.MERGE: {"original": "481270356"},
    Move.EXTEND: {"was": "2026-03-12", "until": "2026-03-20", "days": 6},
    Move.REDACT: {"what": "text", "hidden": True, "marks": ["phone"]},
    Move.PROGRESS: {"notice": NoticeKind.REPORT_PREPARED.value, "executor": "Smith", "number": "17"},
}


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """Nobody attacks these accounts."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def reader() -> Client:
    return in_english(Client())


@pytest.fixture
def moderator() -> Client:
    client = in_english(Client())
    client.force_login(a_moderator())
    User.objects.update(name="Mark")
    return client


def in_english(client: Client) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def russian_in(answer: Any) -> list[str]:
    page = html.unescape(answer.content.decode())
    for name in NAMES:
        page = page.replace(name, "")
    return [words.strip() for words in RUSSIAN.findall(page)]


def check(client: Client, address: str, *, status: int = 200) -> None:
    answer = client.get(address)
    assert (answer.status_code, russian_in(answer)) == (status, [])
    assert '<html lang="en"' in answer.content.decode()


def in_latin(state: State = State.PUBLISHED, **more: Any) -> Appeal:
    """An appeal whose data are all in Latin letters, with every move of the journal behind it."""
    Category.objects.get_or_create(code="roads", defaults={"title": "Roads"})
    values = {"text": TEXT, "address": "Linden, New street, 5", "author_name": "Vera", **more}
    appeal = an_appeal(state=state, topic=a_topic(title="Pothole"), **values)
    if appeal.original:
        Appeal.objects.filter(pk=appeal.original.pk).update(text=TEXT, address="Linden")
    for move in Move:
        JournalRow.objects.create(
            appeal=appeal, move=move, to_state=state, at=MONDAY, detail=DETAILS.get(move, {})
        )
    rename()
    return appeal


def rename() -> None:
    """The rows that the makers of test data name in Russian."""
    Territory.objects.update(name="District")
    Authority.objects.update(name="Road service")
    Settlement.objects.update(name="Linden", kind="")


def with_answers(appeal: Appeal) -> None:
    """One of each decision, the newest with a date."""
    for decision in Decision:
        Answer.objects.create(
            appeal=appeal,
            message_uid=uuid4(),
            text="Filled in",
            decision=decision.value,
            planned_on=MONDAY.date(),
            number="17",
            on=MONDAY.date(),
            received_at=MONDAY,
        )
    Appeal.objects.filter(pk=appeal.pk).update(answered_at=MONDAY, rating=4, solved=True)


def a_wizard(page: str) -> Wizard:
    """Somebody who reads English has come to this page of the wizard."""
    Category.objects.get_or_create(code="roads", defaults={"title": "Roads"})
    a_topic(title="Pothole", fields=[FIELD])
    a_settlement(name="Linden")
    a_duty()
    rename()
    wizard = begun(in_english(Client()))
    said = {
        "category": {"category": "roads"},
        "topic": {"topic": "pothole"},
        "place": {"settlement": "Linden", "address": "New street, 5"},
        "text": {"text": TEXT, "own-depth": "10"},
        "review": {"name": "Vera", "email": "vera@example.test"},
    }
    for name, words in said.items():
        if name == page:
            break
        assert wizard.say(name, **words).status_code == 302, name
    return wizard


def test_home_and_lists_with_appeals_of_every_kind(reader: Client):
    for kind in ("problem", "proposal", "thanks"):
        in_latin(kind=kind)
    with_answers(in_latin(State.ANSWERED))
    for tab in ("problem", "proposal", "thanks", "answers"):
        check(reader, f"/?tab={tab}")
        check(reader, f"/appeals?tab={tab}")


def test_lists_with_nothing_in_them(reader: Client):
    check(reader, "/")
    check(reader, "/appeals")


def test_an_appeal_in_every_state_for_everyone_its_author_and_a_moderator(reader: Client, moderator: Client):
    for state in State:
        appeal = in_latin(state)
        with_answers(appeal)
        check(reader, f"/appeals/{appeal.number}", status=200 if state in EVERYONE_SEES else 404)
        check(reader, f"/mine/{links.sign('author', appeal.pk)}")
        check(reader, f"/confirm/{links.sign('confirm', appeal.pk)}")
        check(moderator, f"/desk/appeals/{appeal.pk}")


def test_a_moderator_reads_the_channel_in_words(moderator: Client):
    said = []
    for channel in CHANNELS:
        page = moderator.get(f"/desk/appeals/{in_latin(channel=channel).pk}").content.decode()
        said += re.findall("<dt>Channel</dt><dd>(.*?)</dd>", page)
    assert said == ["Portal", "Mobile app", "Hotline", "Moved from another system"]


def test_the_desk_with_every_reason_to_decide(moderator: Client):
    for attention in Attention:
        in_latin(State.QUESTION, attention=attention.value)
        check(moderator, f"/desk/appeals/{in_latin(attention=attention.value).pk}")
    in_latin(State.MODERATION)
    check(moderator, f"/desk/appeals/{in_latin(State.RETURNED, attention='return_review').pk}")
    for page in ("", "asked", "decide", "exchange"):
        check(moderator, f"/desk/{page}")


def test_the_ledger_with_packets_of_every_sort(moderator: Client):
    for state in Packet.State.values:
        for alarm in Packet.Alarm.values:
            Packet.objects.create(
                direction="out", kind="document", state=state, alarm=alarm, folder="f", created_at=MONDAY
            )
    for kind in Packet.Kind.values:
        Packet.objects.create(direction="in", kind=kind, state="taken", folder="f", created_at=MONDAY)
    check(moderator, "/desk/exchange")
    check(moderator, "/desk/exchange?all=1")


@pytest.mark.parametrize("name", ["category", "topic", "place", "text", "review", "done"])
def test_every_page_of_the_wizard_and_what_it_says_to_an_empty_form(name: str):
    wizard = a_wizard(name)
    check(wizard.client, f"{wizard.base}/{name}")
    if name != "done":
        wrong = wizard.say(name, text="", **{"own-depth": "much too deep"})
        assert russian_in(wrong) == []
        assert "Check the form" in wrong.content.decode()


def test_nothing_chosen_among_the_topics_is_told_by_the_portal_not_by_the_browser():
    wizard = a_wizard("topic")
    form = wizard.open("topic").content.decode()
    assert '<form class="form" method="post" novalidate>' in form
    assert beside(wizard.say("topic"), "topic") == "Error: Choose a topic."


def test_what_is_filed_in_english_is_kept_in_russian_for_the_authority():
    """The answer to a yes/no question is a part of the appeal, not of the page."""
    wizard = a_wizard("topic")
    a_topic(code="lamp", title="Lamp", fields=[{"code": "dark", "label": "Dark", "type": "yesno"}])
    wizard.say("topic", topic="lamp")
    wizard.say("place", settlement="Linden", address="New street, 5")
    wizard.say("text", text=TEXT, **{"own-dark": "1"})
    wizard.say("review", name="Vera", email="vera@example.test")
    assert Appeal.objects.get().fields == [["Dark", "Да"]]


def test_sign_in_with_the_demo_accounts_and_a_wrong_password(reader: Client, settings):
    settings.DEMO = True
    for role in User.Role.values:
        User.objects.create_user(f"{role}@example.test", "pass", name="Vera", role=role)
    check(reader, "/login")
    wrong = reader.post("/login", {"username": "vera@example.test", "password": "no"})
    assert russian_in(wrong) == []


def test_registration_and_what_it_says_to_an_empty_form(reader: Client):
    for page in ("register", "register/sent", "password/reset"):
        check(reader, f"/{page}")
        assert russian_in(reader.post(f"/{page}", {})) == []
    for page in ("register/confirm/cut", "password/reset/sent", "password/reset/1/cut"):
        check(reader, f"/{page}")


def test_an_officials_page_and_the_pages_of_an_administrator(reader: Client):
    body = Authority.objects.create(code="roads", name="Road service", level="municipal")
    clerk, admin = (
        User.objects.create_user(f"{role}@example.test", "pass", name="Vera", role=role)
        for role in ("clerk", "admin")
    )
    reader.force_login(clerk)
    check(reader, "/desk/authority")
    Membership.objects.create(user=clerk, authority=body)
    for day in (MONDAY.date(), None):
        in_latin(State.REGISTERED, authority=body, answer_by=day)
    check(reader, "/desk/authority")
    reader.force_login(admin)
    for page in ("people", "people?q=nobody", f"people/{clerk.pk}", f"people/{admin.pk}", "journal"):
        check(reader, f"/staff/{page}")
    assert russian_in(reader.post(f"/staff/people/{clerk.pk}", {"role": "analyst"})) == []
    reader.post(f"/staff/people/{clerk.pk}", {"role": "analyst", "reason": "Order 7"})
    for page in (f"people/{clerk.pk}", "journal"):
        check(reader, f"/staff/{page}")


def test_the_desk_of_polls_and_what_it_says_to_empty_forms(reader: Client):
    reader.force_login(User.objects.create_user("admin@example.test", "pass", name="Vera", role="admin"))
    yes_no = [{"code": code, "text": {"en": code}} for code in ("yes", "no")]
    kinds: list[dict[str, Any]] = [
        {"code": one["code"], "text": {"en": "Which?"}, **({"options": yes_no} if "options" in one else {})}
        | {"kind": one["kind"], "rules": one.get("rules", {})}
        for one in EVERY_KIND
    ]
    said = {"title": {"en": "A park?"}, "about": {"en": "Decides"}, "languages": ["en"]}
    for state in ("draft", "open"):
        a_poll(*kinds, code=f"park-{state}", state=state, **said)
    for page in (
        "",
        "?state=open",
        "?state=over",
        "/new",
        "/park-draft",
        "/park-draft/questions",
        "/park-open",
    ):
        check(reader, f"/desk/polls{page}")
    for page in ("/questions/new", "/questions/one/what", "/preview", "/preview?do=try&q-park=", "/texts"):
        check(reader, f"/desk/polls/park-draft{page}")
    bare = {"code": "q", "kind": "single", "text": {"en": "Which?"}}
    a_poll(
        bare,
        code="bare",
        state="draft",
        languages=["en"],
        title={"en": "Bare"},
        opens_at=None,
        closes_at=None,
    )
    check(reader, "/desk/polls/bare/preview")
    for page in ("new", "park-draft", "park-draft/questions/new", "park-open/end"):
        assert (
            russian_in(reader.post(f"/desk/polls/{page}", {"kind": "scale", "count": "2", "do": "save"}))
            == []
        )
    rename()
    check(reader, "/desk/growing?all=1")
    check(reader, "/desk/growing?week=yesterday", status=422)


def test_the_cabinet(reader: Client):
    citizen = a_citizen()
    reader.force_login(citizen)
    User.objects.update(name="Vera")
    check(reader, "/mine")
    for state in State:
        in_latin(state, author=citizen)
    check(reader, "/mine")


def test_settings_and_pages_for_what_went_wrong(reader: Client, moderator: Client):
    check(reader, "/new")
    check(reader, "/settings/vision")
    check(reader, "/nothing/here", status=404)
    check(reader, "/appeals/123456789", status=404)
    check(reader, "/search")
    check(reader, "/search?q=123456789")
    check(reader, "/search?q=zzzzzz")
    check(reader, "/mine/cut-link", status=404)
    reader.force_login(a_citizen())
    User.objects.update(name="Vera")
    check(reader, "/desk/", status=403)


def test_whoever_chose_nothing_reads_russian():
    page = Client().get("/")
    assert page["Content-Language"] == "ru"
    assert '<html lang="ru"' in page.content.decode()


def test_the_switch_in_the_header_changes_the_language_and_leads_back():
    client = Client()
    answer = client.post("/settings/language", {"to": "en", "next": "/appeals"})
    assert answer["Location"] == "/appeals"
    check(client, "/appeals")
    client.post("/settings/language", {"to": "ru"})
    assert '<html lang="ru"' in client.get("/appeals").content.decode()


@pytest.fixture
def header_made_anew() -> Iterator[None]:
    """It is kept in the process with the names in it."""
    kept = (frame._header, frame._footer)
    for one in kept:
        one.cache_clear()
    yield
    for one in kept:
        one.cache_clear()


@pytest.mark.usefixtures("header_made_anew")
def test_the_portal_and_its_region_have_english_names_or_russian_ones_that_say_so(settings):
    settings.REGION_NAME, settings.REGION_NAME_EN = "Заокская область", ""
    settings.PORTAL_NAME, settings.PORTAL_NAME_EN = "Отклик", "Otklik"
    page = in_english(Client()).get("/").content.decode()
    assert '<span class="brand__name">Otklik</span>' in page
    assert '<span class="brand__region" lang="ru">Заокская область</span>' in page
    assert re.search("<title>[^<]*Otklik", page)
    page = Client().get("/").content.decode()
    assert '<span class="brand__name">Отклик</span>' in page
    assert '<span class="brand__region">Заокская область</span>' in page
