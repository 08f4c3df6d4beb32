"""Acting for an organisation: numbers that cannot be, claims of others, tampered forms."""

import pytest
from django.core.exceptions import ValidationError

from otklik.appeals.models import Appeal, Dispatch
from otklik.appeals.queries import documents
from otklik.appeals.steps import intake
from otklik.appeals.tests.given import MONDAY, a_filing, an_appeal, an_authority
from otklik.outbox import wording
from otklik.outbox.models import Message
from otklik.people import identity, organisations, requisites
from otklik.people.models import Organisation, Representation, User
from otklik.web.citizen.tests.given import a_land, begun, beside, seen
from otklik.web.profile.tests.given import at_home, vera
from otklik.web.tests.test_statements import statements

pytestmark = [pytest.mark.people, pytest.mark.django_db]

INN, OGRN = "1234567894", "1022200525819"
SOLE_INN, SOLE_OGRN = "123456789047", "385768585948949"
ASK = {"name": "ООО «Ромашка»", "inn": INN, "ogrn": OGRN, "post": "Директор"}


def an_admin() -> User:
    return User.objects.create_user("admin@example.test", "pass", name="Ада", role="admin")


def ask(user: User, **other: str):
    return at_home(user).post("/account/organisations", {**ASK, **other})


def confirmed(user: User, **other: str) -> Organisation:
    ask(user, **other)
    asked = Representation.objects.latest("id")
    organisations.confirm(representation_id=asked.pk, by=User.objects.get(role="admin"), now=MONDAY)
    asked.refresh_from_db()
    return asked.organisation


@pytest.mark.parametrize("typed", [INN, " 1234 567894 ", SOLE_INN])
def test_a_right_inn_is_kept_as_digits(typed):
    assert requisites.inn(typed) == "".join(typed.split())


@pytest.mark.parametrize(
    "typed", ["1234567895", "12345", "١٢٣٤٥٦٧٨٩٤", "1234567894x", "0" * 10 + "1", "9" * 50_000]
)
def test_an_inn_that_cannot_be_is_refused(typed):
    with pytest.raises(ValidationError):
        requisites.inn(typed)


@pytest.mark.parametrize("typed", ["1022200525818", "385768585948948", "123", f"{OGRN}0", f"{OGRN}x"])
def test_an_ogrn_that_cannot_be_is_refused(typed):
    with pytest.raises(ValidationError):
        requisites.ogrn(typed)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""), ("name", "я" * 301), ("inn", "1234567895"), ("ogrn", "1022200525818"), ("post", ""),
        ("ogrn", SOLE_OGRN),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_at_its_field_and_nothing_is_asked(field, typed):
    answer = ask(vera(), **{field: typed})
    assert answer.status_code == 422
    assert beside(answer, field)
    assert not Organisation.objects.exists()


def test_a_sole_trader_has_longer_numbers():
    ask(vera(), inn=SOLE_INN, ogrn=SOLE_OGRN)
    assert Representation.objects.get().said == {"name": "ООО «Ромашка»", "ogrn": SOLE_OGRN}


def test_the_administrator_confirms_and_the_person_is_told():
    user, admin = vera(), an_admin()
    ask(user)
    assert "на проверке" in seen(at_home(user).get("/account/organisations"))
    asked = Representation.objects.get()
    staff = at_home(admin)
    page = seen(staff.get("/staff/organisations"))
    assert all(words in page for words in ("ООО «Ромашка»", INN, OGRN, "Директор", user.email))

    staff.post(f"/staff/organisations/{asked.pk}/confirm")
    staff.post(f"/staff/organisations/{asked.pk}/confirm")  # a second press is refused in words

    asked.refresh_from_db()
    assert (asked.confirmed_by, asked.source, asked.organisation.ogrn) == (admin, "admin", OGRN)
    assert "подтверждено" in seen(at_home(user).get("/account/organisations"))
    (letter,) = Message.objects.all()
    assert letter.kind == "organisation-confirmed"
    assert "ООО «Ромашка»" in wording.text_of(letter)[1]


def test_a_refusal_is_told_with_its_words_and_the_person_may_ask_again():
    user, admin = vera(), an_admin()
    ask(user)
    asked = Representation.objects.get()
    at_home(admin).post(f"/staff/organisations/{asked.pk}/refuse", {f"words-{asked.pk}": "Нет доверенности"})
    assert "Нет доверенности" in wording.text_of(Message.objects.get())[1]
    assert "отклонено" in seen(at_home(user).get("/account/organisations"))
    assert organisations.confirmed(user.pk) == []
    ask(user)
    assert [row.state for row in organisations.of(user.pk)] == ["waiting"]


def test_the_words_of_a_second_applicant_change_nothing_and_are_shown_as_different():
    an_admin()
    first, second = vera(), vera("anna@example.test")
    known = confirmed(first)
    ask(second, name="ООО «Захват»")
    known.refresh_from_db()
    assert known.name == "ООО «Ромашка»"
    (row,) = organisations.waiting()
    assert row.differs
    organisations.confirm(representation_id=row.id, by=User.objects.get(role="admin"), now=MONDAY)
    known.refresh_from_db()
    assert (known.name, known.ogrn) == ("ООО «Ромашка»", OGRN)


