"""Accounts that people have elsewhere (ESIA, OpenID Connect), joined to ours once the e-mail is proved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.people import accounts, letters, names, requisites
from otklik.people.models import Organisation, Representation, User


class Taken(Refusal):
    """The account elsewhere, or its place in ours, belongs to somebody else already."""

    code = "identity_taken"


class Closed(Refusal):
    """No account can be opened or entered with this e-mail."""

    code = "account_closed"
    status = 403


class LastWayIn(Refusal):
    """Without it nobody could enter the account."""

    code = "last_way_in"


@dataclass(frozen=True, slots=True)
class Firm:
    """An organisation for which the person may act, as the other side says."""

    inn: str
    ogrn: str
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class Outside:
    """Who somebody is elsewhere. Names are whole; phone: E.164, proved there; "" where nothing is known."""

    provider: str
    uid: str
    service: str  # how people call it
    label: str  # how the person is called there
    given_name: str
    patronymic: str
    surname: str
    phone: str = ""
    firms: tuple[Firm, ...] = ()
    born_on: date | None = None
    home: str = ""  # places.Settlement.code of the registration


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    provider: str
    label: str
    joined_at: datetime


def holder(email: str) -> User | None:
    """Whose confirmed e-mail this is."""
    found = EmailAddress.objects.select_related("user").filter(email=email.lower(), verified=True).first()
    return found.user if found else None


def admit(outside: Outside, *, email: str, now: datetime) -> User:
    """The person has proved `email`: the account that has it is joined, else a citizen's account is opened.

    Safe to repeat. Raises Taken, Closed.
    """
    try:
        with transaction.atomic():
            if user := holder(email):
                return join(user.pk, outside, now=now)
            opened = _opened(outside, email=email, now=now)
            _join(opened, outside, now=now)
            return opened
    except IntegrityError as e:
        raise Taken(_("Этот вход только что подключён в другом окне. Войдите ещё раз.")) from e


@transaction.atomic
def join(user_id: int, outside: Outside, *, now: datetime) -> User:
    """From now on the person enters this account from there, too; its owner gets a letter. Safe to repeat.

    Raises Taken: that account enters another one of ours, or this one has another of the same service. Closed.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    if not user.is_active:
        raise Closed(_("Эта учётная запись закрыта."))
    if _join(user, outside, now=now):
        letters.identity_joined(user, service=outside.service)
    return user


def _join(user: User, outside: Outside, *, now: datetime) -> bool:
    """False: it was joined already. Raises Taken."""
    theirs = {"provider": outside.provider, "uid": outside.uid}
    known = SocialAccount.objects.filter(**theirs).first()
    if known is not None and known.user_id != user.pk:
        raise Taken(_("Этот вход уже подключён к другой учётной записи портала."))
    if known is None:
        if SocialAccount.objects.filter(user=user, provider=outside.provider).exists():
            raise Taken(
                _("К вашей учётной записи уже подключён другой вход этой службы. Сначала отключите его.")
            )
        SocialAccount.objects.create(user=user, extra_data={"label": outside.label}, **theirs)
    represent(user, outside.firms, now=now)
    settle(user.pk, outside)
    return known is None


@transaction.atomic
def came_again(user: User, outside: Outside, *, now: datetime) -> None:
    """What the other side says today. allauth has just stored all of it: only the label stays."""
    found = SocialAccount.objects.filter(provider=outside.provider, uid=outside.uid)
    found.update(extra_data={"label": outside.label})
    represent(user, outside.firms, now=now)
    settle(user.pk, outside)


def settle(user_id: int, outside: Outside) -> None:
    """Day of birth and home as the other side tells them. A home that the person named stays where it is another one:
    who wants the confirmed one leaves theirs empty. Safe to repeat.
    """
    account = User.objects.filter(pk=user_id)
    if outside.born_on:
        account.exclude(born_on=outside.born_on).update(born_on=outside.born_on)
    if outside.home:
        may = account.filter(Q(home_code__in=["", outside.home]) | Q(home_source="esia"))
        may.exclude(home_code=outside.home, home_source="esia").update(
            home_code=outside.home, home_source="esia", home_since=None, home_before=""
        )


