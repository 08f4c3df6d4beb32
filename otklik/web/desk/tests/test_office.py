"""An appeal at the desk of its authority, from the list to the published answer; what each body sees of it."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from otklik.appeals.lifecycle import Move, State
from otklik.appeals.models import (
    Answer,
    Appeal,
    DeskRules,
    Errand,
    ErrandDevice,
    ErrandItem,
    OfficeNote,
    Opinion,
    Photo,
    Reply,
    ReplyTemplate,
)
from otklik.appeals.steps import moderation
from otklik.appeals.tests.given import a_duty, a_moderator, an_appeal
from otklik.authorities.models import Authority, Membership
from otklik.authorities.tests.given import an_authority
from otklik.files import photos
from otklik.files.tests.given import a_picture
from otklik.kit import clock
from otklik.people.models import StaffDeed, User
from otklik.web.citizen.tests.given import seen
from otklik.web.desk.tests.given import an_official

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

WORDS = "Яма заделана 3 марта, работы приняты комиссией."


@pytest.fixture
def body() -> Authority:
    return an_authority(msed_uid=None, has_desk=True)


@pytest.fixture
def clerk(body: Authority) -> Client:
    return an_official("clerk", body)


@pytest.fixture
def appeal(body: Authority) -> Appeal:
    by = timezone.localdate(clock.now()) + timedelta(days=10)
    return an_appeal(state=State.REGISTERED, authority=body, answer_by=by, author_phone="+79001234567")


def at(appeal: Appeal, *more: str) -> str:
    return "/".join(["/desk/authority", appeal.number, *more])


def form_on(page: Any) -> dict[str, str]:
    """The hidden fields of the answer's form."""
    html = page.content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("form", "version")}  # type: ignore[index]


def saved(client: Client, appeal: Appeal, text: str = WORDS, **more: Any) -> Any:
    form = form_on(client.get(at(appeal)))
    return client.post(at(appeal, "reply"), {"text": text, "decision": "solved", **form, **more})


# --- who sees what


@pytest.mark.parametrize("role", ["clerk", "head"])
def test_the_page_is_for_the_body_that_has_the_appeal(appeal, role):
    assert an_official(role, an_authority()).get(at(appeal)).status_code == 404
    assert an_official("moderator").get(at(appeal)).status_code == 403
    assert Client().get(at(appeal)).status_code == 302


def test_a_head_opens_a_subordinates_appeal(appeal, body):
    top = an_authority()
    Authority.objects.filter(pk=body.pk).update(superior=top)
    assert an_official("head", top).get(at(appeal)).status_code == 200
    assert an_official("clerk", top).get(at(appeal)).status_code == 404


def test_the_author_is_shown_only_where_the_body_may_know(appeal, body, clerk):
    personal = ("Вера", "vera@example.test", "+79001234567")
    assert not any(word in seen(clerk.get(at(appeal))) for word in personal)
    Authority.objects.filter(pk=body.pk).update(msed_personal_data=True)
    assert all(word in seen(clerk.get(at(appeal))) for word in personal)


@pytest.mark.parametrize("number", ["1", "x", "000000000", "%00", "rules%2F", "9" * 200])
def test_an_address_that_names_nothing_is_no_crash(clerk, number):
    assert clerk.get(f"/desk/authority/{number}").status_code in (400, 404)


def test_a_photo_added_later_is_seen_by_the_authority_and_not_by_another(appeal, clerk):
    photo = Photo.objects.create(
        id=uuid4(), appeal=appeal, place=0, width=80, height=60, created_at=clock.now(), clarifies=True
    )
    photos.keep(a_picture(size=(80, 60)), photo_id=photo.pk)
    path = f"/photos/{photo.pk}-thumb.jpg"
    assert clerk.get(path).status_code == 200
    assert an_official("head", an_authority()).get(path).status_code == 404


