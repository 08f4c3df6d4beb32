"""What a moderator must see of an appeal before everybody does, and hides from everybody."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.appeals import complaints as complaining
from otklik.appeals import labels, merging, redaction
from otklik.appeals.lifecycle import MOVES, ComplaintVerdict, Move, WithholdReason
from otklik.appeals.queries import complaints as against
from otklik.appeals.queries import words
from otklik.appeals.queries.alike import Alike, alike
from otklik.appeals.queries.card import Card
from otklik.appeals.queries.guarded import Guarded, GuardedPhoto, guarded
from otklik.appeals.queries.history import of_author
from otklik.appeals.rules import personal, profanity
from otklik.appeals.rules.spans import Mark, Span, laid_out
from otklik.kit import clock
from otklik.people.models import User
from otklik.web.access import Action, PersonRequest, may, scope_of
from otklik.web.desk.moderation import asked
from otklik.web.desk.moderation.undisturbed import undisturbed
from otklik.web.desk.withheld import tabs
from otklik.web.marked import marked
from otklik.web.typed import whole

# Ticked from the beginning; whose name it is, and a number of an organisation, the moderator looks at first.
_SURE: Final = frozenset(Mark) - {Mark.NAME, Mark.INN, Mark.PROFANITY}
SIDES: Final = ("left", "top", "right", "bottom")


@dataclass(frozen=True, slots=True)
class Legend:
    mark: str
    words: str
    n: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A checkbox: a piece of the text that is hidden or may be."""

    value: str  # start-end-mark
    text: str
    words: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Similar:
    """A line of «Похожие рядом»."""

    id: int
    number: str
    topic: str
    excerpt: str
    state: str
    state_label: str
    tone: str
    distance: str
    percent: int
    supporters: int
    received_at: datetime
    may_merge: bool


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo as the moderator sees it."""

    id: UUID
    n: int
    url: str
    small_url: str
    hidden: bool
    is_piece: bool


def context(found: Card, *, settlement_id: int | None, user: User) -> dict[str, Any]:
    """What the parts `desk/_marks.html`, `_redact.html` … show of the appeal. Four statements; six for a moderator
    with territories or topics.
    """
    what, scope, now = guarded(found.id), scope_of(user), clock.now()
    spans = laid_out([*what.hidden, *profanity.marks(what.full, words.listed()), *personal.marks(what.full)])
    return {
        "guard": what,
        "marked_text": marked(what.full, spans),
        "legend": _legend(spans),
        "pieces": [_piece(what, span) for span in spans],
        "shots": _shots(what.photos),
        "similar": [
            _similar(found, one) for one in alike(found, settlement_id=settlement_id, scope=scope, now=now)
        ],
        "history": of_author(found.id, scope=scope),
        "may_redact": found.state in MOVES[Move.REDACT].sources,
        "may_withhold": found.published_at is not None and found.state in MOVES[Move.WITHHOLD].sources,
        "withhold_reasons": [(one.value, str(labels.WITHHOLD[one])) for one in WithholdReason],
    }


@require_POST
@may(Action.MODERATE)
@undisturbed
def hide(request: PersonRequest, appeal_id: int) -> HttpResponse:
    """The ticked pieces are hidden, no others; with `text` what was taken out of it."""
    who: dict[str, Any] = {"appeal_id": appeal_id, "moderator": request.user, "now": clock.now()}
    if "text" in request.POST:
        redaction.rewrite(edited=request.POST["text"], **who)
    else:
        redaction.hide(spans=[_span(value) for value in request.POST.getlist("piece")], **who)
    messages.success(request, _("Сохранено: так текст увидят все."))
    return _back(request, appeal_id)


@require_POST
@may(Action.MODERATE)
@undisturbed
def show(request: PersonRequest, appeal_id: int) -> HttpResponse:
    redaction.show(appeal_id=appeal_id, moderator=request.user, now=clock.now())
    messages.success(request, _("Текст снова показан целиком."))
    return _back(request, appeal_id)


@require_POST
@may(Action.MODERATE)
@undisturbed
def field(request: PersonRequest, appeal_id: int) -> HttpResponse:
    """One answer to a question of the topic."""
    place, hidden = whole(request.POST.get("place", "")), request.POST.get("on") == "1"
    redaction.hide_field(
        appeal_id=appeal_id,
        place=-1 if place is None else place,
        hidden=hidden,
        moderator=request.user,
        now=clock.now(),
    )
    messages.success(request, _("Ответ скрыт.") if hidden else _("Ответ показан."))
    return _back(request, appeal_id)


@require_POST
@may(Action.MODERATE)
@undisturbed
def author(request: PersonRequest, appeal_id: int) -> HttpResponse:
    hidden = request.POST.get("on") == "1"
    redaction.hide_author(appeal_id=appeal_id, hidden=hidden, moderator=request.user, now=clock.now())
    messages.success(
        request, _("Имя автора скрыто.") if hidden else _("Имя автора показано так, как он выбрал.")
    )
    return _back(request, appeal_id)


@require_POST
@may(Action.MODERATE)
@undisturbed
def photo(request: PersonRequest, appeal_id: int, photo_id: UUID) -> HttpResponse:
    hidden = request.POST.get("on") == "1"
    redaction.hide_photo(
        appeal_id=appeal_id, photo_id=photo_id, hidden=hidden, moderator=request.user, now=clock.now()
    )
    messages.success(request, _("Фото скрыто.") if hidden else _("Фото показано."))
    return _back(request, appeal_id)


@require_POST
@may(Action.MODERATE)
@undisturbed
def crop(request: PersonRequest, appeal_id: int, photo_id: UUID) -> HttpResponse:
    """How many percent to cut off from each side; nothing typed is 0."""
    cut = {side: whole(request.POST.get(side, "").strip() or "0") for side in SIDES}
    if any(value is None or value > 100 for value in cut.values()):
        raise redaction.BadRedaction(_("Сколько отрезать: целые числа от 0 до 100."))
    left, top, right, bottom = (cut[side] or 0 for side in SIDES)
    redaction.crop_photo(
        appeal_id=appeal_id,
        photo_id=photo_id,
        box=(left, top, 100 - right, 100 - bottom),
        moderator=request.user,
        now=clock.now(),
    )
    messages.success(request, _("Показан только кусок фото, целое хранится скрытым."))
    return _back(request, appeal_id)


@may(Action.MODERATE)
def complaints(request: PersonRequest) -> HttpResponse:
    """Published appeals that somebody complained about, the longest waiting first."""
    rows = against.waiting(scope=scope_of(request.user))
    context = {"rows": rows, "here": "complaints", "labels": labels, "tabs_shown": tabs("complaints")}
    return render(request, "desk/complaints.html", context)


@require_POST
@may(Action.MODERATE)
@undisturbed
def settle(request: PersonRequest, appeal_id: int) -> HttpResponse:
    said = request.POST.get("verdict", "")
    if said not in (ComplaintVerdict.HIDDEN, ComplaintVerdict.KEPT):
        raise complaining.BadComplaint(_("Выберите, что сделать с обращением."))
    complaining.settle(
        appeal_id=appeal_id,
        verdict=ComplaintVerdict(said),
        words=request.POST.get("answer", ""),
        moderator=request.user,
        now=clock.now(),
    )
    messages.success(request, _("Жалобы разобраны, пожаловавшимся отправлены письма."))
    return redirect("desk:complaints")


@require_POST
@may(Action.MODERATE)
@undisturbed
def split(request: PersonRequest, appeal_id: int) -> HttpResponse:
    merging.split(appeal_id=appeal_id, moderator=request.user, now=clock.now())
    messages.success(request, _("Разъединено: обращение снова на модерации, автору отправлено письмо."))
    return redirect("desk:item", appeal_id)


def _back(request: PersonRequest, appeal_id: int) -> HttpResponse:
    return redirect(f"{asked.address(request, appeal_id)}#guard")


def _legend(spans: list[Span]) -> list[Legend]:
    """How many of each kind, in the order of the kinds."""
    counts = {mark: sum(span.mark is mark for span in spans) for mark in Mark}
    return [Legend(mark.value, str(labels.MARK[mark]), n) for mark, n in counts.items() if n]


def _piece(what: Guarded, span: Span) -> Piece:
    return Piece(
        value=f"{span.start}-{span.end}-{span.mark.value}",
        text=" ".join(what.full[span.start : span.end].split()),
        words=str(labels.MARK[span.mark]),
        ticked=span in what.hidden if what.is_redacted else span.mark in _SURE,
    )


def _span(value: str) -> Span:
    """Raises BadRedaction: not what the form offered."""
    start, _dash, rest = value.partition("-")
    end, _dash, mark = rest.partition("-")
    first, last = whole(start), whole(end)
    if first is None or last is None or mark not in list(Mark):
        raise redaction.BadRedaction(_("Текст изменился. Обновите страницу и выберите снова."))
    return Span(first, last, Mark(mark))


def _shots(photos: list[GuardedPhoto]) -> list[Shot]:
    return [
        Shot(
            id=one.id,
            n=n,
            url=reverse("photo", args=[one.id, "full"]),
            small_url=reverse("photo", args=[one.id, "card"]),
            hidden=one.hidden,
            is_piece=one.is_piece,
        )
        for n, one in enumerate(photos, 1)
    ]


def _similar(found: Card, one: Alike) -> Similar:
    mergeable = found.state in MOVES[Move.MERGE].sources and one.state in merging.CARRIES_ON
    metres = one.metres
    return Similar(
        id=one.id,
        number=one.number,
        topic=one.topic,
        excerpt=one.excerpt,
        state=one.state.value,
        state_label=str(labels.STATE[one.state]),
        tone=labels.TONE[one.state],
        distance=_("на этой улице") if metres is None else _("%(n)d м отсюда") % {"n": round(metres)},
        percent=round(100 * one.likeness),
        supporters=one.supporters,
        received_at=one.received_at,
        may_merge=mergeable,
    )