def test_a_claim_that_was_never_confirmed_stands_in_nobodys_way():
    """Somebody names a stranger's ОГРН, or ИНН, first; the true one is still confirmed."""
    an_admin()
    ask(vera("evil@example.test"), inn="7707083893", ogrn=OGRN)
    ask(vera("bad@example.test"), name="ООО «Захват»")
    body = confirmed(vera())
    assert (body.name, body.ogrn) == ("ООО «Ромашка»", OGRN)
    with pytest.raises(organisations.OgrnTaken):
        organisations.confirm(
            representation_id=Representation.objects.get(organisation__inn="7707083893").pk,
            by=User.objects.get(role="admin"),
            now=MONDAY,
        )


def test_esia_names_an_organisation_that_was_only_claimed():
    ask(vera(), name="ООО «Захват»")
    body = identity._organisation(identity.Firm(inn=INN, ogrn=OGRN, name="ООО «Ромашка»", post="Директор"))
    assert body == Organisation.objects.get()
    assert (body.name, body.ogrn) == ("ООО «Ромашка»", OGRN)


def test_no_more_than_five_wait_at_once():
    user = vera()
    base = "77070838"
    numbers = [f"{base}{n:02}" for n in range(100)]
    right = [n for n in numbers if _is_inn(n)][:6]
    answers = [ask(user, inn=n).status_code for n in right]
    assert answers == [302] * 5 + [422]


def _is_inn(number: str) -> bool:
    try:
        return requisites.inn(number) == number
    except ValidationError:
        return False


@pytest.mark.parametrize("role", ["citizen", "moderator", "supervisor"])
def test_only_administrators_decide(role):
    user = vera()
    ask(user)
    other = at_home(vera("other@example.test", role=role))
    asked = Representation.objects.get()
    assert other.get("/staff/organisations").status_code == 403
    assert other.post(f"/staff/organisations/{asked.pk}/confirm").status_code == 403
    asked.refresh_from_db()
    assert asked.confirmed_at is None


def test_nobody_gives_up_for_another():
    an_admin()
    user = vera()
    confirmed(user)
    pk = Representation.objects.get().pk
    at_home(vera("anna@example.test")).post(f"/account/organisations/{pk}/drop")
    assert Representation.objects.exists()
    at_home(user).post(f"/account/organisations/{pk}/drop")
    assert organisations.confirmed(user.pk) == []


def test_who_represents_an_organisation_chooses_and_files_for_it():
    a_land()
    an_admin()
    user = vera()
    body = confirmed(user)
    client = at_home(user)
    wizard = begun(client).up_to("review")
    assert "От организации ООО «Ромашка»" in seen(wizard.open("review"))
    assert wizard.say("review", acts_for=str(body.pk)).status_code == 302
    assert Appeal.objects.get().organisation == body

    wizard = begun(client).up_to("review")
    wizard.say("review", acts_for="")
    assert Appeal.objects.latest("id").organisation is None


@pytest.mark.parametrize("other", ["0", "-1", "x", "9" * 30])
def test_a_tampered_organisation_files_nothing(other):
    a_land()
    an_admin()
    body = confirmed(vera("anna@example.test"))
    wizard = begun(at_home(vera())).up_to("review")
    assert "От кого" not in seen(wizard.open("review"))
    for chosen in (other, str(body.pk)):
        answer = wizard.say("review", acts_for=chosen)
        assert "подавать обращения не можете" in seen(answer)
    assert not Appeal.objects.exists()


def test_intake_itself_refuses_who_does_not_represent():
    an_admin()
    body = confirmed(vera("anna@example.test"))
    for account in (None, vera()):
        author = intake.Author("Вера", "vera@example.test", account, organisation_id=body.pk)
        with pytest.raises(intake.BadFiling):
            intake.receive(a_filing(author=author), now=MONDAY)


def test_the_document_for_the_authority_names_the_organisation():
    an_admin()
    body = confirmed(vera())
    appeal = an_appeal(organisation=body)
    document = Dispatch(appeal=appeal, authority=an_authority(), number="1", on=MONDAY.date(), round=1)
    told = dict(documents.facts(document, personal=False))
    assert told["От организации"] == f"ООО «Ромашка», ИНН {INN}, ОГРН {OGRN}"
    assert "Автор" not in told


def test_the_pages_take_eight_at_most():
    admin, user = an_admin(), vera()
    confirmed(user)
    for n in range(5):
        ask(vera(f"n{n}@example.test"), name=f"Имя {n}")
    assert len(statements(at_home(user), "/account/organisations")) <= 3
    assert len(statements(at_home(admin), "/staff/organisations")) <= 4  # one: the journal of the staff
    assert len(statements(at_home(vera("anna@example.test")), "/account/organisations", ASK)) <= 8