def test_the_page_takes_few_statements(appeal, body, clerk):
    ReplyTemplate.objects.create(authority=body, title="Ответ", text="Ответ")
    saved(clerk, appeal)
    with CaptureQueriesContext(connection) as told:
        clerk.get(at(appeal))
    assert len(told) <= 20


def test_no_page_of_the_desk_has_a_script_or_a_style_of_its_own_and_each_form_has_its_token(
    appeal, body, clerk
):
    head, other = an_official("head", body), an_authority(msed_uid=None, has_desk=True)
    a_link(clerk, appeal)
    saved(clerk, appeal)
    opinion = Opinion.objects.create(
        client_key=uuid4(),
        appeal=appeal,
        asker=other,
        asked=body,
        question="Чья?",
        due_on=timezone.localdate(clock.now()),
        asked_at=clock.now(),
    )
    paths = (at(appeal), at(appeal, "preview"), "/desk/authority", "/desk/authority/rules", "/desk/opinions")
    for path in (*paths, f"/desk/opinions/{opinion.pk}"):
        page = head.get(path)
        assert page.status_code == 200
        html = page.content.decode()
        assert re.findall(r'\sstyle="|\son[a-z]+="|<style|<script(?![^>]*\bsrc=)', html) == [], path
        for form in re.findall(r'<form[^>]*method="post".*?</form>', html, re.DOTALL):
            assert "csrfmiddlewaretoken" in form, path


# --- work


def test_work_is_handed_over_and_noted(appeal, clerk):
    me = User.objects.get(email="clerk@example.test")
    clerk.post(at(appeal, "hand"), {"executor": me.pk})
    assert Appeal.objects.get().executor == me
    clerk.post(at(appeal, "note"), {"note": "Позвонить в РЭС", "client_key": str(uuid4())})
    assert "Позвонить в РЭС" in seen(clerk.get(at(appeal)))
    assert "Позвонить в РЭС" not in seen(Client().get(f"/appeals/{appeal.number}"))


def test_notes_and_drafts_stay_with_the_body_when_the_appeal_goes_on(appeal, clerk):
    other = an_authority(msed_uid=None, has_desk=True)
    clerk.post(at(appeal, "note"), {"note": "Тайное слово", "client_key": str(uuid4())})
    saved(clerk, appeal, "Тайный черновик")
    gone = clerk.post(
        at(appeal, "forward"), {"forward_to": other.pk, "forward_reason": "Этим занимается соседний округ."}
    )
    assert gone["Location"] == "/desk/authority"
    assert clerk.get(at(appeal)).status_code == 404
    theirs = seen(an_official("head", other).get(at(appeal)))
    assert "Тайн" not in theirs
    assert "соседний округ" in theirs
    assert "соседний округ" in seen(Client().get(f"/appeals/{appeal.number}"))


@pytest.mark.parametrize(
    ("form", "typed", "kept"),
    [
        ("forward", {"forward_to": "unknown", "forward_reason": "не мы"}, "не мы"),
        ("forward", {"forward_to": "", "forward_reason": "Совсем не наше дело"}, "Совсем не наше дело"),
        ("extend", {"extend_days": "99", "extend_reason": "Ждём поставки"}, "Ждём поставки"),
        ("extend", {"extend_days": "²", "extend_reason": "Ждём поставки"}, "Ждём поставки"),
        ("ask", {"ask_body": "x", "ask_question": "Чья опора?", "ask_due": "завтра"}, "Чья опора?"),
        ("errand", {"errand_email": "не почта", "errand_task": "Заделать"}, "Заделать"),
        ("note", {"note": " "}, "Напишите заметку"),
        ("hand", {"executor": "77777"}, "не работает в вашем органе"),
    ],
)
def test_what_is_refused_stays_typed_with_the_reason(appeal, clerk, form, typed, kept):
    an_authority(msed_uid=None, has_desk=True)
    answer = clerk.post(at(appeal, form), {"client_key": str(uuid4()), **typed})
    assert answer.status_code == 422
    assert kept in seen(answer) or kept in answer.content.decode()
    assert 'class="error-summary' in answer.content.decode()


