"""/staff/letters: an administrator writes the words of letters, sees them first, and can go back."""

import html
import re

import pytest
from django.test import Client

from otklik.outbox.models import Wording
from otklik.people.models import User

pytestmark = [pytest.mark.people, pytest.mark.django_db]

PATH = "/staff/letters/password-changed/ru"
OURS = {"subject": "Пароль новый, {{ name }}", "body": "Его изменили.\n{{ portal }}"}


def signed_in(role: str) -> Client:
    user = User.objects.create_user(f"{role}@example.test", "pass", name="Анна", role=role)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def admin() -> Client:
    return signed_in("admin")


def seen(answer) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", answer.content.decode())).split())


@pytest.mark.parametrize("role", ["citizen", "moderator", "supervisor", "clerk"])
def test_only_administrators_come_here(role):
    client = signed_in(role)
    for path in ("/staff/letters", PATH):
        assert client.get(path).status_code == 403
    for path in (PATH, f"{PATH}/restore"):
        assert client.post(path, {**OURS, "save": "1", "version": "0"}).status_code == 403
    assert not Wording.objects.exists()


def test_every_letter_is_listed_in_both_languages(admin):
    page = seen(admin.get("/staff/letters"))
    assert "password-changed , Русский Русский Пароль изменён: {{ portal }} выпуска портала" in page
    assert "password-changed , English English Your password has changed" in page
    admin.post(PATH, {**OURS, "save": "1"})
    assert "версия 1" in seen(admin.get("/staff/letters"))


def test_the_form_begins_with_what_is_in_force(admin):
    page = seen(admin.get(PATH))
    assert "Пароль вашей учётной записи" in page
    assert "{{ name }}" in page
    assert "Слова ещё никто не менял" in page


def test_a_preview_keeps_nothing(admin):
    page = seen(admin.post(PATH, OURS))
    assert "Пароль новый, Вера Ивановна Полевая" in page
    assert not Wording.objects.exists()


def test_words_are_kept_once_with_who_wrote_them(admin):
    for _again in range(2):
        assert admin.post(PATH, {**OURS, "save": "1"})["Location"] == PATH
    kept = Wording.objects.get()
    assert (kept.kind, kept.version, kept.by.name) == ("password-changed", 1, "Анна")
    assert "Пароль новый" in seen(admin.get(PATH))


@pytest.mark.parametrize("button", [{}, {"save": "1"}])
def test_what_is_wrong_is_told_beside_the_typed_words(admin, button):
    answer = admin.post(PATH, {**OURS, "body": "Скажите {{ nonsense }}", **button})
    assert answer.status_code == 422
    assert "Письмо не знает таких значений: nonsense" in seen(answer)
    assert "Скажите {{ nonsense }}" in seen(answer)
    assert not Wording.objects.exists()


def test_markup_in_words_stays_text(admin):
    page = admin.post(PATH, {"subject": "<script>x</script>", "body": "<b>{{ name }}</b>"}).content.decode()
    assert "<script>x" not in page
    assert "&lt;b&gt;Вера" in page


def test_an_older_version_and_the_release_come_back(admin):
    admin.post(PATH, {**OURS, "save": "1"})
    admin.post(PATH, {**OURS, "subject": "Второе", "save": "1"})
    admin.post(f"{PATH}/restore", {"version": "1"})
    assert 'value="Пароль новый, {{ name }}"' in admin.get(PATH).content.decode()
    admin.post(f"{PATH}/restore", {"version": "0"})
    assert 'value="Пароль изменён: {{ portal }}"' in admin.get(PATH).content.decode()
    assert list(Wording.objects.order_by("version").values_list("version", flat=True)) == [1, 2, 3, 4]


@pytest.mark.parametrize("version", ["", "x", "7", "9" * 30])
def test_a_version_that_there_is_not_changes_nothing(admin, version):
    admin.post(f"{PATH}/restore", {"version": version})
    assert not Wording.objects.exists()


@pytest.mark.parametrize("path", ["no-such-kind/ru", "password-changed/de", "_footer/ru"])
def test_a_letter_that_there_is_not_is_a_404(admin, path):
    assert admin.get(f"/staff/letters/{path}").status_code == 404
    assert admin.post(f"/staff/letters/{path}", {**OURS, "save": "1"}).status_code == 404


def test_the_pages_take_eight_statements(admin, django_assert_max_num_queries):
    for n in range(12):
        admin.post(PATH, {**OURS, "subject": f"Тема {n}", "save": "1"})
    for path in ("/staff/letters", PATH):
        with django_assert_max_num_queries(8):
            admin.get(path)
