"""/api/v1/me: the person's own account, by the forms of the page; photo and archive of all data are only there."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct, convert, structs

from otklik.appeals import owners
from otklik.kit import clock
from otklik.people import consents, deletion, names, profile
from otklik.people.models import Device, User
from otklik.web.access import Action
from otklik.web.account.by_app import BadTyped
from otklik.web.account.forms import errors
from otklik.web.api.endpoint import does, reads
from otklik.web.profile import forms, leaving, proof

Part = Annotated[str, Meta(max_length=names.NAME_MAX)]
# The words of User.NameShown, User.Pace, User.PollNews and settings.LANGUAGES; a test compares.
Shown = Literal["full", "short", "hidden"]
Pace = Literal["now", "daily"]
PollNews = Literal["off", "push", "letter"]
Language = Literal["ru", "en"]


class Home(Struct):
    settlement: int
    label: str


class Consent(Struct):
    code: str
    title: str
    text_dated: date
    given_at: datetime
    withdrawn_at: datetime | None


class Me(Struct):
    """name: as the person is addressed, also where no parts of it are known. url: where e-mail, phone and ways to sign
    in are changed.
    """

    name: str
    surname: str
    given_name: str
    patronymic: str
    email: str
    phone: str | None
    phone_confirmed: bool
    name_shown: Shown
    language: Language
    wants_letters: bool
    pace: Pace
    poll_news: PollNews
    home: Home | None
    consents: list[Consent]
    url: str


@reads(_("Мой профиль"), gives=Me, action=Action.OWN_CABINET)
def read(asked: object, *, device: Device) -> Me:
    return _shown(device.user)


class Change(Struct):
    """What is left out stays as it is. settlement: 0, nobody has to say where they live."""

    surname: Part | None = None
    given_name: Part | None = None
    patronymic: Part | None = None
    name_shown: Shown | None = None
    language: Language | None = None
    wants_letters: bool | None = None
    pace: Pace | None = None
    poll_news: PollNews | None = None
    settlement: Annotated[int, Meta(ge=0, le=2_147_483_647)] | None = None


@does(_("Изменить профиль"), takes=Change, gives=Me, refuses=(413, 415, 422))
def change(said: Change, *, device: Device) -> Me:
    """Showing the name is a consent to its publication; hiding it withdraws that. 422: `fields`."""
    form = forms.ProfileForm(_typed(device.user, said))
    if not form.is_valid():
        raise BadTyped(errors(form))
    profile.save(user_id=device.user_id, said=form.said, now=clock.now())
    device.user.refresh_from_db()
    return _shown(device.user)


class Leaving(Struct):
    goes: list[str]
    stays: list[str]
    detail: str
    wants_password: bool
    allowed: bool


@reads(_("Что станет с данными после удаления учётной записи"), gives=Leaving, action=Action.OWN_CABINET)
def leave_asked(asked: object, *, device: Device) -> Leaving:
    """To be shown before it. An account without a password is deleted only just after a sign-in. Where it is not
    allowed `detail` says why.
    """
    try:
        deletion.require_citizen(device.user)
    except deletion.StaffStay as refusal:
        return Leaving([], [], refusal.text, wants_password=False, allowed=False)
    return Leaving(
        goes=[str(words) for words in leaving.GOES],
        stays=[str(words) for words in leaving.STAYS],
        detail=f"{leaving.ELSEWHERE} {leaving.FINAL}",
        wants_password=device.user.has_usable_password(),
        allowed=True,
    )


class Deletion(Struct):
    password: Annotated[str, Meta(max_length=1000)] = ""


@does(
    _("Удалить учётную запись"),
    takes=Deletion,
    refuses=(409, 413, 415, 422),
    with_request=True,
)
def leave(said: Deletion, *, device: Device, request: HttpRequest) -> None:
    """At once and for good; every device is signed out. 409 `staff_stay`: an administrator takes the rights first."""
    deletion.require_citizen(device.user)
    entered_at = device.since.timestamp()
    if wrong := proof.check(request, device.user, said.password, entered_at=entered_at):
        raise BadTyped({"password": wrong})
    owners.release_all(user_id=device.user_id, now=clock.now())


def _typed(user: User, said: Change) -> dict[str, Any]:
    """As the page's form would post it."""
    named = {name: value for name, value in structs.asdict(said).items() if value is not None}
    if (settlement := named.pop("settlement", None)) is not None:
        chosen = str(settlement) if settlement else ""
        named |= {"settlement": chosen, "settlement_choice": chosen, "settlement_id": ""}
    return {**forms.of_person(user).initial, **named}


def _shown(user: User) -> Me:
    opened = forms.of_person(user).initial
    home = Home(int(opened["settlement_id"]), opened["settlement"]) if opened["settlement_id"] else None
    return Me(
        name=user.name,
        surname=user.surname,
        given_name=user.given_name,
        patronymic=user.patronymic,
        email=user.email,
        phone=user.phone or None,
        phone_confirmed=user.phone_confirmed_at is not None,
        name_shown=convert(user.name_shown, Shown),
        language=convert(user.language, Language),
        wants_letters=user.wants_letters,
        pace=convert(user.pace, Pace),
        poll_news=convert(user.poll_news, PollNews),
        home=home,
        consents=[
            Consent(row.kind, row.title, row.version, row.given_at, row.withdrawn_at)
            for row in consents.of(user.pk)
        ],
        url=settings.BASE_URL + reverse("mfa_index"),
    )