@pytest.mark.parametrize("form", ["note", "ask", "errand"])
def test_a_form_without_its_key_is_refused_in_words(appeal, clerk, form):
    answer = clerk.post(
        at(appeal, form),
        {"note": "Да", "client_key": "x"},
        headers={"Referer": f"http://testserver{at(appeal)}"},
    )
    assert answer.status_code in (302, 422)
    assert not OfficeNote.objects.exists()


def test_a_longer_term_is_public_with_its_reason(appeal, clerk):
    clerk.post(at(appeal, "extend"), {"extend_days": "3", "extend_reason": "Ждём поставки светильников."})
    public = seen(Client().get(f"/appeals/{appeal.number}"))
    assert "Срок ответа продлён" in public
    assert "Ждём поставки светильников." in public
    assert "Новый срок" in public


def test_another_body_sees_the_question_and_not_the_author(appeal, body, clerk):
    Authority.objects.filter(pk=body.pk).update(msed_personal_data=True)
    other = an_authority(msed_uid=None, has_desk=True)
    due = timezone.localdate(clock.now()).isoformat()
    asked = {"ask_body": other.pk, "ask_question": "Чья опора?", "ask_due": due, "client_key": str(uuid4())}
    clerk.post(at(appeal, "ask"), asked)
    opinion = Opinion.objects.get()

    theirs = an_official("head", other)
    assert "Чья опора?" in seen(theirs.get("/desk/opinions"))
    page = theirs.get(f"/desk/opinions/{opinion.pk}")
    assert "Яма у дома 5" in seen(page)
    assert not any(word in seen(page) for word in ("Вера", "vera@", "+7900"))
    assert theirs.get(at(appeal)).status_code == 404
    assert clerk.get(f"/desk/opinions/{opinion.pk}").status_code == 404
    assert theirs.post(f"/desk/opinions/{opinion.pk}", {"words": " "}).status_code == 422
    assert theirs.post(f"/desk/opinions/{opinion.pk}", {"words": "Наша опора."}).status_code == 302
    assert "Наша опора." in seen(clerk.get(at(appeal)))
    assert "Наша опора." not in seen(Client().get(f"/appeals/{appeal.number}"))


# --- the answer


def test_an_answer_is_kept_while_typed_looked_at_and_published(appeal, clerk):
    form = form_on(clerk.get(at(appeal)))
    kept = clerk.post(at(appeal, "reply", "keep"), {"text": "Яма", **form})
    assert (kept.status_code, Reply.objects.get().text) == (204, "Яма")

    photo = SimpleUploadedFile("после.jpg", a_picture(size=(80, 60)))
    act = SimpleUploadedFile("акт.pdf", b"%PDF-1.7")
    sent = clerk.post(
        at(appeal, "reply"),
        {"text": WORDS, "decision": "solved", "act": "preview", "photos": photo, "documents": act, **form},
    )
    assert sent["Location"] == at(appeal, "preview")
    page = clerk.get(at(appeal, "preview"))
    assert all(word in seen(page) for word in (WORDS, "Вопрос решён", "акт.pdf", "очень короткий"))
    for path in re.findall(r'(?:href|src)="(/desk/authority/\d+/files/[^"]+)"', page.content.decode()):
        assert clerk.get(path).status_code == 200
        assert an_official("head", an_authority()).get(path).status_code == 404 if "thumb" in path else True
    taken = StaffDeed.objects.filter(what="saw", address="desk:office-file")
    assert list(taken.values_list("object_kind", "object_key")) == [("number", appeal.number)]

    version = re.search(r'name="version" value="(\d+)"', page.content.decode())[1]  # type: ignore[index]
    for _press in range(2):
        clerk.post(at(appeal, "publish"), {"version": version})
    assert Answer.objects.get().files.count() == 2
    public = seen(Client().get(f"/appeals/{appeal.number}"))
    assert WORDS in public
    assert "Есть ответ" in seen(clerk.get(at(appeal)))


