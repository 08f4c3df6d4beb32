"""How many SQL statements each page takes, whatever the number of rows on it. The issue's limits."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Answer, Appeal, Comment, Photo
from otklik.appeals.tests.given import MONDAY, a_citizen, a_moderator, a_topic, an_appeal, an_authority
from otklik.kit import links
from otklik.terms import calendar, rules
from otklik.web.citizen.tests.given import AUTHOR, PLACE, WORDS, a_land, begun

pytestmark = [pytest.mark.public, pytest.mark.django_db]

FRAME = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")


def statements(client: Client, path: str, said: dict[str, str] | None = None) -> list[str]:
    """What one request asks of the database; the frame of a transaction is not counted."""
    with CaptureQueriesContext(connection) as told:
        answer = client.post(path, said) if said else client.get(path)
    assert answer.status_code in (200, 302)
    return [q["sql"] for q in told if not q["sql"].startswith(FRAME)]


@pytest.fixture
def many() -> list[Appeal]:
    """Thirty appeals with photos and answers, each with two rounds of everything that a page shows."""
    topic, body = a_topic(), an_authority()
    made = [
        an_appeal(
            state=State.ANSWERED,
            topic=topic,
            authority=body,
            answered_at=MONDAY + timedelta(hours=n),
            published_at=MONDAY + timedelta(hours=n),
        )
        for n in range(30)
    ]
    for appeal in made:
        for place in range(2):
            Photo.objects.create(id=uuid4(), appeal=appeal, place=place, width=4, height=3, created_at=MONDAY)
            Answer.objects.create(
                appeal=appeal, message_uid=uuid4(), text="Ответ", decision="solved", received_at=MONDAY
            )
    return made


def test_the_page_of_an_appeal_takes_two_with_everything_that_it_shows(many):
    Comment.objects.bulk_create(
        Comment(
            appeal=many[0],
            author=a_citizen(),
            client_key=uuid4(),
            text="Слова",
            state="shown",
            written_at=MONDAY,
        )
        for _ in range(3)
    )
    Appeal.objects.filter(pk=many[0].pk).update(state=State.REGISTERED, answer_by=MONDAY.date())
    calendar.regional()  # kept in the process
    assert len(statements(Client(), f"/appeals/{many[0].number}")) == 2
    assert len(statements(Client(), f"/appeals/{many[0].number}/og.png")) == 1
    assert len(statements(Client(), f"/appeals/{many[0].number}/comments")) == 2
    assert len(statements(Client(), f"/appeals/{many[0].number}/stand")) == 1


@pytest.mark.parametrize("tab", ["problem", "answers"])
@pytest.mark.parametrize("category", ["", "roads"])
@pytest.mark.parametrize("deep", [False, True])
def test_a_list_takes_six_with_filters_and_without_and_however_deep(many, tab, category, deep):
    client, path = Client(), f"/appeals?tab={tab}&category={category}"
    if deep:
        page = client.get(path).content.decode()
        path = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
        assert "from=" in path
    told = statements(client, path)
    assert len(told) <= 6
    assert not any("OFFSET" in sql for sql in told)


def test_home_takes_six(many):
    Client().get("/")  # names of topics and bodies are kept in the process
    assert len(statements(Client(), "/")) <= 6


@pytest.mark.parametrize("path", ["", "asked", "decide", "exchange", "exchange?all=1"])
def test_a_queue_of_the_desk_takes_five(many, path):
    for n in range(20):
        an_appeal(state=State.MODERATION if n % 2 else State.QUESTION, attention="" if n % 3 else "nobody")
    desk = Client()
    desk.force_login(a_moderator())
    desk.get(f"/desk/{path}")  # what the process keeps
    # Session, account, the rows, what the reader decided a moment ago; the ledger's row of the staff's journal.
    assert len(statements(desk, f"/desk/{path}")) <= 5


@pytest.mark.parametrize("state", [State.MODERATION, State.PUBLISHED, State.ANSWERED])
def test_an_appeal_on_the_desk_takes_sixteen(many, state):
    desk, there = Client(), f"/desk/appeals/{an_appeal(state=state).pk}"
    desk.force_login(a_moderator())
    desk.get(there)  # what the process keeps
    assert len(statements(desk, there)) <= 16


def test_the_cabinet_takes_four_and_the_authors_page_eight(many):
    me, client = a_citizen(), Client()
    client.force_login(me)
    Appeal.objects.update(author=me)
    assert len(statements(client, "/mine")) <= 4
    assert len(statements(client, f"/mine/number/{many[0].number}")) <= 8
    assert len(statements(Client(), f"/mine/{links.sign('author', many[0].pk)}")) <= 7


@pytest.mark.parametrize(
    ("signed_in", "said", "limit"),
    [(False, AUTHOR, 8), (True, {"acts_for": ""}, 11)],
    ids=["stranger", "account"],
)
def test_sending_the_wizard_takes_few(signed_in, said, limit):
    a_land()
    client = Client()
    if signed_in:
        client.force_login(a_citizen())
    me = begun(client).up_to("review")
    rules.stored()  # kept in the process
    told = statements(me.client, f"{me.base}/review", said)
    assert len(told) <= limit, "\n".join(told)
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize(
    ("step", "said", "limit"),
    [
        ("category", {"category": "roads"}, 4),
        ("topic", {"topic": "pothole"}, 6),
        ("place", PLACE, 8),
        ("text", WORDS, 5),
    ],
)
def test_no_step_of_the_wizard_is_dearer_than_the_last(step, said, limit):
    a_land()
    me = begun().up_to(step)
    assert len(statements(me.client, f"{me.base}/{step}", said)) <= limit


def test_a_photo_is_given_for_three_at_most(many):
    path = f"/photos/{Photo.objects.first().pk}-thumb.jpg"
    with CaptureQueriesContext(connection) as told:
        Client().get(path)  # there is no file behind it: the rights are what is asked
    assert len(told) <= 3
