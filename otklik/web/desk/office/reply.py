"""The answer at the desk: written and kept, looked at as the citizen will see it, signed, published."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from otklik.appeals import labels, officerules
from otklik.appeals.lifecycle import Decision
from otklik.appeals.queries import card as cards
from otklik.appeals.queries import office
from otklik.appeals.queries.card import AnswerShown
from otklik.appeals.rules import reply as rules
from otklik.appeals.rules.reply import Doubt
from otklik.appeals.steps import enclosing, handing, replying
from otklik.appeals.steps.enclosing import Upload
from otklik.appeals.steps.replying import Desk, Words
from otklik.files import documents, photos
from otklik.kit import clock
from otklik.kit.errors import Refusal
from otklik.web.access import Action, PersonRequest, allowed, may, own_desk
from otklik.web.citizen import shown
from otklik.web.days import BadDay, day
from otklik.web.desk.office.item import Sheet, enclosed, page
from otklik.web.typed import key, whole

_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,8}")
_PRIVATE: Final = "private, no-store"
DOUBTS: Final[dict[Doubt, Promise]] = {
    Doubt.SHORT: gettext_lazy("Ответ очень короткий: поймёт ли автор, что сделано и когда?"),
    Doubt.TEMPLATE: gettext_lazy("В ответе только шаблон: нет ни слова об этом обращении."),
}


@require_POST
@may(Action.WORK_FOR_AUTHORITY)
def keep(request: PersonRequest, number: str) -> HttpResponse:
    """Without words: the page saves itself while it is filled in. 409 when another official has written."""
    desk = own_desk(request.user, number)
    try:
        _save(request, desk)
    except Refusal as wrong:
        return HttpResponse(status=wrong.status)
    return HttpResponse(status=204)


@require_POST
@may(Action.WORK_FOR_AUTHORITY)
def save(request: PersonRequest, number: str) -> HttpResponse:
    """Words, files, what a contractor sent; then on to the preview or back to the page."""
    desk = own_desk(request.user, number)
    try:
        _save(request, desk)
        enclosing.take(desk, _ticked(request), now=clock.now())
        enclosing.attach(desk, _uploads(request), now=clock.now())
    except handing.NotHere as gone:
        messages.error(request, gone.text)
        return redirect("desk:authority")
    except Refusal as wrong:
        return _again(request, desk, wrong)
    if request.POST.get("act") == "preview":
        return redirect("desk:office-preview", number)
    messages.success(request, _("Черновик сохранён."))
    return redirect("desk:office-item", number)


@require_POST
@may(Action.WORK_FOR_AUTHORITY)
def drop_file(request: PersonRequest, number: str, file_id: UUID) -> HttpResponse:
    desk = own_desk(request.user, number)
    return _told(request, number, lambda: enclosing.detach(desk, file_id), _("Файл убран."))


@require_safe
@may(Action.WORK_FOR_AUTHORITY)
def preview(request: PersonRequest, number: str) -> HttpResponse:
    return _preview(request, own_desk(request.user, number))


@require_POST
@may(Action.WORK_FOR_AUTHORITY)
def publish(request: PersonRequest, number: str) -> HttpResponse:
    """Publish, or put before the head where the body wants it."""
    desk, version = own_desk(request.user, number), whole(request.POST.get("version", ""))
    signs = allowed(request.user, Action.SIGN_ANSWERS)
    try:
        published = replying.finish(desk, version=version or 0, signs=signs, by=request.user, now=clock.now())
    except handing.NotHere as gone:
        messages.error(request, gone.text)
        return redirect("desk:authority")
    except replying.BadReply as wrong:
        return _preview(request, desk, error=wrong.text)
    said = (
        _("Ответ опубликован, автору отправлено письмо.") if published else _("Ответ отправлен на подпись.")
    )
    messages.success(request, said)
    return redirect("desk:office-item", number)


@require_POST
@may(Action.WORK_FOR_AUTHORITY)
def recall(request: PersonRequest, number: str) -> HttpResponse:
    desk = own_desk(request.user, number)
    return _told(
        request, number, lambda: replying.take_back(desk, now=clock.now()), _("Ответ снова можно править.")
    )


@require_POST
@may(Action.SIGN_ANSWERS)
def send_back(request: PersonRequest, number: str) -> HttpResponse:
    """The head does not sign: the words stand above the draft."""
    desk, remarks = own_desk(request.user, number), request.POST.get("remarks", "").strip()
    if not remarks:
        return _preview(request, desk, error=_("Напишите, что исправить."))
    step = lambda: replying.take_back(desk, remarks=remarks, now=clock.now())  # noqa: E731
    return _told(request, number, step, _("Ответ возвращён с замечаниями."))


@require_safe
@may(Action.WORK_FOR_AUTHORITY)
def photo(request: PersonRequest, number: str, file_id: UUID, size: str) -> HttpResponse:
    """Of an answer being written, or from a contractor: for this desk alone."""
    if size not in photos.SIZES or not _file(request, number, file_id).is_photo:
        raise Http404
    try:
        content = photos.read(file_id, size)
    except FileNotFoundError as e:
        raise Http404 from e
    return HttpResponse(content, content_type="image/jpeg", headers={"Cache-Control": _PRIVATE})


@require_safe
@may(Action.WORK_FOR_AUTHORITY, shows_personal=True)
def file(request: PersonRequest, number: str, file_id: UUID) -> HttpResponse:
    """Always as a download, under a name of our own."""
    found = _file(request, number, file_id)
    if found.is_photo:
        raise Http404
    try:
        content = documents.read(file_id)
    except FileNotFoundError as e:
        raise Http404 from e
    ending = found.title[found.title.rfind(".") :]
    suffix = ending if _SUFFIX.fullmatch(ending) else ""
    headers = {
        "Content-Disposition": f'attachment; filename="answer-{file_id.hex[:8]}{suffix}"',
        "Cache-Control": _PRIVATE,
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


def _file(request: PersonRequest, number: str, file_id: UUID) -> office.Enclosure:
    desk = own_desk(request.user, number)
    found = office.is_kept(file_id, appeal_id=desk.appeal_id, authority_id=desk.authority_id)
    if found is None:
        raise Http404
    return found


def _save(request: PersonRequest, desk: Desk) -> None:
    replying.save(
        desk,
        Words(_text(request, desk), request.POST.get("decision", ""), _planned(request)),
        form=key(request.POST.get("form", "")),
        version=whole(request.POST.get("version", "")) or 0,
        by=request.user,
        now=clock.now(),
    )


def _planned(request: PersonRequest) -> date | None:
    """Raises replying.BadReply."""
    try:
        return day(request.POST.get("planned_on", ""))
    except BadDay as wrong:
        raise replying.BadReply("planned_on", wrong.text) from wrong


def _text(request: PersonRequest, desk: Desk) -> str:
    """What was typed, with the template added that the person has just chosen."""
    text = request.POST.get("text", "").replace("\r\n", "\n")
    if request.POST.get("act") != "insert":
        return text
    chosen = whole(request.POST.get("template", ""))
    card = cards.inside(desk.appeal_id)
    templates = [one for one in officerules.templates(desk.authority_id) if one.id == chosen]
    return "\n\n".join(filter(None, [text.rstrip(), *(_filled(one, card) for one in templates if card)]))


def _filled(template: officerules.Template, card: cards.Card) -> str:
    return officerules.filled(template.text, number=card.number, topic=card.topic, address=card.address)


def _ticked(request: PersonRequest) -> list[UUID]:
    return [key(typed) for typed in request.POST.getlist("take")[:100]]


def _uploads(request: PersonRequest) -> list[Upload]:
    sent = [*request.FILES.getlist("photos"), *request.FILES.getlist("documents")]
    most = settings.PHOTOS + enclosing.DOCUMENTS
    return [Upload(file.name or "", file.read()) for file in sent[: most + 1]]


def _again(request: PersonRequest, desk: Desk, wrong: Refusal) -> HttpResponse:
    """The page with everything that was typed; where another official has written, their words beside it."""
    written = office.written(office.item(desk.appeal_id))
    theirs = written if isinstance(wrong, (replying.Changed, replying.OnSignature)) else None
    sheet = Sheet(
        form=uuid4() if theirs else key(request.POST.get("form", "")),
        version=written.version if written else 0,
        text=request.POST.get("text", ""),
        decision=request.POST.get("decision", ""),
        planned_on=request.POST.get("planned_on", ""),
        error=wrong.text,
        field=getattr(wrong, "field", "text"),
        theirs=theirs,
    )
    return page(request, desk, sheet=sheet, status=wrong.status)


def _told(request: PersonRequest, number: str, step: Callable[[], None], said: str) -> HttpResponse:
    try:
        step()
    except Refusal as wrong:
        messages.error(request, wrong.text)
    else:
        messages.success(request, said)
    return redirect("desk:office-item", number)


def _preview(request: PersonRequest, desk: Desk, *, error: str = "") -> HttpResponse:
    """The answer as the citizen will see it, what in it looks formal, and the button."""
    card, found = cards.inside(desk.appeal_id), office.item(desk.appeal_id)
    written = office.written(found) if found.answers_here else None
    if card is None or written is None:
        return redirect("desk:office-item", found.number)
    templates = [_filled(one, card) for one in officerules.templates(desk.authority_id)]
    files = enclosed(found.number, written)
    answer = AnswerShown(
        text=written.text or _("Текста пока нет."),
        decision=written.decision or Decision.EXPLAINED,
        planned_on=written.planned_on,
        signatory=request.user.name if found.signs and allowed(request.user, Action.SIGN_ANSWERS) else "",
        number="",
        on=None,
        received_at=clock.now(),
        photos=[],
        files=[],
    )
    context: dict[str, Any] = {
        **shown.card(replace(card, rating=None, solved=None, verdict="")),
        "files_key": "",
        "answers": [(answer, [picture for _file, picture in files if picture])],
        "item": found,
        "written": written,
        "documents": [one for one, picture in files if picture is None],
        "doubts": [
            DOUBTS[doubt]
            for doubt in rules.doubts(written.text, templates=templates, shortest=settings.FORMAL_REPLY)
        ],
        "error": error,
        "remarks": request.POST.get("remarks", ""),
        "signs": allowed(request.user, Action.SIGN_ANSWERS),
        "here": "authority",
        "labels": labels,
    }
    response = render(request, "desk/office/preview.html", context, status=422 if error else 200)
    response["Cache-Control"] = "no-store"
    return response