def test_nobody_reads_of_msed_where_the_body_has_none(body):
    a_duty(authority=body)
    appeal = an_appeal()
    moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=clock.now())
    assert "МСЭД" not in seen(Client().get(f"/appeals/{appeal.number}"))


def test_the_second_of_two_clerks_is_told_and_loses_nothing(appeal, body, clerk):
    other = an_official("head", body)
    mine, theirs = form_on(clerk.get(at(appeal))), form_on(other.get(at(appeal)))
    clerk.post(at(appeal, "reply"), {"text": "Ответ первого служащего", **mine})

    assert other.post(at(appeal, "reply", "keep"), {"text": "Ответ второго", **theirs}).status_code == 409
    page = other.post(at(appeal, "reply"), {"text": "Ответ второго", **theirs})
    assert page.status_code == 409
    assert "Ответ первого служащего" in seen(page)
    assert "Ответ второго" in page.content.decode()
    assert Reply.objects.get().text == "Ответ первого служащего"

    other.post(at(appeal, "reply"), {"text": "Общий ответ", **form_on(page)})
    assert Reply.objects.get().text == "Общий ответ"


def test_a_template_is_put_into_the_text(appeal, body, clerk):
    template = ReplyTemplate.objects.create(authority=body, title="Яма", text="По адресу {address} сделано.")
    strange = ReplyTemplate.objects.create(authority=an_authority(), title="Чужой", text="Чужое")
    saved(clerk, appeal, "Здравствуйте!", act="insert", template=template.pk)
    assert Reply.objects.get().text == f"Здравствуйте!\n\nПо адресу {appeal.address} сделано."
    saved(clerk, appeal, "Здравствуйте!", act="insert", template=strange.pk)
    assert Reply.objects.get().text == "Здравствуйте!"


def test_the_head_signs_or_sends_back_and_a_clerk_can_not(appeal, body, clerk):
    DeskRules.objects.create(authority=body, signs=True)
    head = an_official("head", body)
    saved(clerk, appeal)
    clerk.post(at(appeal, "publish"), {"version": "1"})
    assert not Answer.objects.exists()
    assert clerk.post(at(appeal, "send-back"), {"remarks": "Нет"}).status_code == 403
    assert "На подписи" in seen(clerk.get(at(appeal)))

    assert head.post(at(appeal, "send-back"), {"remarks": " "}).status_code == 422
    head.post(at(appeal, "send-back"), {"remarks": "Назовите подрядчика."})
    assert "Назовите подрядчика." in seen(clerk.get(at(appeal)))
    saved(clerk, appeal, f"{WORDS} Подрядчик: МБУ.")
    page = clerk.get(at(appeal, "preview"))
    version = re.search(r'name="version" value="(\d+)"', page.content.decode())[1]  # type: ignore[index]
    clerk.post(at(appeal, "publish"), {"version": version})
    head.post(at(appeal, "publish"), {"version": version})
    assert Answer.objects.get().signatory == "Имя"


def test_when_the_head_leaves_any_other_head_of_the_body_signs(appeal, body, clerk):
    DeskRules.objects.create(authority=body, signs=True)
    left = an_official("head", body)
    saved(clerk, appeal)
    clerk.post(at(appeal, "publish"), {"version": "1"})
    User.objects.filter(email="head@example.test").update(role="citizen")
    assert left.post(at(appeal, "publish"), {"version": "1"}).status_code == 403

    user = User.objects.create_user("other@example.test", "pass", name="Новый", role="head")
    Membership.objects.create(user=user, authority=body)
    another = Client()
    another.force_login(user)
    assert appeal.number in another.get("/desk/authority?tab=signing").content.decode()
    another.post(at(appeal, "publish"), {"version": "1"})
    assert Answer.objects.exists()


