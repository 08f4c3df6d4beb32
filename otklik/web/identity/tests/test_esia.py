"""Sign-in by ESIA: who becomes whom, and what goes wrong in words."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.tests.given import MONDAY, a_settlement, an_appeal
from otklik.integrations.esia import gateway, wire
from otklik.integrations.esia.tests.given import ANNA, MARIA, OLEG, PAVEL, POLLS_SCOPE, VERA, chosen
from otklik.outbox.models import Message
from otklik.people import identity
from otklik.people.models import Organisation, Representation, User
from otklik.people.tests.given import link
from otklik.web.citizen.tests.given import seen
from otklik.web.identity.tests.given import CALLBACK, by_esia, finished, signed_in, start

pytestmark = [pytest.mark.people, pytest.mark.django_db]

MAIL = "olkhina@example.test"


def test_a_new_person_presses_one_button_and_has_an_account_with_what_esia_has_verified(esia):
    client = Client()
    assert by_esia(client, MARIA)["Location"] == "/login/finish"
    assert not User.objects.exists()
    page = client.get("/login/finish")
    assert "Мария Петровна Ольхина" in seen(page)
    assert f'value="{MAIL}"' in page.content.decode()
    assert finished(client, MAIL)["Location"] == "/"
    assert signed_in(client)

    user = User.objects.get()
    assert (user.email, user.role, user.phone) == (MAIL, "citizen", "+79001234501")
    assert user.phone_confirmed_at
    assert not user.has_usable_password()
    assert EmailAddress.objects.get().verified
    assert not Message.objects.exists()


def test_what_was_filed_with_the_verified_e_mail_before_joins_the_new_account(esia):
    appeal = an_appeal(author=None, author_email=MAIL, email_confirmed_at=MONDAY)
    client = Client()
    by_esia(client, MARIA)
    finished(client, MAIL)
    appeal.refresh_from_db()
    assert appeal.author == User.objects.get()


def test_nothing_but_the_name_is_kept_of_what_esia_told(esia):
    for _again in range(2):
        client = Client()
        by_esia(client, MARIA)
        finished(client, MAIL)
        assert SocialAccount.objects.get().extra_data == {"label": "Мария Петровна Ольхина"}


def by_polls_scope(settings, client: Client | None = None) -> User:
    settings.ESIA_SCOPE = POLLS_SCOPE
    client = client or Client()
    by_esia(client, MARIA)
    finished(client, MAIL)
    return User.objects.get()


def test_of_birth_and_registration_the_day_and_the_settlement_are_kept_and_end_with_the_sign_in(
    esia, settings
):
    settings.REGION_NAME = "Заокская область"
    home = a_settlement(name="Липовка")
    user = by_polls_scope(settings)
    assert (user.born_on, user.home_code, user.home_source) == (date(1980, 12, 31), home.code, "esia")
    assert SocialAccount.objects.get().extra_data == {"label": "Мария Петровна Ольхина"}

    user.set_password("pass")
    user.save()
    identity.drop(user, SocialAccount.objects.get().pk, titles={})
    user.refresh_from_db()
    assert (user.born_on, user.home_code, user.home_source) == (None, home.code, "")


def test_a_home_that_the_person_named_stays_and_the_same_one_is_confirmed(esia, settings):
    settings.REGION_NAME = "Заокская область"
    home, other = a_settlement(name="Липовка"), a_settlement(name="Ольховка")
    user = by_polls_scope(settings)
    for named, source in ((other, ""), (home, "esia")):
        User.objects.update(home_code=named.code, home_source="")
        user = by_polls_scope(settings)
        assert (user.home_code, user.home_source) == (named.code, source)


@pytest.mark.parametrize(("region", "twice"), [("Приморский край", False), ("Заокская область", True)])
def test_a_settlement_that_is_not_surely_ours_stays_unknown(esia, settings, region, twice):
    settings.REGION_NAME = region
    for _n in range(1 + twice):
        a_settlement(name="Липовка")
    assert by_polls_scope(settings).home_code == ""


def test_the_next_time_there_is_no_question_and_the_way_back_is_kept(esia):
    first = Client()
    by_esia(first, MARIA)
    finished(first, MAIL)
    again = Client()
    assert by_esia(again, MARIA, next="/appeals?tab=thanks")["Location"] == "/appeals?tab=thanks"
    assert signed_in(again)
    assert User.objects.count() == 1


def test_the_way_back_is_kept_through_the_first_time_as_well(esia):
    client = Client()
    by_esia(client, MARIA, next="/new")
    assert finished(client, MAIL)["Location"] == "/new"


@pytest.mark.parametrize(
    "there", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_the_way_back_never_leads_to_another_site(esia, there):
    client = Client()
    by_esia(client, MARIA, next=there)
    assert finished(client, MAIL)["Location"] == "/"


def test_an_unconfirmed_account_opens_nothing_and_is_told_how_to_confirm(esia):
    client = Client()
    answer = by_esia(client, ANNA)
    assert answer.status_code == 403
    assert "не подтверждена" in seen(answer)
    assert "в МФЦ" in seen(answer)
    assert client.get("/login/finish")["Location"] == "/login"


def test_esias_own_word_for_unconfirmed_is_understood(esia):
    client = Client()
    state = start(client, "esia")["Location"].partition("state=")[2].partition("&")[0]
    said = {"error": "access", "error_description": "ESIA-007055: not trusted", "state": state}
    assert "не подтверждена" in seen(client.get(CALLBACK.format("esia"), said))


def test_an_e_mail_that_has_an_account_is_joined_only_after_its_letter(esia):
    mine = User.objects.create_user(MAIL, "pass", name="Мария")
    client = Client()
    by_esia(client, MARIA)
    assert finished(client, MAIL)["Location"] == "/login/finish/sent"
    assert not SocialAccount.objects.exists()
    assert not signed_in(client)

    there = link()
    assert "Подтвердить и войти" in seen(client.get(there))
    assert not SocialAccount.objects.exists()
    assert client.post(there)["Location"] == "/"
    assert signed_in(client)
    assert SocialAccount.objects.get().user == mine
    assert User.objects.get().has_usable_password()
    assert list(Message.objects.order_by("id").values_list("kind", flat=True)) == [
        "identity-prove",
        "identity-joined",
    ]


def test_whoever_presses_the_button_of_a_letter_that_a_stranger_caused_joins_nothing(esia):
    User.objects.create_user(MAIL, "pass", name="Мария")
    stranger = Client()
    by_esia(stranger, PAVEL)
    finished(stranger, MAIL)
    there = link()

    for victim in (Client(), Client()):
        assert "в том же браузере" in seen(victim.get(there))
        assert victim.post(there).status_code == 404
        by_esia(victim, MARIA)
        assert victim.post(there).status_code == 404
    assert not SocialAccount.objects.exists()
    assert not signed_in(stranger)


def test_a_used_an_altered_and_an_old_link_join_nothing(esia, settings):
    client = Client()
    by_esia(client, OLEG)
    finished(client, "topolev@example.test")
    there = link()
    assert client.get(there[:-1]).status_code == 404
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert client.post(there).status_code == 404
    settings.PASSWORD_RESET_TIMEOUT = 86400
    assert client.post(there).status_code == 302
    assert client.post(there).status_code == 404
    assert User.objects.count() == 1


@pytest.mark.parametrize("oid", [OLEG, VERA])
def test_without_a_verified_e_mail_the_person_names_one_and_proves_it(esia, oid):
    client = Client()
    by_esia(client, oid)
    assert 'name="email"' in client.get("/login/finish").content.decode()
    assert client.get("/login/finish").content.decode().count("klenova") == 0
    assert finished(client, " New@example.test")["Location"] == "/login/finish/sent"
    assert not User.objects.exists()
    client.post(link())
    assert signed_in(client)
    assert User.objects.get().email == "new@example.test"


def test_the_answer_is_the_same_whether_an_e_mail_has_an_account_or_not(esia):
    User.objects.create_user("vera@example.test", "pass", name="Вера")
    answers = []
    for email in ("vera@example.test", "nobody@example.test"):
        client = Client()
        by_esia(client, OLEG)
        answer = finished(client, email)
        answers.append(
            (
                answer.status_code,
                answer["Location"],
                seen(client.get("/login/finish/sent")).replace(email, ""),
            )
        )
    assert answers[0] == answers[1]
    kinds = Message.objects.values_list("kind", flat=True)
    assert list(kinds) == ["identity-prove", "identity-prove"]


def test_an_e_mail_somebody_only_claimed_goes_to_whoever_proved_it(esia):
    Client().post(
        "/register",
        {"surname": "Чужая", "given_name": "Яна", "email": MAIL, "password1": "синий трактор", "rules": "1"},
    )
    claimed = User.objects.get()
    client = Client()
    by_esia(client, MARIA)
    finished(client, MAIL)
    assert signed_in(client)
    assert User.objects.get().pk != claimed.pk


@pytest.mark.parametrize("typed", ["", "no-at-sign", "a@b.test\nBcc: c@d.test", "x" * 250 + "@example.test"])
def test_what_is_no_e_mail_is_said_beside_the_field(esia, typed):
    client = Client()
    by_esia(client, OLEG)
    answer = finished(client, typed)
    assert answer.status_code == 422
    assert "Проверьте форму" in seen(answer)
    assert not Message.objects.exists()


def test_a_role_in_an_organisation_is_stored_once_and_confirmed(esia):
    for _again in range(2):
        client = Client()
        by_esia(client, PAVEL)
        finished(client, "yasenev@example.test")
    organisation = Organisation.objects.get()
    assert (organisation.inn, organisation.ogrn, organisation.name) == (
        "5001000002",
        "1025000000002",
        "ООО «Дачный мастер»",
    )
    role = Representation.objects.get()
    assert (role.source, role.post, role.user.email) == ("esia", "Руководитель", "yasenev@example.test")
    assert role.confirmed_at


def test_what_an_administrator_refused_stays_refused(esia):
    client = Client()
    by_esia(client, PAVEL)
    finished(client, "yasenev@example.test")
    Representation.objects.update(confirmed_at=None, refused_at="2026-11-01T00:00Z")
    by_esia(Client(), PAVEL)
    assert Representation.objects.get().confirmed_at is None


def test_a_closed_account_is_not_entered(esia):
    client = Client()
    by_esia(client, MARIA)
    finished(client, MAIL)
    User.objects.update(is_active=False)
    other = Client()
    assert by_esia(other, MARIA).status_code == 403
    assert not signed_in(other)


def test_who_refuses_at_esia_reads_that_nothing_changed(esia):
    answer = by_esia(Client(), "")
    assert (answer.status_code, "Вы отказались от входа" in seen(answer)) == (200, True)


def test_a_state_of_another_browser_a_used_one_and_none_open_nothing(esia):
    victim, attacker = Client(), Client()
    brought = chosen(start(attacker, "esia")["Location"], PAVEL)
    for said in (brought, {"code": brought["code"]}, {"code": "x", "state": "y"}, {}):
        answer = victim.get(CALLBACK.format("esia"), said)
        assert (answer.status_code, "Вход не закончен" in seen(answer)) == (400, True)
    attacker.get(CALLBACK.format("esia"), brought)
    assert attacker.get(CALLBACK.format("esia"), brought).status_code == 400


def test_a_code_that_esia_does_not_know_is_refused_with_its_code(esia):
    client = Client()
    brought = chosen(start(client, "esia")["Location"], MARIA)
    answer = client.get(CALLBACK.format("esia"), {**brought, "code": "another"})
    assert answer.status_code == 403
    assert "ESIA-007004" in seen(answer)


def test_what_esia_refuses_at_the_first_step_is_a_page_with_its_code(esia, settings):
    settings.ESIA_ORDER = "old"
    answer = by_esia(Client(), MARIA)
    assert answer.status_code == 403
    assert "ESIA-007053" in seen(answer)


@pytest.mark.parametrize("how", ["500", "garbage", "list", "slow"])
@pytest.mark.parametrize("where", [wire.TOKEN, "/rs/prns"])
def test_trouble_at_esia_is_a_page_that_says_what_to_do(esia, monkeypatch, where, how):
    monkeypatch.setattr(gateway, "TIMEOUT", (1, 0.3))
    client = Client()
    brought = chosen(start(client, "esia")["Location"], MARIA)
    esia.slow, esia.trouble[where] = 0.6, how
    answer = client.get(CALLBACK.format("esia"), brought)
    assert answer.status_code == 503
    assert "сейчас не отвечает" in seen(answer)


def test_without_a_working_key_the_button_says_so_and_is_no_error_500(esia, settings):
    settings.ESIA_KEY = "/nowhere"
    answer = start(Client(), "esia")
    assert (answer.status_code, "сейчас не отвечает" in seen(answer)) == (503, True)


def test_a_sign_in_starts_by_post_with_the_forms_token_only(esia):
    assert Client().get("/login/with/esia").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/login/with/esia").status_code == 403


def test_the_address_of_return_is_the_portals_whatever_the_form_says(esia):
    there = Client().post(
        "/login/with/esia?scope=id_doc&auth_params=redirect_uri%3Dhttp://evil", {"scope": "id_doc"}
    )
    assert "evil" not in there["Location"]
    assert "id_doc" not in there["Location"]


def test_the_browser_may_follow_the_form_to_esia(esia):
    assert f"form-action 'self' {esia.url}" in Client().get("/login")["Content-Security-Policy"]


def test_what_is_off_has_no_button_and_no_address(settings):
    page = Client().get("/login").content.decode()
    assert "login/with" not in page
    for service in ("esia", "oidc", "nonsense"):
        assert start(Client(), service).status_code == 404
        assert Client().get(CALLBACK.format(service)).status_code == 404


def test_allauths_own_pages_have_no_address(esia):
    for path in (
        "/accounts/social/login/error/",
        "/social/connections/",
        "/login/cancelled/",
        "/oidc/staff/login/",
    ):
        assert Client().get(path).status_code == 404


def test_the_button_costs_the_sign_in_page_no_statement_and_the_return_few(esia):
    client = Client()
    with CaptureQueriesContext(connection) as off:
        client.get("/login")
    assert len(off) == 0
    by_esia(client, MARIA)
    finished(client, MAIL)
    again = Client()
    brought = chosen(start(again, "esia")["Location"], MARIA)
    with CaptureQueriesContext(connection) as told:
        again.get(CALLBACK.format("esia"), brought)
    statements = [q["sql"] for q in told if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) <= 22, statements
