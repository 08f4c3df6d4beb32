"""Complaints about published appeals: anybody may make one, the moderators get the appeal back and settle it."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from otklik.appeals import complaints, owners, redaction
from otklik.appeals.complaints import BadComplaint, Settled, Who
from otklik.appeals.lifecycle import ComplaintVerdict, State
from otklik.appeals.models import Appeal, Complaint
from otklik.appeals.rules.spans import Mark, Span
from otklik.appeals.tests.given import MONDAY, a_citizen, a_moderator, a_territory, an_appeal
from otklik.outbox.models import Message
from otklik.outbox.tests.given import read
from otklik.people.models import User
from otklik.web.citizen.tests.given import seen
from otklik.web.tests.test_statements import statements
from otklik.web.tests.world import as_

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


def complain(client: Client, appeal: Appeal, **said: Any):
    return client.post(
        f"/appeals/{appeal.number}/complain",
        {"client_key": uuid4(), "reason": "personal_data", "words": "", **said},
    )


def settle(appeal: Appeal, verdict: str, words: str = "") -> None:
    complaints.settle(
        appeal_id=appeal.pk,
        verdict=ComplaintVerdict(verdict),
        words=words,
        moderator=a_moderator(),
        now=MONDAY,
    )


@pytest.fixture
def appeal() -> Appeal:
    return an_appeal(state=State.PUBLISHED, author_name="Иван Тайный", author_email="secret@example.test")


def test_a_visitor_finds_the_form_from_the_page_and_the_appeal_is_back_at_the_desk(appeal):
    visitor, desk = Client(), as_(a_moderator())
    page = visitor.get(f"/appeals/{appeal.number}").content.decode()
    link = re.search(r'href="(/appeals/\d+/complain)" rel="nofollow"', page)
    assert link
    assert "Чтобы узнать о решении, войдите" in seen(visitor.get(link[1]))

    answer = complain(visitor, appeal, reason="other", words="Видно окна соседей")

    assert (answer.status_code, answer["Location"]) == (302, f"/appeals/{appeal.number}")
    listed = desk.get("/desk/complaints")
    assert "Другая причина" in seen(listed)
    assert f'href="/desk/appeals/{appeal.pk}#complaints"' in listed.content.decode()
    item = seen(desk.get(f"/desk/appeals/{appeal.pk}"))
    assert "Видно окна соседей" in item
    assert "без входа на портал" in item


@pytest.mark.parametrize(
    "said",
    [
        {"reason": ""}, {"reason": "x"}, {"reason": "other"}, {"words": "а" * 1001}, {"client_key": "x"},
        {"client_key": ""},
    ],
)  # fmt: skip
def test_a_spoiled_form_says_what_is_missing_and_keeps_what_was_typed(appeal, said):
    answer = complain(Client(), appeal, **{"words": "Слова" if "reason" not in said else "", **said})
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert not Complaint.objects.exists()


def test_an_account_complains_once_and_a_form_once(appeal):
    citizen, visitor, key = as_(a_citizen()), Client(), uuid4()
    for _ in range(2):
        complain(citizen, appeal)
        complain(visitor, appeal, client_key=key)
    assert Complaint.objects.count() == 2
    assert "Вы уже пожаловались" in seen(citizen.get(f"/appeals/{appeal.number}/complain"))


def test_a_flood_is_stopped(appeal):
    visitor = Client()
    codes = [complain(visitor, appeal).status_code for _ in range(4)]
    assert codes == [302, 302, 302, 429]
    citizen = as_(a_citizen())
    codes = [complain(citizen, an_appeal(state=State.PUBLISHED)).status_code for _ in range(6)]
    assert codes == [302] * 5 + [429]


@pytest.mark.parametrize("state", [State.MODERATION, State.REFUSED, State.WITHDRAWN])
def test_about_what_is_not_public_nobody_complains(state):
    hidden = an_appeal(state=state)
    assert Client().get(f"/appeals/{hidden.number}/complain").status_code == 404
    assert complain(Client(), hidden).status_code == 404
    assert Client().get("/appeals/x%00/complain").status_code in (400, 404)


def test_it_is_kept_with_words_and_who_complained_is_told_once(appeal):
    me = a_citizen()
    complain(as_(me), appeal)
    complain(Client(), appeal)
    with pytest.raises(BadComplaint):
        settle(appeal, "kept", "  ")

    settle(appeal, "kept", "Это вывеска магазина.")

    with pytest.raises(Settled):
        settle(appeal, "kept", "Ещё раз")
    message = Message.objects.get()
    subject, body = read(message)
    assert message.to == me.email
    assert "рассмотрена" in subject
    assert "оставлено как есть" in body
    assert "Это вывеска магазина." in body
    assert "Тайный" not in body
    assert "secret" not in str(message.context)
    assert set(Complaint.objects.values_list("verdict", flat=True)) == {"kept"}


def test_it_can_be_called_hidden_only_when_something_is(appeal):
    complain(as_(a_citizen()), appeal)
    with pytest.raises(BadComplaint):
        settle(appeal, "hidden")
    redaction.hide(appeal_id=appeal.pk, spans=[Span(0, 3, Mark.BY_HAND)], moderator=a_moderator(), now=MONDAY)
    settle(appeal, "hidden")
    assert "Часть сведений скрыта" in read(Message.objects.get())[1]


def test_the_moderator_settles_from_the_item_and_goes_back_to_the_list(appeal):
    complain(Client(), appeal)
    desk, page = as_(a_moderator()), f"/desk/appeals/{appeal.pk}"
    for said in ({}, {"verdict": "x"}, {"verdict": "kept"}, {"verdict": "hidden"}):
        answer = desk.post(
            f"{page}/settle", said, headers={"Referer": f"http://testserver{page}"}, follow=True
        )
        assert answer.status_code == 200
        assert Complaint.objects.filter(verdict="").exists()
    answer = desk.post(f"{page}/settle", {"verdict": "kept", "answer": "Так и было."}, follow=True)
    assert "Жалоб нет" in seen(answer)
    assert "Обращение оставлено как есть: Так и было." in seen(desk.get(page))


def test_a_moderator_sees_complaints_of_the_own_territories_only(appeal):
    far = an_appeal(state=State.PUBLISHED, territory=a_territory(code="99702000", west=45.0))
    for one in (appeal, far):
        complain(Client(), one)
    moderator = a_moderator()
    User.objects.filter(pk=moderator.pk).update(territory_codes=["99702000"])
    page = as_(moderator).get("/desk/complaints").content.decode()
    assert f"/desk/appeals/{far.pk}#" in page
    assert f"/desk/appeals/{appeal.pk}#" not in page
    assert as_(moderator).post(f"/desk/appeals/{appeal.pk}/settle", {"verdict": "kept"}).status_code == 404


def test_the_list_takes_few_statements_however_many_there_are(appeal):
    for _ in range(20):
        Complaint.objects.create(
            client_key=uuid4(), appeal=an_appeal(state=State.PUBLISHED), reason="hate", at=MONDAY
        )
    assert len(statements(as_(a_moderator()), "/desk/complaints")) <= 4


def test_who_leaves_the_portal_leaves_the_complaint_without_a_name(appeal):
    me = a_citizen()
    complaints.complain(
        number=appeal.number, who=Who(me, ""), key=uuid4(), reason="hate", words="", now=MONDAY
    )
    owners.release_all(user_id=me.pk, now=MONDAY)
    assert Complaint.objects.get().user is None