def test_a_question_about_an_appeal_that_was_withdrawn_waits_for_nobody(appeal, clerk):
    other = an_authority(msed_uid=None, has_desk=True)
    due = timezone.localdate(clock.now()).isoformat()
    asked = {"ask_body": other.pk, "ask_question": "Чья опора?", "ask_due": due, "client_key": str(uuid4())}
    clerk.post(at(appeal, "ask"), asked)
    Appeal.objects.update(state=State.WITHDRAWN)
    theirs = an_official("head", other)
    assert "Чья опора?" not in seen(theirs.get("/desk/opinions"))
    assert theirs.post(f"/desk/opinions/{Opinion.objects.get().pk}", {"words": "Да"}).status_code == 409


def test_an_answer_without_a_decision_is_not_published(appeal, clerk):
    saved(clerk, appeal, decision="")
    answer = clerk.post(at(appeal, "publish"), {"version": "1"})
    assert answer.status_code == 422
    assert "Выберите решение" in seen(answer)


@pytest.mark.parametrize(
    "more",
    [
        {"decision": "nonsense"},
        {"planned_on": "31.02.2026", "decision": "planned"},
        {"text": "я" * 10_001},
        {"take": "x"},
        {"form": "x"},
        {"version": "9" * 40},
        {"template": "²", "act": "insert"},
        {"documents": SimpleUploadedFile("вирус.exe", b"MZ")},
        {"photos": SimpleUploadedFile("фото.jpg", b"no picture")},
    ],
)
def test_a_form_of_the_answer_that_is_spoiled_is_refused_in_words(appeal, clerk, more):
    there = {"Referer": f"http://testserver{at(appeal)}"}
    form = {"text": WORDS, **form_on(clerk.get(at(appeal))), **more}
    assert clerk.post(at(appeal, "reply"), form, headers=there).status_code in (302, 409, 422)
    assert not Answer.objects.exists()


def test_a_day_that_no_calendar_has_is_told_beside_its_field_and_stays_there(appeal, clerk):
    form = {
        "text": WORDS,
        **form_on(clerk.get(at(appeal))),
        "planned_on": "31.02.2026",
        "decision": "planned",
    }
    answer = clerk.post(at(appeal, "reply"), form)
    assert answer.status_code == 422
    assert "Такого дня нет" in seen(answer)
    assert 'value="31.02.2026"' in answer.content.decode()


def test_a_body_in_msed_works_on_it_here_and_answers_there():
    body = an_authority()
    appeal = an_appeal(state=State.REGISTERED, authority=body)
    page = an_official("clerk", body).get(at(appeal))
    assert "Заметки для своих" in seen(page)
    assert 'id="reply"' not in page.content.decode()


# --- rules and templates


def test_the_head_decides_on_signatures_and_templates(body):
    head = an_official("head", body)
    assert an_official("clerk", body).get("/desk/authority/rules").status_code == 403
    head.post("/desk/authority/rules/change", {"body": body.pk, "signs": "1"})
    assert DeskRules.objects.get(authority=body).signs
    new = {"body": body.pk, "title": "Яма", "text": "Яма заделана."}
    head.post("/desk/authority/rules/template", new)
    assert head.post("/desk/authority/rules/template", new).status_code == 422  # the title is taken
    template = ReplyTemplate.objects.get()
    head.post("/desk/authority/rules/template", {**new, "template": template.pk, "text": "Яму заделали."})
    assert "Яму заделали." in head.get("/desk/authority/rules").content.decode()
    for _press in range(2):
        head.post("/desk/authority/rules/template", {**new, "template": template.pk, "drop": "1"})
    assert not ReplyTemplate.objects.exists()


@pytest.mark.parametrize("asked", ["77777", "x"])
def test_the_rules_of_another_body_are_closed(body, asked):
    head = an_official("head", body)
    assert head.get(f"/desk/authority/rules?body={asked}").status_code == 404
    assert head.post("/desk/authority/rules/change", {"body": asked, "signs": "1"}).status_code == 404
    strange = ReplyTemplate.objects.create(authority=an_authority(), title="Чужой", text="Чужое")
    form = {"body": body.pk, "template": strange.pk, "title": "Да", "text": "Да"}
    assert head.post("/desk/authority/rules/template", form).status_code == 404


