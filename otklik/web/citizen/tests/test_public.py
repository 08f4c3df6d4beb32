"""What everybody may read, and what nobody but the author and the desk may."""

import re
from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from otklik.appeals import merging
from otklik.appeals.lifecycle import PUBLIC, State
from otklik.appeals.models import Answer, AnswerFile, Appeal, Photo
from otklik.appeals.rules import number as numbers
from otklik.appeals.steps import moderation
from otklik.appeals.tests.given import MONDAY, a_moderator, a_topic, an_appeal
from otklik.files import documents, photos
from otklik.files.tests.given import a_picture
from otklik.web.citizen.tests.given import seen

pytestmark = [pytest.mark.public, pytest.mark.django_db]

SECRET = {"author_name": "Вера Полевая", "author_email": "vera.polevaya@example.test"}
HIDDEN = [state for state in State if state not in PUBLIC]


def with_photo(appeal: Appeal) -> str:
    photo_id = uuid4()
    photos.keep(a_picture(), photo_id=photo_id)
    Photo.objects.create(id=photo_id, appeal=appeal, place=0, width=400, height=300, created_at=MONDAY)
    return f"/photos/{photo_id}-full.jpg"


def with_answer(appeal: Appeal, title: str = "Ответ.pdf") -> str:
    """An answer with a file; the address of the file."""
    Appeal.objects.filter(pk=appeal.pk).update(answered_at=MONDAY)
    answer = Answer.objects.create(
        appeal=appeal,
        message_uid=uuid4(),
        text="Яма засыпана",
        decision="solved",
        signatory="Начальник службы",
        number="17-12/4",
        received_at=MONDAY,
    )
    file_id = uuid4()
    documents.keep(b"%PDF", file_id=file_id)
    AnswerFile.objects.create(id=file_id, answer=answer, title=title, is_photo=False, place=0)
    return f"/files/{file_id}"


@pytest.mark.parametrize("state", sorted(PUBLIC))
def test_a_published_appeal_is_shown_whole_but_without_its_author(state):
    appeal = an_appeal(state=State(state), text="Яма у дома 5, третья неделя", **SECRET)
    page = Client().get(f"/appeals/{appeal.number}")

    assert page.status_code == 200
    assert "Яма у дома 5, третья неделя" in seen(page)
    assert not any(secret in page.content.decode() for secret in SECRET.values())


@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_not_published_gets_a_page_of_explanation_without_its_words(state):
    appeal = an_appeal(state=state, text="Тайные слова", address="ул. Тайная, 1", published_at=None, **SECRET)
    photo = with_photo(appeal)

    page = Client().get(f"/appeals/{appeal.number}")

    assert page.status_code == 404
    assert "нет в открытом доступе" in seen(page)
    assert not any(word in page.content.decode() for word in ("Тайн", "Яма на дороге", *SECRET.values()))
    # A duplicate's photos are shown with the appeal that carries on.
    assert Client().get(photo).status_code == (200 if state is State.DUPLICATE else 404)
    assert Client().get(f"/appeals/{appeal.number}/map.svg").status_code == 404


def test_a_number_that_was_never_given_looks_the_same_as_one_that_is_not_public():
    hidden, never_given = an_appeal(published_at=None), numbers.make(lambda _n: 41)
    pages = [Client().get(f"/appeals/{number}") for number in (hidden.number, never_given)]
    assert {page.status_code for page in pages} == {404}
    same = {re.sub(r"\d{3}-\d{3}-\d{3}", "№", seen(page)) for page in pages}
    assert len(same) == 1


def test_an_appeal_taken_back_after_publication_keeps_its_page_without_the_words():
    appeal = an_appeal(state=State.PUBLISHED, text="Мои прежние слова", **SECRET)
    photo = with_photo(appeal)
    moderation.withdraw(appeal_id=appeal.pk, words="Переехала на улицу Тайную", now=MONDAY)

    page = Client().get(f"/appeals/{appeal.number}")

    assert page.status_code == 200
    assert "Автор отозвал это обращение" in seen(page)
    assert not any(word in page.content.decode() for word in ("Мои прежние", "Тайн", *SECRET.values()))
    assert Client().get(photo).status_code == 404


def test_a_duplicate_leads_to_the_appeal_that_carries_on_and_hides_its_own_words():
    original, appeal = an_appeal(state=State.PUBLISHED), an_appeal(state=State.PUBLISHED, text="Мои слова")
    merging.merge(appeal_id=appeal.pk, original_number=original.number, moderator=a_moderator(), now=MONDAY)
    page = Client().get(f"/appeals/{appeal.number}").content.decode()
    assert f'href="/appeals/{original.number}"' in page
    assert "Мои слова" not in page


def test_the_desks_question_and_the_authors_reply_are_between_them():
    appeal = an_appeal(published_at=None)
    moderation.ask(appeal_id=appeal.pk, moderator=a_moderator(), words="Тайный вопрос", now=MONDAY)
    moderation.reply(appeal_id=appeal.pk, words="Тайный ответ", now=MONDAY)
    moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=MONDAY)
    assert "Тайный" not in Client().get(f"/appeals/{appeal.number}").content.decode()


