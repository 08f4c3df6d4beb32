"""The cabinet «Сообщения»: what waits for the person first, then everything; nobody else's."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Draft, JournalRow, Photo
from otklik.appeals.steps import drafting, intake
from otklik.appeals.tests.given import MONDAY, a_citizen, a_filing, an_appeal
from otklik.files.tests.given import a_picture
from otklik.kit import clock, links
from otklik.outbox.models import Message
from otklik.people.models import User
from otklik.web.citizen.tests.given import a_land, begun, seen

pytestmark = [pytest.mark.people, pytest.mark.django_db]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def many(user: User, n: int) -> None:
    """`n` appeals of the person, every tenth waits for an action."""
    first = an_appeal(author=user)
    rows = []
    for i in range(n - 1):
        row = Appeal.objects.get(pk=first.pk)
        row.pk, row.number, row.client_key = None, f"{i:09}", uuid4()
        row.received_at = MONDAY - timedelta(minutes=i)
        row.state = State.QUESTION if i % 10 == 0 else State.MODERATION
        row.question_by = MONDAY
        rows.append(row)
    Appeal.objects.bulk_create(rows)


def test_what_waits_for_the_person_comes_first_with_its_term_and_a_button():
    me = a_citizen()
    asked = an_appeal(author=me, state=State.QUESTION, question_by=MONDAY + timedelta(days=3))
    an_appeal(author=me, state=State.ANSWERED, answered_at=MONDAY)
    an_appeal(author=me, state=State.UNCONFIRMED)
    page = signed_in(me).get("/mine")
    words = seen(page)
    assert words.index("Нужно ваше действие") < words.index("Все сообщения")
    assert "До 5\xa0марта\xa02026".replace("\xa0", " ") in words
    assert "Оценить ответ" in words
    assert f'href="/mine/number/{asked.number}#act"' in page.content.decode()


def test_each_message_says_where_it_is_and_who_holds_it():
    me = a_citizen()
    an_appeal(author=me, state=State.REGISTERED, answer_by=MONDAY.date())
    words = seen(signed_in(me).get("/mine"))
    assert "сейчас: Дорожная служба" in words
    assert "ответ до 2 марта 2026, срок прошёл" in words


def test_another_persons_messages_are_not_there_and_by_number_they_do_not_exist():
    theirs = an_appeal(author=a_citizen(), text="Чужая яма")
    client = signed_in(a_citizen())
    assert "Вы ещё ничего не подавали" in seen(client.get("/mine"))
    assert client.get(f"/mine/number/{theirs.number}").status_code == 404


@pytest.mark.parametrize("cursor", ["nonsense", "%00", "PjIwMjYtMDMtMDJ8MQ", "' OR 1=1", "я" * 500])
def test_a_forged_cursor_is_refused(cursor):
    me = a_citizen()
    an_appeal(author=me)
    assert signed_in(me).get("/mine", {"from": cursor}).status_code == 400


def test_a_cursor_of_somebody_else_shows_only_ones_own():
    other, me = a_citizen(), a_citizen()
    many(other, 30)
    mine = an_appeal(author=me, received_at=MONDAY - timedelta(days=9))
    page = signed_in(other).get("/mine").content.decode()
    path = re.findall(r'href="(/mine\?from=[^"]+)"', page)[-1]
    found = re.findall(r"/mine/number/(\d{9})", signed_in(me).get(path).content.decode())
    assert set(found) == {mine.number}


def test_the_cabinet_costs_the_same_with_ten_and_with_a_thousand():
    told = {}
    for n in (10, 1000):
        me = a_citizen()
        many(me, n)
        client = signed_in(me)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/mine").status_code == 200
        told[n] = len(queries)
        Appeal.objects.all().delete()
    assert told[10] == told[1000] <= 8


def test_letters_that_do_not_arrive_are_told():
    me = a_citizen()
    User.objects.update(email_trouble="550 no such user")
    words = seen(signed_in(me).get("/mine"))
    assert "не доходят" in words
    assert "550 no such user" in words


# drafts


def test_a_draft_is_gone_on_with_where_it_stopped_or_deleted():
    a_land()
    me = a_citizen()
    client = signed_in(me)
    draft = begun(client).up_to("place")
    drafting.add_photo(draft_id=draft.draft_id, client_id=uuid4(), raw=a_picture(), now=clock.now())
    assert f'href="{draft.base}/place"' in client.get("/mine/drafts").content.decode()

    answer = client.post(f"/mine/drafts/{draft.draft_id}/drop", follow=True)
    assert "Черновик удалён" in seen(answer)
    assert "Черновиков нет" in seen(answer)
    assert not Photo.objects.exists()
    assert client.post(f"/mine/drafts/{draft.draft_id}/drop").status_code == 404


def test_another_persons_draft_is_neither_shown_nor_deleted():
    a_land()
    draft = begun(signed_in(a_citizen())).draft_id
    client = signed_in(a_citizen())
    assert "Черновиков нет" in seen(client.get("/mine/drafts"))
    assert client.post(f"/mine/drafts/{draft}/drop").status_code == 404
    assert Client().post(f"/mine/drafts/{draft}/drop").status_code == 302
    assert Draft.objects.filter(pk=draft).exists()


# one message


def own(appeal: Appeal) -> str:
    return f"/mine/{links.sign('author', appeal.pk)}"


def test_the_author_adds_words_and_a_photo_by_account_and_by_link(tmp_path):
    me = a_citizen()
    appeal = an_appeal(author=me, state=State.REGISTERED)
    page = signed_in(me).get(f"/mine/number/{appeal.number}").content.decode()
    key = re.findall(r'name="client_key" value="([^"]+)"', page)[0]
    file = tmp_path / "двор.jpg"
    file.write_bytes(a_picture())
    answers = []
    for _ in range(2):  # pressed twice
        with file.open("rb") as photo:
            said = {"client_key": key, "words": "Со двора", "photos": photo}
            answers.append(Client().post(f"{own(appeal)}/clarify", said, follow=True))
    answer = answers[1]
    words = seen(answer)
    assert "дополнение сохранено" in words
    assert "Со двора" in words
    assert (JournalRow.objects.count(), Photo.objects.count()) == (1, 1)
    assert "Со двора" not in seen(Client().get(f"/appeals/{appeal.number}"))
    picture = f"/photos/{Photo.objects.get().pk}-full.jpg"
    assert Client().get(picture).status_code == 404
    by_link = re.findall(rf'"({re.escape(picture)}\?by=[^"]+)"', answer.content.decode())[0]
    assert Client().get(by_link).status_code == 200


def test_what_was_typed_stays_when_the_file_is_no_photo(tmp_path):
    appeal = an_appeal()
    file = tmp_path / "x.jpg"
    file.write_bytes(b"no photo")
    with file.open("rb") as photo:
        said = {"client_key": str(uuid4()), "words": "Со двора", "photos": photo}
        answer = Client().post(f"{own(appeal)}/clarify", said)
    assert answer.status_code == 422
    assert "Со двора" in seen(answer)
    assert not JournalRow.objects.exists()


@pytest.mark.parametrize("key", ["", "nonsense", "1"])
def test_a_form_without_its_key_adds_nothing(key):
    answer = Client().post(f"{own(an_appeal())}/clarify", {"client_key": key, "words": "Со двора"})
    assert answer.status_code == 422
    assert not JournalRow.objects.exists()


def test_the_letters_about_the_message_are_told_with_their_fate_and_nobody_elses():
    me, other = a_citizen(), a_citizen()
    appeal = an_appeal(author=me, author_email="old@example.test")
    rows = [
        ("published", me, me.email, "sent"),
        ("received", None, "OLD@example.test", "failed"),
        ("closed", other, other.email, "sent"),
        ("question", None, "ivan@example.test", "sent"),
    ]
    for kind, user, to, state in rows:
        Message.objects.create(kind=kind, user=user, to=to, state=state, about=appeal.number)
    Message.objects.create(kind="sent", user=me, to=me.email, about="000000000")
    words = seen(signed_in(me).get(f"/mine/number/{appeal.number}")).partition("Письма и уведомления")[2]
    assert "Обращение опубликовано : отправлено" in words
    assert "Обращение принято : не доставлено" in words
    assert other.email not in words
    assert "ivan@example.test" not in words
    assert "ждёт отправки" not in words


def test_a_message_filed_with_the_accounts_email_is_confirmed_by_a_button():
    me = User.objects.create_user("vera@example.test", "pass", name="Вера")
    appeal = intake.receive(a_filing(), now=clock.now())
    Appeal.objects.update(author=me)
    client = signed_in(me)
    page = client.get(f"/mine/number/{appeal.number}").content.decode()
    client.post(re.findall(r'action="(/confirm/[^"]+)"', page)[0])
    appeal.refresh_from_db()
    assert appeal.state == State.MODERATION


def test_one_filed_with_another_email_waits_for_its_letter_which_comes_again_but_not_at_every_press():
    me = a_citizen()
    appeal = intake.receive(a_filing(), now=clock.now() - timedelta(hours=1))
    Appeal.objects.update(author=me)
    Message.objects.update(created_at=clock.now() - timedelta(hours=1))
    client = signed_in(me)
    page = client.get(f"/mine/number/{appeal.number}").content.decode()
    assert 'action="/confirm/' not in page
    for _ in range(2):
        client.post(re.findall(r'action="(/mine/[^"]+/again)"', page)[0])
    assert Message.objects.filter(kind="confirmation").count() == 2
