"""The desk of polls: forms that lose nothing, a preview, publication, an early end, texts, the use of a result."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from otklik.appeals.tests.given import a_territory
from otklik.files import photos
from otklik.kit import clock
from otklik.people.models import StaffDeed, User
from otklik.polls.models import Notice, Poll, Question, Text
from otklik.polls.tests.given import EVERY_KIND, YES_NO, a_poll
from otklik.web.citizen.tests.given import seen
from otklik.web.polls.desk import pictures
from otklik.web.rules.tests.given import shown
from otklik.web.tests.test_statements import statements
from otklik.web.tests.world import as_

pytestmark = [pytest.mark.sections, pytest.mark.django_db]

NEW = "/desk/polls/new"


@pytest.fixture
def desk() -> Client:
    return as_(User.objects.create_user("a@example.test", None, name="Ася Холмская", role="analyst"))


def day(ahead: int) -> str:
    return (timezone.localdate(clock.now()) + timedelta(days=ahead)).isoformat()


def about(**more: Any) -> dict[str, Any]:
    return {
        "languages": ["ru"],
        "title-ru": "Нужен ли парк?",
        "about-ru": "Решит, что строить весной.",
        "voters": "citizens",
        "results": "end",
        "opens_hour": "9",
        "closes_on": day(7),
        "closes_hour": "20",
        **more,
    }


def question(**more: Any) -> dict[str, Any]:
    return {
        "text-ru": "Нужен ли парк?",
        "kind": "single",
        "required": "1",
        "count": "2",
        "o0-ru": "Да",
        "o1-ru": "Нет",
        **more,
    }


def a_picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "PNG")
    return SimpleUploadedFile("park.png", out.getvalue(), "image/png")


def test_a_poll_is_written_looked_at_published_and_ended_with_a_reason(desk):
    a_territory()
    page = desk.post(NEW, about(territories=["99701000"], quorum="10", picture=a_picture()), follow=True)
    assert page.redirect_chain[-1][0] == "/desk/polls/nuzhen-li-park/questions"
    assert "Вопросов ещё нет" in seen(page)
    add = "/desk/polls/nuzhen-li-park/questions/new"
    said = question(shown=shown(desk.get(add)), do="another", **{"o1-picture": a_picture()})
    page = desk.post(add, said, follow=True)
    assert page.redirect_chain[-1][0] == add
    said = question(shown=shown(page), when="nuzhen_li_park:yes", kind="text", **{"text-ru": "Почему?"})
    assert "Почему?" in seen(desk.post(add, said, follow=True))
    poll = Poll.objects.get()
    first, second = poll.questions.order_by("order")
    assert (poll.territory_codes, poll.quorum, bool(poll.picture)) == (["99701000"], 10, True)
    assert [bool(one["picture"]) for one in first.options] == [False, True]
    assert (second.kind, second.rules) == ("text", {"most": 500})

    page = desk.get("/desk/polls/nuzhen-li-park/preview")
    assert "После публикации изменить опрос нельзя никому" in seen(page)
    page = desk.post("/desk/polls/nuzhen-li-park/publish", {"shown": shown(page)}, follow=True)
    assert "Завершить раньше срока" in seen(page)
    assert desk.get("/desk/polls/nuzhen-li-park/questions").status_code == 409
    end = "/desk/polls/nuzhen-li-park/end"
    page = desk.post(end, {"why": " "})
    assert (page.status_code, "причину увидят все" in seen(page)) == (422, True)
    page = desk.post(end, {"why": "Парк уже строят"}, follow=True)
    assert "Парк уже строят" in seen(page)
    assert Poll.objects.get().state == "ended"


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_or_uploaded_is_lost(desk):
    a_territory()
    said = about(
        territories=["99701000", "00000000"],
        age_from="сто",
        closes_on="32.13.2026",
        picture=a_picture(),
        **{"title-ru": "", "about-en": "Why"},
    )
    page = desk.post(NEW, said)
    told = seen(page)
    assert page.status_code == 422
    for words in (
        "Напишите название",
        "муниципалитетов сейчас нет",
        "Целое число от 0 до 100",
        "Такого дня нет",
    ):
        assert words in told
    html = page.content.decode()
    assert 'value="сто"' in html
    assert 'value="32.13.2026"' in html
    assert "Решит, что строить весной." in html
    assert "Why" in html
    assert re.search(r'value="99701000" checked', html)
    kept = re.search(r'name="picture_kept" value="([^"]+)"', html)
    assert kept
    assert desk.get(f"/desk/polls/pictures/{kept[1]}").status_code == 200
    desk.post(NEW, about(picture_kept=kept[1]))
    assert str(Poll.objects.get().picture) == pictures.named(kept[1])


def test_a_picture_is_named_by_its_signed_address_only_and_what_is_none_is_refused(desk):
    other = "6f1f2a8e-6d3c-4c3f-9a53-7f6f4a1c2b3d"
    desk.post(NEW, about(picture_kept=other))
    assert Poll.objects.get().picture is None
    assert desk.get(f"/desk/polls/pictures/{other}").status_code == 404
    page = desk.post(NEW, about(picture=SimpleUploadedFile("x.png", b"no picture", "image/png")))
    assert "Это не фото" in seen(page)


def test_an_end_before_the_beginning_is_told(desk):
    page = desk.post(NEW, about(opens_on=day(9)))
    assert "кончается раньше, чем начинается" in seen(page)
    assert not Poll.objects.exists()


@pytest.fixture
def draft() -> Poll:
    return a_poll(*EVERY_KIND, state="draft", code="draft", about={"ru": "Зачем"})


def fields_of(html: str) -> dict[str, str]:
    """What a browser would send of the form, with no button pressed."""
    tags = [
        dict(re.findall(r'(\w+)="([^"]*)"', tag)) | {"tag": tag} for tag in re.findall("<input[^>]*>", html)
    ]
    sent = [
        tag
        for tag in tags
        if tag.get("type") not in ("checkbox", "radio", "file") or " checked" in tag["tag"]
    ]
    chosen = re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', html, re.S)
    picked = {name: re.search(r'value="([^"]*)" selected', options) for name, options in chosen}
    fields = {tag["name"]: tag.get("value", "") for tag in sent if "name" in tag}
    return fields | {name: match[1] for name, match in picked.items() if match}


def test_the_form_of_a_question_of_every_kind_shows_what_is_kept_and_saves_the_same(desk, draft):
    for kept in EVERY_KIND:
        path = f"/desk/polls/draft/questions/one/{kept['code']}"
        page = desk.get(path)
        html = page.content.decode()
        before = Question.objects.get(code=kept["code"])
        assert desk.post(path, {**fields_of(html), "do": "save"}).status_code == 302
        after = Question.objects.get(code=kept["code"])
        assert after.options == [{**one, "picture": None} for one in before.options]
        assert (after.kind, after.text, after.required) == (before.kind, before.text, before.required)
        assert {**before.rules, **after.rules} == after.rules


def test_buttons_move_options_and_save_nothing(desk, draft):
    path = "/desk/polls/draft/questions/one/first"
    rows = {
        "count": "3",
        "o0-ru": "А",
        "o1-ru": "Б",
        "o2-ru": "В",
        "kind": "ranking",
        "text-ru": "Что важнее?",
    }
    for deed, order in (
        ("up:2", "АВБ"),
        ("down:0", "БАВ"),
        ("remove:1", "АВ"),
        ("add", "АБВ"),
        ("up:99", "АБВ"),
    ):
        html = desk.post(path, {**rows, "do": deed}).content.decode()
        assert "".join(re.findall(r'value="(\w)" id="field-o\d+-ru"', html)) == order
    assert [one["code"] for one in Question.objects.get(code="first").options] == ["pond", "stage", "trees"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"text-ru": ""}, "Напишите вопрос."),
        ({"kind": "guess"}, "Выберите вид ответа."),
        ({"o0-ru": "д" * 201}, "Вариант не длиннее 200 знаков."),
        ({"kind": "scale", "low": "7", "high": "3"}, "Наибольшая оценка должна быть больше наименьшей."),
        ({"kind": "text", "length": "много"}, "Целое число от 1 до 1000."),
        ({"kind": "multiple", "least": "3", "most": "2"}, "Наибольшее меньше наименьшего."),
        ({"when": ["park:yes", "mark:5"]}, "Оставьте отметки у одного."),
    ],
)
def test_a_wrong_question_is_told_in_words_and_not_saved(desk, draft, more, words):
    path = "/desk/polls/draft/questions/new"
    page = desk.post(path, question(shown=shown(desk.get(path)), **more))
    assert page.status_code == 422
    assert words in seen(page)
    assert Question.objects.count() == len(EVERY_KIND)


def test_two_people_at_one_question_see_that_the_other_was_first(desk, draft):
    path = "/desk/polls/draft/questions/one/park"
    old = shown(desk.get(path))
    desk.post(path, question(shown=old, **{"text-ru": "Первый сохранил"}))
    page = desk.post(path, question(shown=old, **{"text-ru": "Второй сохранил"}))
    assert "изменил другой сотрудник" in seen(page)
    assert 'value="Второй сохранил"' in page.content.decode()
    assert Question.objects.get(code="park").text == {"ru": "Первый сохранил"}
    desk.post(path, question(shown=shown(page), **{"text-ru": "Второй сохранил"}))
    assert Question.objects.get(code="park").text == {"ru": "Второй сохранил"}


def test_all_faults_stand_before_publication_with_the_way_to_each(desk):
    a_poll(
        {"code": "q", "kind": "single", "options": YES_NO[:1]}, state="draft", code="draft", about={"ru": "З"}
    )
    page = desk.get("/desk/polls/draft/preview")
    assert "Нужны хотя бы два варианта ответа." in seen(page)
    assert 'href="/desk/polls/draft/questions/one/q"' in page.content.decode()
    assert "/desk/polls/draft/publish" not in page.content.decode()
    answer = desk.post(
        "/desk/polls/draft/publish", {"shown": "x" * 16}, headers={"accept": "application/json"}
    )
    assert answer.status_code == 409


def test_the_preview_is_the_ballot_in_each_language_and_says_what_voters_would_be_told(desk):
    a_territory()
    a_poll(
        *EVERY_KIND, state="draft", code="tried", languages=["ru", "en"], title={"ru": "Парк", "en": "Park"}
    )
    path = "/desk/polls/tried/preview"
    html = desk.get(path).content.decode()
    assert html.count('name="q-') > 10
    assert "Такой бюллетень" not in html
    wrong = seen(desk.get(path, {"q-park": "yes", "do": "try"}))
    assert "Ответьте на этот вопрос." in wrong
    english = desk.get(path, {"in": "en", "q-park": "yes", "do": "try"})
    assert "Park" in seen(english)
    assert "Answer this question." in seen(english)
    whole = {"q-park": "no", "q-what": "pond", "q-mark": "3", "q-first.pond": "1", "q-first.stage": "2"}
    whole |= {"q-first.trees": "3", "do": "try"}
    assert "Такой бюллетень был бы принят." in seen(desk.get(path, whole))


def test_texts_with_personal_data_are_marked_and_not_ticked_and_only_those_of_the_poll_are_decided(desk):
    poll = a_poll({"code": "words", "kind": "text"}, code="counted", state="draft")
    for state in ("open", "ended", "counted"):
        Poll.objects.filter(pk=poll.pk).update(state=state)
    plain = Text.objects.create(poll=poll, question="words", text="Больше скамеек")
    bad = Text.objects.create(poll=poll, question="words", text="Звоните +7 900 123-45-67")
    foreign = Text.objects.create(poll=a_poll(), question="words", text="Чужое")
    page = desk.get("/desk/polls/counted/texts")
    html = page.content.decode()
    assert f'value="{plain.pk}" checked' in html
    assert f'value="{bad.pk}" checked' not in html
    assert '<mark class="mark' in html
    said = {"text": [str(plain.pk), str(foreign.pk), "x"], "do": "show", "state": "waiting"}
    assert "Показан 1 ответ" in seen(desk.post("/desk/polls/counted/texts/decide", said, follow=True))
    said = {"text": [str(bad.pk)], "do": "withhold", "state": "waiting"}
    desk.post("/desk/polls/counted/texts/decide", said)
    assert [Text.objects.get(pk=one.pk).state for one in (plain, bad, foreign)] == [
        "shown",
        "withheld",
        "waiting",
    ]
    assert "Ничего не отмечено" in seen(desk.post("/desk/polls/counted/texts/decide", {}, follow=True))


def test_without_drafts_the_desk_opens_with_the_polls_that_go_on(desk):
    a_poll(code="now", title={"ru": "Парк"})
    assert "Парк" in seen(desk.get("/desk/polls"))
    assert "Здесь пока пусто" in seen(desk.get("/desk/polls?state=draft"))
    a_poll(code="draft", state="draft", title={"ru": "Сквер"})
    page = seen(desk.get("/desk/polls"))
    assert ("Сквер" in page, "Парк" in page) == (True, False)


def test_the_use_of_a_result_is_written_in_the_languages_of_the_poll(desk):
    a_poll(code="done", state="draft", languages=["ru", "en"])
    for state in ("open", "ended", "counted"):
        Poll.objects.filter(code="done").update(state=state)
    page = desk.post("/desk/polls/done/outcome", {"outcome-ru": "", "outcome-en": "Built"})
    assert (page.status_code, "Built" in page.content.decode()) == (422, True)
    desk.post("/desk/polls/done/outcome", {"outcome-ru": "Построили", "outcome-en": "Built"})
    assert Poll.objects.get(code="done").outcome == {"ru": "Построили", "en": "Built"}
    assert "Не сказано, как использован" not in seen(desk.get("/desk/polls?state=over"))


def test_a_reason_and_an_outcome_as_long_as_their_fields_are_kept_whole(desk):
    longest = {"why": 1000, "outcome-ru": 5000}
    said = {name: "Так.\n" * (n // 5 - 1) + "Конец" for name, n in longest.items()}
    poll = a_poll()
    desk.post(f"/desk/polls/{poll.code}/end", {"why": said["why"].replace("\n", "\r\n")})
    Poll.objects.filter(pk=poll.pk).update(state="counted")
    outcome = said["outcome-ru"].replace("\n", "\r\n")
    desk.post(f"/desk/polls/{poll.code}/outcome", {"outcome-ru": outcome})
    poll.refresh_from_db()
    assert (poll.ended_why, poll.outcome) == (said["why"], {"ru": said["outcome-ru"]})


def test_a_poll_is_copied_and_a_draft_deleted_and_the_journal_of_staff_knows(desk):
    a_poll(code="old")
    page = desk.post("/desk/polls/old/copy", follow=True)
    (made,) = Poll.objects.filter(state="draft")
    assert page.redirect_chain[-1][0] == f"/desk/polls/{made.code}"
    desk.post(f"/desk/polls/{made.code}/drop")
    assert not Poll.objects.filter(state="draft").exists()
    assert StaffDeed.objects.count() == 2


def test_what_was_changed_is_told_in_words_and_not_in_codes(desk):
    desk.post(NEW, about())
    path = "/desk/polls/nuzhen-li-park"
    desk.post(path, about(shown=shown(desk.get(path)), voters="organisations", closes_on="2031-05-02"))
    said = seen(desk.get(path))
    assert "Голосуют: Жители → Организации" in said
    assert "2 мая 2031, 20:00" in said
    assert "Решит, что строить весной." in said


def test_the_pictures_of_a_draft_go_with_it_unless_its_copy_has_them(
    desk, django_capture_on_commit_callbacks
):
    desk.post(NEW, about(picture=a_picture()))
    picture = Poll.objects.get().picture
    assert picture
    desk.post("/desk/polls/nuzhen-li-park/copy")
    kept = []
    for code in ("nuzhen-li-park", "nuzhen-li-park-2"):
        with django_capture_on_commit_callbacks(execute=True):
            desk.post(f"/desk/polls/{code}/drop")
        kept.append(default_storage.exists(photos.path(picture, "full")))
    assert kept == [True, False]


def test_pages_of_the_desk_ask_little(desk, draft):
    a_territory()
    for path, most in (
        ("/desk/polls", 3),
        ("/desk/polls/draft", 6),
        ("/desk/polls/draft/questions", 4),
        ("/desk/polls/draft/questions/one/park", 4),
        ("/desk/polls/draft/preview", 6),
    ):
        desk.get(path)
        asked = statements(desk, path)
        assert len(asked) <= most, (path, asked)


def test_an_unknown_poll_and_an_unknown_list_are_told_in_words(desk):
    assert "Такого опроса нет" in seen(desk.get("/desk/polls/nothing"))
    assert desk.get("/desk/polls?state=lost").status_code == 404
    assert desk.get("/desk/polls/nothing/preview").status_code == 404


def test_the_desk_sees_how_many_people_have_been_told(desk):
    poll = a_poll(code="park")
    of_opening = Notice.objects.create(poll=poll, what="open", told=1204)
    assert "Об открытии сообщили 1 204 людям; рассылка идёт" in seen(desk.get("/desk/polls/park"))
    Notice.objects.filter(pk=of_opening.pk).update(done_at=clock.now(), stopped=True)
    Notice.objects.create(poll=poll, what="results", told=1, done_at=clock.now())
    page = seen(desk.get("/desk/polls/park"))
    assert "1 204 людям; рассылка остановлена, потому что опрос завершён" in page
    assert "О результатах сообщили 1 человеку" in page


def test_the_journal_tells_what_was_typed_and_no_default(desk):
    desk.post(NEW, about())
    path = "/desk/polls/nuzhen-li-park"
    begun = seen(desk.get(path))
    assert "добавлено" in begun
    assert "Решит, что строить весной." in begun
    for default in ("Кворум:", "Возраст от:", "Место жительства подтверждено:"):
        assert default not in begun, default
    desk.post(path, about(shown=shown(desk.get(path)), quorum="500", age_from="16"))
    changed = seen(desk.get(path))
    assert "Кворум: 0 → 500" in changed
    assert "Возраст от: 0 → 16" in changed
