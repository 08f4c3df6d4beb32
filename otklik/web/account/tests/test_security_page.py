"""What guards an account: second steps, keys, recovery codes, sessions; staff must have a second step."""

import re
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.queries import files
from otklik.appeals.tests.given import an_appeal
from otklik.outbox.models import Message
from otklik.outbox.wording import text_of
from otklik.people.models import Attempt
from otklik.web import access
from otklik.web.account.adapter import MfaAdapter
from otklik.web.account.tests.given import (
    a_person,
    an_app,
    app_code,
    is_in,
    letter,
    prove,
    sign_in,
    signed_in,
)
from otklik.web.citizen.tests.given import beside, seen

pytestmark = [pytest.mark.people, pytest.mark.django_db]

FRAME = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")


def statements(do) -> list[str]:
    with CaptureQueriesContext(connection) as told:
        assert do().status_code in (200, 302)
    return [q["sql"] for q in told if not q["sql"].startswith(FRAME)]


def recovery_codes(client: Client) -> list[str]:
    page = client.post("/account/codes").content.decode()
    return re.findall(r"<li>(\d{4} \d{4})</li>", page)


def test_after_the_password_the_code_of_the_app_is_asked_for():
    user = a_person()
    secret = an_app(signed_in(user))
    client = Client()
    assert sign_in(client)["Location"] == "/login/second"
    assert not is_in(client)
    assert "не подходит" in beside(client.post("/login/second", {"code": "000000"}), "code")
    assert client.post("/login/second", {"code": app_code(secret)}).status_code == 302
    assert is_in(client)


def test_the_drawing_for_the_camera_is_shown_as_the_content_policy_allows():
    page = signed_in(a_person()).get("/account/app/add").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert "<svg xmlns" not in page


def test_the_same_code_works_once():
    user = a_person()
    secret = an_app(signed_in(user))
    code, first, second = app_code(secret), Client(), Client()
    sign_in(first)
    sign_in(second)
    assert first.post("/login/second", {"code": code}).status_code == 302
    assert second.post("/login/second", {"code": code}).status_code == 422


def test_codes_of_the_second_step_cannot_be_tried_out(settings):
    secret = an_app(signed_in(a_person()))
    client = Client()
    sign_in(client)
    code = app_code(secret)
    for _try in range(settings.SIGN_IN_TRIES):
        client.post("/login/second", {"code": "000000"})
    assert "Слишком много попыток" in seen(client.post("/login/second", {"code": code}))


def test_wrong_tries_are_counted_for_all_web_processes_together(settings):
    """Each process has a cache of its own: emptying ours is asking the next one."""
    secret = an_app(signed_in(a_person()))
    for _try in range(settings.SIGN_IN_TRIES):
        sign_in(Client(), password="wrong")
        cache.clear()
    assert "Слишком много попыток" in seen(sign_in(Client()))
    Attempt.objects.all().delete()

    client = Client()
    sign_in(client)
    for _try in range(settings.SIGN_IN_TRIES):
        client.post("/login/second", {"code": "000000"})
        cache.clear()
    assert "Слишком много попыток" in seen(client.post("/login/second", {"code": app_code(secret)}))


def test_a_network_is_stopped_whatever_accounts_it_tries(settings):
    settings.SIGN_INS = 5
    for n in range(5):
        sign_in(Client(), f"n{n}@example.test", "wrong")
        cache.clear()
    a_person()
    assert "Слишком много попыток" in seen(sign_in(Client()))
    assert sign_in(Client(REMOTE_ADDR="192.0.2.7")).status_code == 302


def test_secrets_lie_encrypted():
    secret = an_app(signed_in(a_person()))
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_a_secret_that_can_no_longer_be_read_opens_nothing(settings):
    adapter = MfaAdapter()
    kept = adapter.encrypt("GEZDGNBVGY3TQOJQ")
    was, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    read = {adapter.decrypt(kept), adapter.decrypt(kept)}
    assert len(read) == 2
    assert "" not in read
    settings.SECRET_KEY_FALLBACKS = [was]
    assert adapter.decrypt(kept) == "GEZDGNBVGY3TQOJQ"


def test_recovery_codes_are_shown_once_and_each_works_once():
    user = a_person()
    client = signed_in(user)
    an_app(client)
    codes = recovery_codes(client)
    assert len(codes) == 10
    assert 'download="otklik-codes.txt"' in client.post("/account/codes").content.decode()
    codes = recovery_codes(client)  # these have replaced the others
    assert not re.search(r"\d{4} \d{4}", seen(client.get("/account/codes")))

    for _time, status in (("first", 302), ("second", 422)):
        other = Client()
        sign_in(other)
        assert other.post("/login/second", {"code": codes[0]}).status_code == status
    assert "Осталось кодов: 9" in seen(client.get("/account/security"))


