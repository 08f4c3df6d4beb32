"""«Уведомления»: what has not come is seen, browsers are switched on and off, letters are ended by their own link."""

import html
import re
import time
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db.models.functions import Now
from django.test import Client

from otklik.integrations import push
from otklik.integrations.push.tests.given import PushService
from otklik.outbox import samples
from otklik.outbox.models import Message, Muted, PushSubscription
from otklik.outbox.put import Note
from otklik.people import reach
from otklik.people.models import User
from otklik.people.tests.given import send
from otklik.web.notices.views import label_of

pytestmark = [pytest.mark.people, pytest.mark.django_db]

CONTEXT = {
    "name": "Вера",
    "number": "1",
    "topic": "Яма",
    "address": "Новая, 5",
    "page": "https://x.example.test/1",
}
NEWS = Note("published", CONTEXT, about="123456789")
SERVICE = PushService(url="http://127.0.0.1:1")


@pytest.fixture
def vera() -> User:
    return User.objects.create_user("vera@example.test", "pass", name="Вера")


@pytest.fixture
def client(vera: User) -> Client:
    found = Client()
    found.force_login(vera)
    return found


@pytest.fixture(autouse=True)
def with_push(settings) -> None:
    settings.VAPID_KEY, settings.PUSH_HOSTS = push.new_key(), ["127.0.0.1"]


def seen(client: Client, path: str = "/account/notifications") -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", client.get(path).content.decode())).split())


def keys(**change: str) -> dict[str, str]:
    good = SERVICE.browser
    return {"endpoint": good.endpoint, "p256dh": good.p256dh, "auth": good.auth, **change}


def switch_on(client: Client, **change: str):
    agent = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
    return client.post(
        "/account/notifications/push", keys(**change), headers={"Accept": "application/json", **agent}
    )


def letter(to: User | None, *, email: str = "") -> mail.EmailMessage:
    reach.tell(to, NEWS, email=email)
    send()
    return mail.outbox[-1]


# --- the page ---


def test_strangers_are_led_to_the_sign_in_page():
    assert Client().get("/account/notifications")["Location"].startswith("/login?")


def test_what_waits_and_what_failed_is_named_by_its_subject(client, vera):
    for state, error in (("waiting", ""), ("held", ""), ("failed", "550 no such user"), ("sent", "")):
        reach.tell(vera, Note("published", {**CONTEXT, "number": state}, about=state[:9]))
        Message.objects.filter(about=state).update(state=state, error=error)
    page = seen(client)
    told = r"Обращение № {} опубликовано [^,]+, [^,]+, vera@example.test {}"
    assert re.search(told.format("waiting", "Отправляется"), page)
    assert re.search(told.format("held", "Будет в ежедневном письме"), page)
    assert re.search(told.format("failed", "550 no such user"), page)
    assert "№ sent" not in page


def test_a_letter_whose_link_is_made_at_sending_is_named_too(client, vera):
    reach.tell(vera, Note("reset", {"name": "Вера"}))
    assert "Новый пароль: Отклик" in seen(client)


def test_nothing_waits_is_said(client):
    assert "Всё отправлено" in seen(client)


def test_nobody_sees_what_is_for_others(client):
    reach.tell(User.objects.create_user("other@example.test", "pass", name="Олег"), NEWS)
    assert "опубликовано" not in seen(client)


def test_a_dead_address_is_told_and_the_person_says_when_it_works_again(client, vera):
    User.objects.update(email_trouble="550 no such user")
    assert "550 no such user" in seen(client)
    for _again in range(2):
        client.post("/account/profile/email-works")
    vera.refresh_from_db()
    assert vera.email_trouble == ""
    assert "не доходят" not in seen(client)


def test_the_page_takes_eight_statements_however_much_there_is(client, vera, django_assert_max_num_queries):
    for n in range(30):
        reach.tell(vera, NEWS)
        switch_on(client, endpoint=f"http://127.0.0.1/{n}")
    with django_assert_max_num_queries(8):
        client.get("/account/notifications")


# --- browsers ---


def test_a_browser_is_switched_on_once_and_off_again(client, vera):
    for _again in range(2):
        assert switch_on(client).json() == {"ok": True}
    found = PushSubscription.objects.get()
    assert (found.user, found.label) == (vera, "Firefox, Linux")
    assert "Firefox, Linux" in seen(client)
    for _again in range(2):
        client.post(f"/account/notifications/push/{found.pk}/off")
    assert not PushSubscription.objects.exists()


def test_a_dead_one_is_told_and_comes_alive_when_it_is_switched_on_again(client):
    switch_on(client)
    PushSubscription.objects.update(dead_at="2026-03-01T12:00Z")
    assert "Больше не принимает уведомления" in seen(client)
    switch_on(client)
    assert "Больше не принимает уведомления" not in seen(client)


def test_whoever_signs_in_later_in_the_same_browser_takes_it_over(client):
    switch_on(client)
    other = User.objects.create_user("other@example.test", "pass", name="Олег")
    second = Client()
    second.force_login(other)
    switch_on(second)
    assert PushSubscription.objects.get().user == other


