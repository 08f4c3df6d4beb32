"""Ready words: of the release until somebody changes them, in each language; versions; what is switched off."""

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from otklik.appeals import labels, ready, rewording
from otklik.appeals.lifecycle import RefusalReason, State
from otklik.appeals.models import ReadyWords
from otklik.appeals.queries import templates
from otklik.appeals.ready import Words
from otklik.appeals.steps import moderation
from otklik.appeals.tests.given import a_moderator, an_appeal
from otklik.kit import clock
from otklik.kit.marks import Changed
from otklik.outbox.models import Message
from otklik.people import changes
from otklik.people.models import User

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


@pytest.fixture
def admin() -> User:
    return User.objects.create_user("admin@example.test", "pass", name="Ася", role="admin")


def save(
    admin: User, code: str = "threats", title: str = "Угрозы другим", text: str = "Без угроз.", active: bool = True,
    language: str = "ru", shown: int = 0, kind: str = "refusal",
) -> bool:  # fmt: skip
    words = Words(kind, code, title, text, active)
    return rewording.save(words=words, language=language, shown=shown, by=admin, now=clock.now())


def test_every_reason_has_words_of_the_release_and_those_that_a_moderator_gives_have_a_template():
    for reason in RefusalReason:
        assert ready.refusal_title(reason.value) == str(labels.REFUSAL[reason])
    without = {code for code, _title in templates.reasons() if not templates.refusal_text(code)}
    assert without <= {"other"}
    assert "no_reply" not in dict(templates.reasons())
    assert templates.refusal_text("nonsense") == templates.question_text("nonsense") == ""
    assert [code for code, _title, _text in templates.questions()] == ["where", "what", "photo"]
    assert templates.answers()


def test_changed_words_go_into_the_desk_the_letter_and_the_journal(admin):
    appeal = an_appeal()
    assert save(admin)
    assert templates.refusal_text("threats") == "Без угроз."
    moderation.refuse(
        appeal_id=appeal.pk, moderator=a_moderator(), reason=RefusalReason.THREATS, words="", now=clock.now()
    )
    assert Message.objects.get(kind="refused").context["reason"] == "Угрозы другим"
    (told,) = changes.of("words:refusal/threats/ru")
    assert told.after["title"] == "Угрозы другим"
    assert not save(admin, shown=1)  # the same again


def test_each_language_has_its_own_and_what_was_written_in_russian_only_stands_in(admin):
    save(admin)
    assert templates.refusal_text("threats", "en") != "Без угроз."
    save(admin, title="Threats", text="No threats.", language="en")
    assert templates.refusal_text("threats", "en") == "No threats."
    assert templates.refusal_text("threats") == "Без угроз."
    code = rewording.add(kind="question", title="Когда это было", text="Когда?", by=admin, now=clock.now())
    assert templates.question_text(code, "en") == "Когда?"
    save(admin, kind="question", code=code, title="When", text="When?", language="en")
    assert (templates.question_text(code, "en"), templates.question_text(code)) == ("When?", "Когда?")


def test_what_is_switched_off_is_not_offered_and_keeps_its_name(admin):
    save(admin, active=False)
    assert "threats" not in dict(templates.reasons())
    assert "threats" not in dict(templates.reasons("en"))
    assert ready.refusal_title("threats") == "Угрозы другим"
    for code in ("other", "no_reply"):
        with pytest.raises(rewording.BadWords):
            save(admin, code=code, active=False)


def test_versions_are_kept_and_come_back_also_those_of_the_release(admin):
    before = templates.refusal_text("threats")
    save(admin)
    save(admin, text="Иначе.", shown=1)
    said = {"kind": "refusal", "code": "threats", "language": "ru", "by": admin, "now": clock.now()}
    rewording.restore(version=1, **said)
    assert templates.refusal_text("threats") == "Без угроз."
    rewording.restore(version=0, **said)
    assert templates.refusal_text("threats") == before
    assert [row.version for row in rewording.history("refusal", "threats", "ru")] == [4, 3, 2, 1]
    for version in (4, 99):
        with pytest.raises(rewording.NoSuchWords):
            rewording.restore(version=version, **said)


def test_of_two_administrators_the_second_is_told(admin):
    save(admin)
    with pytest.raises(Changed):
        save(admin, text="Иначе.")
    assert ReadyWords.objects.count() == 1


@pytest.mark.parametrize(("title", "text"), [("", "x"), ("x" * 151, "x"), ("x", "x" * 4001)])
def test_words_that_do_not_fit_are_refused(admin, title, text):
    with pytest.raises(rewording.BadWords):
        save(admin, title=title, text=text)


def test_reasons_are_the_programs_and_names_do_not_repeat(admin):
    with pytest.raises(rewording.NoSuchWords):
        rewording.add(kind="refusal", title="Новая", text="x", by=admin, now=clock.now())
    for text in ("", "Ответ."):
        with pytest.raises(rewording.BadWords):
            rewording.add(kind="answer", title="Разъяснение", text=text, by=admin, now=clock.now())
    for kind, code, language in (("x", "a", "ru"), ("refusal", "a", "ru"), ("refusal", "threats", "xx")):
        with pytest.raises(rewording.NoSuchWords):
            rewording.current(kind, code, language)


def test_a_page_with_a_refusal_asks_once_in_some_seconds(django_assert_num_queries):
    an_appeal(state=State.REFUSED)
    ready.refusal_title("threats")
    with django_assert_num_queries(0):
        ready.refusal_title("advert", "en")


def test_ready_words_are_only_added_to(admin):
    save(admin)
    for deed in ("UPDATE appeals_readywords SET text = 'x'", "DELETE FROM appeals_readywords"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed)