def test_without_a_second_step_there_are_no_recovery_codes():
    client = signed_in(a_person())
    assert client.post("/account/codes")["Location"] == "/account/security"
    assert not Authenticator.objects.exists()


def test_the_password_is_asked_for_again_before_security_is_changed():
    a_person()
    client = Client()
    sign_in(client)
    for path in ("/account/app/add", "/account/keys/add"):
        assert client.get(path)["Location"].startswith("/account/again"), path
    answer = client.post("/account/email", {"action_add": "1", "email": "new@example.test"})
    assert answer["Location"].startswith("/account/again")
    assert "Пароль не подходит" in beside(client.post("/account/again", {"password": "wrong"}), "password")


def test_turning_the_app_off_is_told_and_takes_the_recovery_codes_along():
    client = signed_in(a_person())
    an_app(client)
    assert client.post("/account/app/remove")["Location"] == "/account/security"
    assert not Authenticator.objects.exists()
    assert [m.context["what"] for m in Message.objects.filter(kind="factor-changed")] == ["app-on", "app-off"]
    assert "выключен" in letter("factor-changed")


def test_staff_are_led_to_a_second_step_before_any_page_of_theirs(settings):
    settings.STAFF_SECOND_FACTOR = True
    moderator = a_person(role="moderator")
    client = signed_in(moderator)
    for path in ("/desk/", "/mine"):
        assert client.get(path)["Location"] == "/account/security"
    assert "обязателен" in seen(client.get("/account/security"))
    assert client.get("/appeals").status_code == 200

    an_app(client)
    assert client.get("/desk/").status_code == 200
    assert "обязателен" not in seen(client.get("/account/security"))


def test_the_last_second_step_of_staff_cannot_be_taken_away(settings):
    settings.STAFF_SECOND_FACTOR = True
    client = signed_in(a_person(role="moderator"))
    an_app(client)
    assert "обязателен" in seen(client.get("/account/app/remove"))
    assert client.post("/account/app/remove").status_code == 422
    assert Authenticator.objects.filter(type="totp").exists()


def test_who_has_lost_everything_is_let_in_by_an_administrator():
    user = a_person()
    client = signed_in(user)
    an_app(client)
    call_command("forget_second_step", " VERA@example.test", stdout=StringIO())
    assert not is_in(client)
    assert sign_in(Client())["Location"] == "/"
    assert "Администратор" in letter("factor-changed")
    with pytest.raises(CommandError, match="нет"):
        call_command("forget_second_step", "nobody@example.test")


def test_files_of_others_open_for_staff_only_with_a_second_step(settings, rf):
    moderator = a_person(role="moderator")
    request = rf.get("/")
    request.user = moderator
    request.session = {}
    owner = files.Owner(appeal_id=an_appeal().pk, draft_id=None, author_id=None)
    access.require_reader(request, owner)
    settings.STAFF_SECOND_FACTOR = True
    with pytest.raises(Http404):
        access.require_reader(request, owner)


def test_citizens_need_none(settings):
    settings.STAFF_SECOND_FACTOR = True
    assert signed_in(a_person()).get("/mine").status_code == 200


def test_signing_in_and_the_pages_of_security_take_eight_at_most():
    user = a_person()
    for _n in range(20):
        sign_in(Client())
    client = Client()
    told = statements(lambda: sign_in(client))
    assert len(told) <= 8, "\n".join(told)
    prove(client)
    for path in (
        "/account/security",
        "/account/sessions",
        "/account/email",
        "/account/phone",
        "/account/codes",
    ):
        told = statements(lambda path=path: client.get(path))
        assert len(told) <= 8, "\n".join(told)
    an_app(signed_in(user))
    told = statements(lambda: sign_in(Client()))
    assert len(told) <= 8, "\n".join(told)


@pytest.mark.parametrize("kind", ["confirm", "login-code", "phone-code", "phone-changed", "factor-changed"])
def test_letters_of_security_have_english_words(kind, settings):
    everything = {"name": "Vera", "path": "/x", "code": "1", "minutes": 1, "phone": "+7", "what": "key-on"}
    message = Message(kind=kind, language="en", to="vera@example.test", context=everything)
    assert not re.search("[А-Яа-я]", text_of(message)[1].replace(settings.PORTAL_NAME, ""))