def test_nobody_switches_off_the_browser_of_another(client):
    switch_on(client)
    other = Client()
    other.force_login(User.objects.create_user("other@example.test", "pass", name="Олег"))
    other.post(f"/account/notifications/push/{PushSubscription.objects.get().pk}/off")
    assert PushSubscription.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://10.0.0.1/admin"},
        {"endpoint": "https://evil.example.test/"},
        {"endpoint": ""},
        {"endpoint": "http://127.0.0.1/" + "x" * 1000},
        {"p256dh": "nonsense"},
        {"auth": ""},
        {"auth": "A" * 10_000},
    ],
    ids=str,
)
def test_what_no_browser_of_a_known_service_sends_is_refused_in_words(client, wrong):
    answer = switch_on(client, **wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_browser")
    assert not PushSubscription.objects.exists()


def test_a_person_has_ten_browsers_at_most_and_the_oldest_goes(client):
    for n in range(12):
        switch_on(client, endpoint=f"http://127.0.0.1/{n}")
    kept = set(PushSubscription.objects.values_list("endpoint", flat=True))
    assert kept == {f"http://127.0.0.1/{n}" for n in range(2, 12)}


def test_without_a_key_the_page_says_that_there_are_none(client, settings):
    settings.VAPID_KEY = ""
    assert "не настроены" in seen(client)


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537", "Chrome, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 YaBrowser/25 Safari/537", "Yandex Browser, Android"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_called_as_the_person_would(agent, label):
    assert label_of(agent) == label


def test_the_worker_script_is_served_for_the_whole_site():
    answer = Client().get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert (answer["Service-Worker-Allowed"], answer["Cache-Control"]) == ("/", "no-cache")
    assert b"showNotification" in answer.content
    assert not {b"import", b"export"} & set(re.findall(rb"\w+", answer.content))


# --- the end of letters ---


def link(sent: mail.EmailMessage) -> str:
    """Out of the header; the text has the same."""
    url = str(sent.message()["List-Unsubscribe"]).strip("<>")
    assert url in sent.body
    assert sent.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return urlsplit(url).path


def test_a_letter_that_is_sent_again_is_the_same_to_the_last_byte(vera, mailoutbox):
    assert link(letter(vera))
    time.sleep(1.1)  # keys and dates count in seconds
    # as a kill between the server's «taken» and our UPDATE leaves it
    Message.objects.update(state="waiting", due_at=Now())
    send()
    first, again = mailoutbox
    assert again.message().as_bytes() == first.message().as_bytes()
    assert again.raw() == first.raw()


def test_a_mail_program_ends_letters_of_an_account_with_one_post(vera, mailoutbox):
    path = link(letter(vera))
    assert "account/notifications" in mailoutbox[-1].body
    stranger = Client(enforce_csrf_checks=True)  # no cookie, no token
    for _again in range(2):
        assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    vera.refresh_from_db()
    assert vera.wants_letters is False
    reach.tell(vera, NEWS)
    assert Message.objects.count() == 1


def test_opening_the_link_ends_nothing(vera, mailoutbox):
    path = link(letter(vera))
    assert "Больше не присылать" in seen(Client(), path)
    vera.refresh_from_db()
    assert vera.wants_letters is True


def test_who_has_no_account_is_not_written_to_either(mailoutbox):
    sent = letter(None, email="Stranger@example.test")
    assert "account/notifications" not in sent.body
    for _again in range(2):
        Client().post(link(sent))
    assert [row.email for row in Muted.objects.all()] == ["stranger@example.test"]
    reach.tell(None, NEWS, email="stranger@example.test")
    assert Message.objects.count() == 1
    question = {**CONTEXT, "words": "Где?", "token": "x"}
    reach.tell(None, Note("question", question), email="stranger@example.test")
    assert Message.objects.count() == 2


def test_a_link_that_was_cut_or_altered_ends_nothing(vera, mailoutbox):
    path = link(letter(vera))
    for wrong in (path[:-3], path.replace(":", "x"), "/unsubscribe/x"):
        assert Client().get(wrong).status_code == 404
        assert Client().post(wrong).status_code == 404
    vera.refresh_from_db()
    assert vera.wants_letters is True


def test_what_is_urgent_or_about_the_account_has_no_such_header(vera, mailoutbox):
    reach.tell(vera, Note("question", {**CONTEXT, "words": "Где?", "token": "x"}))
    reach.tell(vera, Note("password-changed", {"name": "Вера"}))
    send()
    assert not any("List-Unsubscribe" in sent.message() for sent in mailoutbox)


def test_a_letter_of_polls_ends_only_news_of_polls(vera, client):
    vera.poll_news = User.PollNews.LETTER
    vera.save(update_fields=["poll_news"])
    note = Note("poll-results", dict(samples.sample("poll-results")), once="poll-results 1")
    assert reach.tell_of_polls([vera.pk], note) == 1
    assert reach.tell_of_polls([vera.pk], note) == 0, "nobody is told twice"
    send()
    link = urlsplit(re.findall(r"https?://\S+/unsubscribe/\S+", str(mail.outbox[-1].body))[0]).path

    assert "Не сообщать об опросах?" in seen(client, link)
    vera.refresh_from_db()
    assert vera.poll_news == "letter", "opening the link changes nothing"
    assert "Об опросах больше не пишем" in client.post(link).content.decode()
    vera.refresh_from_db()
    assert (vera.poll_news, vera.wants_letters) == ("off", True)


def test_letters_of_polls_come_only_to_who_asked_for_them(vera, client):
    switch_on(client)
    note = Note("poll-results", {}, once="poll-results 2")
    assert reach.tell_of_polls([vera.pk], note) == 1
    assert list(Message.objects.values_list("channel", flat=True)) == ["push"]
