"""The delivery ledger as people see it: what waits, what went wrong, «send again»."""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from otklik.appeals.queries import documents
from otklik.appeals.queries import numbers as by_number
from otklik.appeals.rules import number as numbers
from otklik.appeals.steps import answer
from otklik.authorities import queries as authorities
from otklik.exchange import inbox, opening, outbox
from otklik.exchange import queries as exchange
from otklik.exchange.models import Packet
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, may
from otklik.web.days import span
from otklik.web.parts.tabs.part import Tab

_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,8}")


FIELDS: Final = ("number", "partner", "uid", "state", "since", "until")


@dataclass(slots=True)
class Question:
    """The form as it was sent, what it asks for, and what of it cannot be asked."""

    said: dict[str, str]
    every: bool  # also packets that need nobody
    asked: exchange.Asked = field(default_factory=exchange.Asked)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        said = {name: value for name, value in self.said.items() if value}
        return urlencode({"all": "1", **said} if self.every else said)


@require_safe
@never_cache
@may(Action.SEE_EXCHANGE)
def ledger(request: PersonRequest) -> HttpResponse:
    """What needs somebody, or what was looked for among all packets."""
    question = _question(request)
    found = exchange.find(question.asked, cursor=request.GET.get("from", ""))
    query = f"?{question.query}&" if question.query else "?"
    context = {
        "here": "exchange",
        "rows": [] if question.errors else found.rows,
        "said": question.said,
        "errors": question.errors,
        "every": question.every,
        "tabs_shown": [
            Tab("?", _("Требуют внимания"), current=not question.every),
            Tab("?all=1", _("Все пакеты"), current=question.every),
        ],
        "states": [("", _("Любое")), *Packet.State.choices],
        "partners": [("", _("Все")), *authorities.partners()],
        "newer": f"{query}from={found.newer}" if found.newer else None,
        "older": f"{query}from={found.older}" if found.older else None,
    }
    return render(request, "desk/exchange.html", context, status=422 if question.errors else 200)


@require_safe
@never_cache
@may(Action.SEE_EXCHANGE, shows_personal=True)
def packet(request: PersonRequest, packet_id: int) -> HttpResponse:
    found = opening.opened(packet_id)
    appeal = documents.appeal_of(document_uid=found.document_uid, message_uid=found.message_uid)
    context = {"here": "exchange", "packet": found, "row": found.line, "appeal": appeal}
    return render(request, "desk/packet.html", context)


@require_safe
@never_cache
@may(Action.SEE_EXCHANGE, shows_personal=True)
def packet_file(request: PersonRequest, packet_id: int, place: str) -> HttpResponse:
    """Always a download of bytes under a name of ours: what it is inside is not for our origin to show."""
    found = opening.one_file(packet_id, place)
    if found is None:
        raise Http404
    name, content = found
    suffix = PurePosixPath(name).suffix
    suffix = suffix if _SUFFIX.fullmatch(suffix) else ""
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="packet-{packet_id}-{place}{suffix}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
@may(Action.SEE_EXCHANGE)
def again(request: PersonRequest, packet_id: int) -> HttpResponse:
    try:
        outbox.post_again(packet_id, now=clock.now())
    except outbox.TROUBLES:
        messages.error(request, _("Пакет не отправлен: каталог обмена недоступен. Попробуйте позже."))
    else:
        messages.success(request, _("Пакет отправлен ещё раз."))
    return redirect("desk:exchange")


@require_POST
@may(Action.SEE_EXCHANGE)
def link(request: PersonRequest, packet_id: int) -> HttpResponse:
    """An answer that could not be matched, to the appeal whose number the moderator typed in any way."""
    number = numbers.read(request.POST.get(f"number-{packet_id}", "")) or ""
    try:
        answer.accept_by_hand(
            packet_id=packet_id, appeal_number=number, moderator=request.user, now=clock.now()
        )
    except outbox.TROUBLES:
        messages.error(request, _("Файл пакета не читается. Попросите участника прислать ответ ещё раз."))
    else:
        messages.success(request, _("Ответ опубликован и связан с обращением."))
    return redirect("desk:exchange")


@require_POST
@may(Action.SEE_EXCHANGE)
def dismiss(request: PersonRequest, packet_id: int) -> HttpResponse:
    words = request.POST.get("words", "")
    inbox.dismiss(packet_id, by=request.user, words=words, now=clock.now())
    messages.success(request, _("Отмечено: пакет разобран."))
    return redirect("desk:exchange")


def _question(request: PersonRequest) -> Question:
    said = {name: " ".join(request.GET.get(name, "")[:100].split()) for name in FIELDS}
    question = Question(said, every=request.GET.get("all") == "1" or any(said.values()))
    found, answers = _documents(question)
    since, until = span(said, question.errors)
    question.asked = exchange.Asked(
        trouble=not question.every,
        uid=_uid(question, "uid"),
        documents=found,
        messages=answers,
        partner=_uid(question, "partner"),
        state=said["state"] if said["state"] in Packet.State.values else "",
        since=since,
        until=until,
    )
    return question


def _documents(question: Question) -> tuple[list[UUID] | None, list[UUID]]:
    """Documents and answers of the appeal whose number was typed; None: no number."""
    if not (typed := question.said["number"]):
        return None, []
    number = numbers.read(typed)
    appeal_id = by_number.id_of(number) if number else None
    if appeal_id is None:
        question.errors["number"] = _("Обращения с таким номером нет. Проверьте цифры.")
        return [], []
    return documents.document_uids(appeal_id), documents.answer_uids(appeal_id)


def _uid(question: Question, name: str) -> UUID | None:
    if not (typed := question.said[name]):
        return None
    try:
        return UUID(typed)
    except ValueError:
        question.errors[name] = _("Это не идентификатор: в нём 32 цифры и буквы от a до f.")
        return None