def test_the_answer_is_shown_with_who_signed_it_and_the_authors_verdict_beside():
    appeal = an_appeal(state=State.CLOSED, rating=2, solved=False, verdict="Засыпали не ту")
    file = with_answer(appeal)

    page = Client().get(f"/appeals/{appeal.number}")

    for words in (
        "Вопрос решён",
        "Яма засыпана",
        "Начальник службы",
        "17-12/4",
        "нерешённым",
        "Засыпали не ту",
    ):
        assert words in seen(page)
    assert f'href="{file}"' in page.content.decode()


@pytest.mark.parametrize(
    ("title", "name"),
    [("Ответ.pdf", ".pdf"), ('x.p"; y="z', ""), ("x.php\r\nSet-Cookie: a=b", ""), ("без расширения", "")],
)
def test_a_file_of_an_answer_is_always_a_download_under_a_name_of_ours(title, name):
    file = with_answer(an_appeal(state=State.ANSWERED), title)
    answer = Client().get(file)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        "application/octet-stream",
        "nosniff",
    )
    assert re.fullmatch(
        rf'attachment; filename="answer-[0-9a-f]{{8}}{re.escape(name)}"', answer["Content-Disposition"]
    )


def test_a_file_of_an_appeal_that_is_not_public_is_not_given():
    appeal = an_appeal(state=State.WITHDRAWN)
    assert Client().get(with_answer(appeal)).status_code == 404


def test_a_file_that_the_storage_has_lost_is_a_page_not_found():
    file = with_answer(an_appeal(state=State.ANSWERED))

    default_storage.delete(documents.path(AnswerFile.objects.get().pk))
    assert Client().get(file).status_code == 404


def test_a_public_photo_may_be_kept_by_caches_and_one_on_moderation_is_for_the_desk():
    shown, hidden = with_photo(an_appeal(state=State.PUBLISHED)), with_photo(an_appeal(published_at=None))
    desk = Client()
    desk.force_login(a_moderator())

    assert Client().get(shown)["Cache-Control"].startswith("public")
    assert Client().get(hidden).status_code == 404
    assert desk.get(hidden)["Cache-Control"] == "private, no-store"
    assert Client().get(shown.replace("-full", "-huge")).status_code == 404


@pytest.mark.parametrize(
    ("path", "tab"),
    [*product(("/", "/appeals"), ("problem", "proposal", "thanks", "answers", "")), ("/", "nonsense")],
)
def test_each_tab_shows_its_kind_and_nothing_that_is_not_public(path, tab):
    for kind in ("problem", "proposal", "thanks"):
        an_appeal(kind=kind, state=State.PUBLISHED, text=f"Слова {kind}", **SECRET)
        an_appeal(kind=kind, published_at=None, text="Тайные слова")
    answered = an_appeal(kind="proposal", state=State.ANSWERED, text="Слова с ответом", answered_at=MONDAY)
    with_answer(answered)

    page = Client().get(path, {"tab": tab})

    wanted = {"answers": "Яма засыпана"}.get(
        tab, f"Слова {tab if tab in ('proposal', 'thanks') else 'problem'}"
    )
    assert wanted in seen(page)
    assert not any(word in page.content.decode() for word in ("Тайные слова", *SECRET.values()))


def test_an_empty_list_says_what_helps():
    a_topic()
    assert "Сбросить отбор" in seen(Client().get("/appeals", {"category": "roads"}))


def test_a_list_is_walked_to_its_end_and_back_and_each_appeal_is_met_once():
    topic = a_topic()
    for n in range(45):  # several at the same moment
        an_appeal(state=State.PUBLISHED, topic=topic, published_at=MONDAY + timedelta(hours=n // 4))
    client, address = Client(), "/appeals?tab=problem&category=roads"
    last, there, back = address, list[str](), list[str]()

    while address:
        page = client.get(address).content.decode()
        there += re.findall(r'href="/appeals/(\d{9})"', page)
        last, address = address, _rel(page, "next")
    address = last
    while address:
        page = client.get(address).content.decode()
        back = re.findall(r'href="/appeals/(\d{9})"', page) + back
        address = _rel(page, "prev")

    assert len(there) == len(set(there)) == 45
    assert back == there
    newest = Appeal.objects.order_by("-published_at", "-id").values_list("number", flat=True)
    assert there == list(newest)


@pytest.mark.parametrize("cursor", ["x", "====", "я", "PjIwMjYtMDE", "Pg" * 400])
def test_a_forged_place_in_the_list_is_refused_in_words(cursor):
    an_appeal(state=State.PUBLISHED, text="Первое")
    answer = Client().get("/appeals", {"from": cursor})
    assert answer.status_code == 400
    assert "Откройте список с начала" in seen(answer)


def _rel(page: str, rel: str) -> str:
    found = re.search(rf'href="([^"]+)" rel="{rel}"', page)
    return found[1].replace("&amp;", "&") if found else ""
