"""Words of administrators: in force from the next batch, checked before, never lost."""

from datetime import UTC, datetime

import pytest
from django.core import mail

from otklik.outbox import wording, wordings
from otklik.outbox.put import Address, Note, put
from otklik.outbox.tests.given import send_all
from otklik.outbox.wording import Words
from otklik.people.models import User

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
pytestmark = [pytest.mark.people, pytest.mark.django_db]

OURS = Words("Пароль новый, {{ name }}", "Его изменили.\n\n{{ portal }}\n")
CHANGED = Note("password-changed", {"name": "Вера"})


@pytest.fixture
def admin() -> User:
    return User.objects.create_user("root@example.test", "pass", name="Анна", role="admin")


def save(admin: User, words: Words = OURS, language: str = "ru") -> int:
    return wordings.save("password-changed", language, words, by_id=admin.pk, now=NOON)


def sent(language: str = "ru") -> str:
    put(CHANGED, [Address("vera@example.test", language=language)])
    send_all()
    return str(mail.outbox[-1].subject)


def test_a_new_version_is_in_force_from_the_next_batch_on(admin, mailoutbox):
    assert sent() == "Пароль изменён: Отклик"
    assert save(admin) == 1
    assert sent() == "Пароль новый, Вера"
    assert save(admin, Words("Снова новый", "Текст\n")) == 2
    assert sent() == "Снова новый"


def test_each_language_has_its_own_words(admin, mailoutbox):
    save(admin, Words("New, {{ name }}", "Text\n"), "en")
    assert (sent("en"), sent("ru")) == ("New, Вера", "Пароль изменён: Отклик")


def test_the_same_words_again_make_no_version(admin):
    assert [save(admin), save(admin)] == [1, 1]


def test_an_older_version_and_the_file_of_the_release_come_back(admin, mailoutbox):
    save(admin)
    save(admin, Words("Второе", "Текст\n"))
    assert wordings.restore("password-changed", "ru", 1, by_id=admin.pk, now=NOON) == 3
    assert sent() == "Пароль новый, Вера"
    assert wordings.restore("password-changed", "ru", 0, by_id=admin.pk, now=NOON) == 4
    assert sent() == "Пароль изменён: Отклик"
    told = wordings.history("password-changed", "ru")
    assert [(row.version, row.subject, row.is_file) for row in told] == [
        (4, "", True),
        (3, "Пароль новый, {{ name }}", False),
        (2, "Второе", False),
        (1, "Пароль новый, {{ name }}", False),
    ]
    assert told[0].by == "Анна"


def test_a_batch_asks_for_the_words_once(admin, mailoutbox, django_assert_max_num_queries):
    save(admin)
    put(CHANGED, [Address(f"{n}@example.test") for n in range(10)])
    with django_assert_max_num_queries(1 + 1 + 10):  # claim, words, a row each
        assert send_all() == 10


WRONG = [
    ("{{ nam }}", "Письмо не знает таких значений: nam"),
    ("{{ name", "Ошибка в подстановках, строка 2"),
    ("{% if name %}", "Ошибка в подстановках"),
    ("{% include 'x' %}", "Так в письмах нельзя, строка 2"),
    ("{{ name * 1000000000 }}", "Так в письмах нельзя"),
    ("{{ range(9) }}", "Так в письмах нельзя"),
    ("{{ name.upper() }}", "Так в письмах нельзя"),
    ("{{ name|list }}", "Так в письмах нельзя"),
    ("{% for a in name %}{% for b in name %}x{% endfor %}{% endfor %}", "Так в письмах нельзя"),
    ("{{ name.__class__ }}", "Письмо не собирается"),
    ("{{ name.missing }}", "Письмо не собирается"),
    ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "подстановк"),
    ("x" * 9000, "Слишком длинно"),
    ("", "Заполните тему и текст"),
]


@pytest.mark.parametrize(("line", "told"), WRONG, ids=[line[:30] for line, _ in WRONG])
def test_words_that_cannot_be_sent_are_not_kept_and_it_is_told_why(admin, line, told):
    with pytest.raises(wordings.BadWords) as refused:
        save(admin, Words("Тема", f"\n{line}" if line else ""))
    assert told in refused.value.text
    assert wordings.history("password-changed", "ru") == []


def test_a_kind_that_there_is_not_is_refused(admin):
    for kind, language in (("nonsense", "ru"), ("../secret", "ru"), ("password-changed", "de")):
        with pytest.raises(wordings.NoSuchKind):
            wordings.current(kind, language)


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("kind", wording.kinds())
def test_the_words_of_the_release_pass_the_check(kind, language):
    """So whoever edits one begins with something that can be saved."""
    words = wordings.current(kind, language)
    shown = wordings.preview(kind, words)
    assert "{" not in shown.subject + shown.body
