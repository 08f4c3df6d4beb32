"""Acting for an organisation: a person asks, an administrator confirms or refuses, the person is told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.outbox.put import Note
from otklik.people import reach
from otklik.people.models import Organisation, Representation, User

WAITING: Final = 5  # applications of one person at once


class AlreadyConfirmed(Refusal):
    code = "already_confirmed"


class AlreadyDecided(Refusal):
    """Another administrator was faster, or the page is stale."""

    code = "already_decided"


class TooManyAsked(Refusal):
    code = "too_many_asked"
    status = 422


class OgrnTaken(Refusal):
    """The ОГРН belongs to a confirmed organisation with another ИНН."""

    code = "ogrn_taken"
    status = 422


@dataclass(frozen=True, slots=True)
class Claim:
    """What the person says; numbers checked by `requisites`."""

    inn: str
    ogrn: str
    name: str
    post: str  # the person's role there


@dataclass(frozen=True, slots=True)
class Row:
    """An application as its page shows it."""

    id: int
    organisation_id: int
    name: str
    inn: str
    ogrn: str
    post: str
    asked_at: datetime
    state: str  # waiting, confirmed, refused


@dataclass(frozen=True, slots=True)
class Waiting:
    """An application as the administrator reads it."""

    id: int
    person: str
    email: str
    claim: Claim
    asked_at: datetime
    known_name: str  # of the confirmed organisation with this ИНН; "" while nobody is confirmed
    known_ogrn: str

    @property
    def differs(self) -> bool:
        """The words of the person are not those that were confirmed before."""
        same = self.known_name.casefold() == self.claim.name.casefold() and self.known_ogrn == self.claim.ogrn
        return bool(self.known_ogrn) and not same


@transaction.atomic
def ask(*, user: User, claim: Claim, now: datetime) -> None:
    """Store the application. Once more before the decision: the new words take the place of the old; after a refusal:
    it waits again. Words of others about the same organisation stay as they are.

    Raises AlreadyConfirmed, TooManyAsked.
    """
    User.objects.select_for_update().only("pk").get(pk=user.pk)
    organisation, _made = Organisation.objects.get_or_create(inn=claim.inn, defaults={"name": claim.name})
    there = Representation.objects.filter(user=user, organisation=organisation).first()
    if there and there.confirmed_at:
        raise AlreadyConfirmed(_("Вы уже представляете эту организацию."))
    others = Representation.objects.filter(user=user, confirmed_at=None, refused_at=None)
    if len(others.exclude(organisation=organisation)[:WAITING]) >= WAITING:
        raise TooManyAsked(_("У вас уже много заявок на рассмотрении. Дождитесь решения по ним."))
    words = {"name": claim.name, "ogrn": claim.ogrn}
    Representation.objects.update_or_create(
        user=user,
        organisation=organisation,
        defaults={
            "post": claim.post, "said": words, "asked_at": now, "refused_at": None, "confirmed_by": None,
        },
    )  # fmt: skip


def give_up(*, user_id: int, representation_id: int) -> None:
    """The person no longer acts, or no longer asks to. A repeat, and somebody else's, finds nothing to do."""
    Representation.objects.filter(pk=representation_id, user=user_id).delete()


@transaction.atomic
def confirm(*, representation_id: int, by: User, now: datetime) -> None:
    """The person may act for the organisation; who is confirmed first names it. A letter tells the person.

    Raises Representation.DoesNotExist, AlreadyDecided, OgrnTaken.
    """
    asked = _waiting(representation_id)
    organisation = Organisation.objects.select_for_update().get(pk=asked.organisation_id)
    if organisation.ogrn is None:
        ogrn = asked.said.get("ogrn")
        if Organisation.objects.filter(ogrn=ogrn).exists():
            raise OgrnTaken(_("Этот ОГРН уже записан за организацией с другим ИНН. Проверьте оба номера."))
        organisation.ogrn, organisation.name = ogrn, asked.said.get("name", organisation.name)
        organisation.save(update_fields=["ogrn", "name"])
    asked.confirmed_at, asked.confirmed_by, asked.source = now, by, Representation.Source.ADMIN
    asked.save(update_fields=["confirmed_at", "confirmed_by", "source"])
    _tell(asked, "organisation-confirmed", organisation.name)


@transaction.atomic
def refuse(*, representation_id: int, by: User, words: str, now: datetime) -> None:
    """words: why, for the person's letter; "" for none. Raises Representation.DoesNotExist, AlreadyDecided."""
    asked = _waiting(representation_id)
    asked.refused_at, asked.confirmed_by = now, by
    asked.save(update_fields=["refused_at", "confirmed_by"])
    _tell(asked, "organisation-refused", asked.said.get("name", ""), words=words[:1000])


def of(user_id: int) -> list[Row]:
    """The person's applications, the newest first. One statement."""
    found = (
        Representation.objects.filter(user=user_id)
        .select_related("organisation")
        .order_by("-asked_at", "-id")
    )
    return [
        Row(
            id=r.pk,
            organisation_id=r.organisation_id,
            name=r.organisation.name if r.confirmed_at else r.said.get("name", r.organisation.name),
            inn=r.organisation.inn,
            ogrn=(r.organisation.ogrn if r.confirmed_at else r.said.get("ogrn")) or "",
            post=r.post,
            asked_at=r.asked_at,
            state="confirmed" if r.confirmed_at else "refused" if r.refused_at else "waiting",
        )
        for r in found
    ]


def confirmed(user_id: int) -> list[tuple[int, str]]:
    """(id, name) of the organisations that the person may act for now."""
    found = Representation.objects.filter(user=user_id, confirmed_at__isnull=False, refused_at=None)
    return list(found.order_by("organisation__name").values_list("organisation_id", "organisation__name"))


def represents(user_id: int, organisation_id: int) -> bool:
    found = Representation.objects.filter(user=user_id, organisation=organisation_id)
    return found.filter(confirmed_at__isnull=False, refused_at=None).exists()


def waiting(*, limit: int = 50) -> list[Waiting]:
    """Applications without a decision, the oldest first. One statement."""
    found = Representation.objects.filter(confirmed_at=None, refused_at=None)
    rows = found.select_related("user", "organisation").order_by(F("asked_at"), "id")[:limit]
    return [
        Waiting(
            id=r.pk,
            person=r.user.name,
            email=r.user.email,
            claim=Claim(r.organisation.inn, r.said.get("ogrn", ""), r.said.get("name", ""), r.post),
            asked_at=r.asked_at,
            known_name=r.organisation.name if r.organisation.ogrn else "",
            known_ogrn=r.organisation.ogrn or "",
        )
        for r in rows
    ]


def _waiting(representation_id: int) -> Representation:
    found = Representation.objects.select_for_update(of=("self",)).select_related("user", "organisation")
    asked = found.get(pk=representation_id)
    if asked.confirmed_at or asked.refused_at:
        raise AlreadyDecided(_("По этой заявке уже есть решение. Обновите страницу."))
    return asked


def _tell(asked: Representation, kind: str, organisation: str, **context: str) -> None:
    said = {"name": asked.user.name, "organisation": organisation, **context}
    reach.tell(asked.user, Note(kind, said))