def represent(user: User, firms: tuple[Firm, ...], *, now: datetime) -> None:
    """The other side confirms that the person acts for these; numbers that are wrong are left out. Safe to repeat.

    What an administrator refused stays refused; a role that is no longer told stays until an administrator ends it.
    """
    for firm in firms:
        right = _right(firm)
        organisation = _organisation(right) if right else None
        if organisation is None:
            continue
        confirmed = {"confirmed_at": now, "source": Representation.Source.ESIA}
        asked, new = Representation.objects.get_or_create(
            user=user,
            organisation=organisation,
            defaults={"post": firm.post[:150], "asked_at": now, **confirmed},
        )
        if not new and asked.confirmed_at is None and asked.refused_at is None:
            Representation.objects.filter(pk=asked.pk).update(**confirmed)


@transaction.atomic
def drop(user: User, identity_id: int, *, titles: Mapping[str, str]) -> None:
    """Enter this account from there no more; its owner gets a letter. A repeat finds nothing and changes nothing.

    titles: provider → how people call it. Raises LastWayIn: there is no password and no other account elsewhere.
    """
    owner = User.objects.select_for_update().get(pk=user.pk)
    all_of_them = SocialAccount.objects.filter(user=owner)
    found = all_of_them.filter(pk=identity_id).first()
    if found is None:
        return
    if not owner.has_usable_password() and not all_of_them.exclude(pk=found.pk).exists():
        raise LastWayIn(
            _("Это ваш единственный вход. Сначала задайте пароль: «Забыли пароль?» на странице входа.")
        )
    found.delete()
    if found.provider == "esia":  # what only it vouched for
        User.objects.filter(pk=owner.pk).update(born_on=None, home_source="")
    letters.identity_dropped(owner, service=titles.get(found.provider, found.provider))


def own(user: User) -> list[Row]:
    """What the account can be entered from. One statement."""
    found = SocialAccount.objects.filter(user=user).order_by("date_joined", "id")
    return [Row(row.pk, row.provider, row.extra_data.get("label", ""), row.date_joined) for row in found]


def _opened(outside: Outside, *, email: str, now: datetime) -> User:
    """Those who only claimed the e-mail lose it."""
    accounts.release(email, keeper_id=0)
    if User.objects.filter(email__iexact=email).exists():
        raise Closed(_("С этой почтой войти нельзя. Напишите в поддержку портала."))
    parts = {"given_name": outside.given_name, "patronymic": outside.patronymic, "surname": outside.surname}
    taken = (
        not outside.phone
        or User.objects.filter(phone=outside.phone, phone_confirmed_at__isnull=False).exists()
    )
    user = User(email=email, name=names.whole(**parts), **parts, role=User.Role.CITIZEN)
    if not taken:
        user.phone, user.phone_confirmed_at = outside.phone, now
    user.set_unusable_password()
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _right(firm: Firm) -> Firm | None:
    """With its numbers as they are stored; None: they cannot be."""
    try:
        found = replace(firm, inn=requisites.inn(firm.inn), ogrn=requisites.ogrn(firm.ogrn))
    except ValidationError:
        return None
    return found if requisites.belong_together(found.inn, found.ogrn) else None


def _organisation(firm: Firm) -> Organisation | None:
    """One that was only claimed is confirmed now, with its number and name. None: one of the two numbers stands
    beside another one in our register, which a person must look into.
    """
    known = list(Organisation.objects.select_for_update().filter(Q(inn=firm.inn) | Q(ogrn=firm.ogrn))[:2])
    if not known:
        return Organisation.objects.create(inn=firm.inn, ogrn=firm.ogrn, name=firm.name[:300])
    found = known[0]
    if len(known) == 1 and found.ogrn is None:
        found.ogrn, found.name = firm.ogrn, firm.name[:300]
        found.save(update_fields=["ogrn", "name"])
    return found if (found.inn, found.ogrn) == (firm.inn, firm.ogrn) else None