# --- the contractor


def a_link(clerk: Client, appeal: Appeal) -> str:
    form = {"errand_email": "master@example.test", "errand_task": "Заделать яму", "client_key": str(uuid4())}
    page = clerk.post(at(appeal, "errand"), form)
    link = re.search(r"/errand/([\w-]+)", page.content.decode())
    assert link
    assert link[0] not in clerk.get(at(appeal)).content.decode()
    again = clerk.post(at(appeal, "errand"), form)
    assert again.status_code == 302
    return link[0]


def test_a_contractor_sees_the_place_and_sends_what_is_done(appeal, clerk):
    link = a_link(clerk, appeal)
    first, second = Client(), Client()
    closed = first.get(link)
    assert "Открыть поручение" in seen(closed)
    assert appeal.text not in seen(closed)
    assert not ErrandDevice.objects.exists()
    for client in (first, second, second):
        client.post(f"{link}/open")
    page = first.get(link)
    assert all(word in seen(page) for word in (appeal.text, appeal.address, "Заделать яму"))
    assert not any(word in seen(page) for word in ("Вера", "vera@", "+7900"))
    for answer in (closed, page):
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "same-origin"

    photo = SimpleUploadedFile("после.jpg", a_picture(size=(80, 60)))
    first.post(f"{link}/deliver", {"words": "Готово", "photos": photo, "client_key": str(uuid4())})
    assert ErrandItem.objects.filter(is_photo=True).exists()
    desk = clerk.get(at(appeal))
    assert "открыто с 2 устройств" in seen(desk)
    assert "Готово" in seen(desk)
    paths = re.findall(r'src="(/desk/authority/\d+/files/[^"]+)"', desk.content.decode())
    assert clerk.get(paths[0]).status_code == 200
    assert first.get(paths[0]).status_code == 302

    photo_id = ErrandItem.objects.get(is_photo=True).pk
    saved(clerk, appeal, take=str(photo_id))
    assert Reply.objects.get().files.get().pk == photo_id


def test_a_link_closed_by_the_clerk_says_so(appeal, clerk):
    link = a_link(clerk, appeal)
    Client().post(f"{link}/open")
    clerk.post(at(appeal, "errand", str(Errand.objects.get().pk), "close"))
    for answer in (
        Client().get(link),
        Client().post(f"{link}/open"),
        Client().post(f"{link}/deliver", {"words": "Да"}),
    ):
        assert answer.status_code == 404
        assert "Поручение закрыто" in seen(answer)
        assert "noindex" in answer["X-Robots-Tag"]
    assert "Такого поручения нет" in seen(Client().get("/errand/nonsense"))


@pytest.mark.parametrize("form", [{}, {"words": "я" * 4000}, {"client_key": "x", "words": "Да"}])
def test_a_delivery_that_cannot_be_kept_is_refused_in_words(appeal, clerk, form):
    link, client = a_link(clerk, appeal), Client()
    client.post(f"{link}/open")
    said = {"client_key": str(uuid4()), **form}
    answer = client.post(f"{link}/deliver", said, headers={"Referer": f"http://testserver{link}"})
    assert answer.status_code in (302, 422)
    assert not ErrandItem.objects.exists()


def test_the_journal_tells_what_the_desk_did(appeal, clerk):
    me = User.objects.get(email="clerk@example.test")
    clerk.post(at(appeal, "hand"), {"executor": me.pk})
    saved(clerk, appeal)
    clerk.post(at(appeal, "publish"), {"version": "1"})
    rows = appeal.journal.order_by("id").values_list("move", "actor__email")
    assert list(rows) == [(Move.HAND, me.email), (Move.ANSWER, me.email)]
