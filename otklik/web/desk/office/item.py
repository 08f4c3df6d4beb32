"""One appeal at the desk of its authority: everything on a page, each form where its result is shown."""

from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.appeals import labels, officerules
from otklik.appeals.queries import card as cards
from otklik.appeals.queries import errands, office, opinions
from otklik.appeals.steps.replying import Desk
from otklik.authorities import queries as authorities
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, allowed, may, own_desk
from otklik.web.citizen import shown
from otklik.web.citizen.shown import Picture
from otklik.web.desk.office.left import left


@dataclass(frozen=True, slots=True)
class Wrong:
    """A form that was refused: what was typed stays on the page."""

    form: str = ""
    text: str = ""
    typed: dict[str, str] = field(default_factory=dict)

    def of(self, name: str, otherwise: str = "") -> str:
        return self.typed.get(name, otherwise)

    def error(self, form: str) -> str:
        return self.text if form == self.form else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The form of the answer as it is shown."""

    form: UUID
    version: int
    text: str
    decision: str
    planned_on: str
    error: str = ""
    field: str = ""  # of the form, where the error is
    theirs: office.Written | None = None  # what another official has saved meanwhile


Came: TypeAlias = tuple[errands.Brought, Picture | None]
RIGHT: Final = Wrong()


@may(Action.WORK_FOR_AUTHORITY)
def item(request: PersonRequest, number: str) -> HttpResponse:
    return page(request, own_desk(request.user, number))


def page(
    request: PersonRequest,
    desk: Desk,
    *,
    wrong: Wrong = RIGHT,
    sheet: Sheet | None = None,
    link: str = "",
    status: int = 200,
) -> HttpResponse:
    """wrong, sheet: forms that were refused. link: of a contractor, shown this once."""
    card = cards.inside(desk.appeal_id)
    if card is None:
        raise Http404
    now, found = clock.now(), office.item(desk.appeal_id)
    written = office.written(found) if found.answers_here else None
    given = [(one, brought(found.number, one)) for one in errands.given(found, now=now)]
    context: dict[str, Any] = {
        **shown.card(card),
        "item": found,
        "left": left(found.answer_by, today=timezone.localdate(now)) if found.is_open else None,
        "written": written,
        "sheet": sheet or sheet_of(written),
        "enclosed": enclosed(found.number, written),
        "given": given,
        "came": _untaken(given, written),
        "opinions": opinions.of_appeal(found.appeal_id, found.authority_id),
        "office_notes": office.notes(found),
        "past": office.past(card),
        **_choices(found),
        "wrong": wrong,
        "fresh_link": link,
        "signs": allowed(request.user, Action.SIGN_ANSWERS),
        "me": str(request.user.pk),
        "today": timezone.localdate(now).isoformat(),
        "here": "authority",
        "labels": labels,
    }
    response = render(request, "desk/office/item.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def sheet_of(written: office.Written | None) -> Sheet:
    """What is kept, or an empty form."""
    if written is None:
        return Sheet(uuid4(), 0, "", "", "")
    planned = written.planned_on.isoformat() if written.planned_on else ""
    return Sheet(uuid4(), written.version, written.text, written.decision or "", planned)


def enclosed(number: str, written: office.Written | None) -> list[tuple[office.Enclosure, Picture | None]]:
    files = written.files if written else []
    return [(file, picture(number, file.id, file.title) if file.is_photo else None) for file in files]


def brought(number: str, one: errands.Given) -> list[Came]:
    said = _("Фото от подрядчика")
    return [(part, picture(number, part.id, said) if part.is_photo else None) for part in one.items]


def _untaken(given: list[tuple[errands.Given, list[Came]]], written: office.Written | None) -> list[Came]:
    """What contractors sent and the answer has not."""
    there = {file.id for file in written.files} if written else set()
    return [came for _one, parts in given for came in parts if came[0].id not in there]


def picture(number: str, file_id: UUID, alt: str) -> Picture:
    """A photo that only this desk may open."""
    full, card, thumb = (
        reverse("desk:office-photo", args=[number, file_id, size]) for size in ("full", "card", "thumb")
    )
    return Picture(full, card, thumb, alt)


def _choices(found: office.Item) -> dict[str, Any]:
    """What the forms offer, while there is something to decide, and their limits."""
    writes, asks = found.answers_here, found.is_open
    return {
        "key": uuid4(),
        "templates": officerules.templates(found.authority_id) if writes else [],
        "bodies": authorities.connected(without=found.authority_id) if writes else [],
        "asked_bodies": authorities.consulted(without=found.authority_id) if asks else [],
        "photos_limit": settings.PHOTOS,
        "extension_days": settings.EXTENSION_DAYS,
        "errand_days": settings.ERRAND_DAYS,
    }
