"""The cabinet «Сообщения»: what waits for the person, own messages, drafts, what they follow, saved searches."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from otklik.appeals.lifecycle import FINAL, State
from otklik.appeals.models import Draft
from otklik.appeals.queries import mine
from otklik.appeals.queries.mine import Mine
from otklik.appeals.steps import drafting
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, account_draft, may
from otklik.web.citizen.countdown import left
from otklik.web.parts.tabs.part import Tab

_TABS: Final = (
    ("mine", gettext_lazy("Мои")),
    ("drafts", gettext_lazy("Черновики")),
    ("followed", gettext_lazy("Слежу")),
    ("searches", gettext_lazy("Поиски")),
    ("works-mine", gettext_lazy("Отключения")),
)
# What the author is asked to do, the button that leads to the form, and until when.
_ASKED: Final[dict[State, tuple[Promise, Promise, Promise]]] = {
    State.QUESTION: (
        gettext_lazy("Модератор задал вопрос"),
        gettext_lazy("Ответить"),
        gettext_lazy("Иначе обращение будет отклонено."),
    ),
    State.ANSWERED: (
        gettext_lazy("Получен ответ: скажите, решён ли вопрос"),
        gettext_lazy("Оценить ответ"),
        gettext_lazy("Иначе обращение закроется без оценки."),
    ),
    State.UNCONFIRMED: (
        gettext_lazy("Подтвердите почту"),
        gettext_lazy("Подтвердить"),
        gettext_lazy("Иначе обращение не дойдёт до модератора."),
    ),
}


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something that waits for the person."""

    row: Mine
    title: str
    button: str
    otherwise: str
    by: datetime
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A message of the list."""

    row: Mine
    holder: str  # who has it now; "" when it has ended
    deadline: str  # words before `by`
    by: date | datetime | None
    left: str  # how long until the answer is due; "" where none is
    url: str


@may(Action.OWN_CABINET)
def own(request: PersonRequest) -> HttpResponse:
    page = mine.page(request.user.pk, cursor=request.GET.get("from", ""))
    context = {
        "actions": [_to_do(row) for row in mine.needing_me(request.user.pk)],
        "lines": [_line(row, timezone.localdate(clock.now())) for row in page.rows],
        "newer": paged(request, page.newer),
        "older": paged(request, page.older),
    }
    return render(request, "citizen/cabinet.html", {**frame(request, "mine"), **context})


@may(Action.OWN_CABINET)
def drafts(request: PersonRequest) -> HttpResponse:
    found = [(draft, _next_page(draft)) for draft in mine.drafts(request.user.pk)]
    context = {**frame(request, "drafts"), "drafts": found, "keep_days": drafting.KEEP_DAYS}
    return render(request, "citizen/cabinet_drafts.html", context)


@require_POST
@may(Action.OWN_CABINET)
def drop_draft(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    drafting.drop(draft_id=account_draft(request.user, draft_id).pk)
    messages.success(request, _("Черновик удалён."))
    return redirect("drafts")


def frame(request: PersonRequest, current: str) -> dict[str, Any]:
    """What every page of the cabinet shows: its tabs, and that letters do not arrive."""
    tabs = [Tab(url=reverse(name), label=str(words), current=name == current) for name, words in _TABS]
    return {"tabs_shown": tabs, "email_trouble": request.user.email_trouble, "email": request.user.email}


def paged(request: HttpRequest, cursor: str | None) -> str | None:
    """Address of this list from `cursor` on; None stays None."""
    return f"{request.path}?{urlencode({'from': cursor})}" if cursor else None


def _to_do(row: Mine) -> ToDo:
    title, button, otherwise = _ASKED[row.state]
    return ToDo(
        row=row,
        title=str(title),
        button=str(button),
        otherwise=str(otherwise),
        by=mine.act_by(row) or row.state_since,
        url=reverse("own", args=[row.number]) + "#act",
    )


def _line(row: Mine, today: date) -> Line:
    deadline, by = _deadline(row)
    owed = row.answer_by if by == row.answer_by else None
    return Line(
        row=row,
        holder=_holder(row),
        deadline=deadline,
        by=by,
        left=left(owed, today=today) if owed else "",
        url=reverse("own", args=[row.number]),
    )


def _holder(row: Mine) -> str:
    if row.state in FINAL:
        return ""
    if row.state in mine.NEEDS_ME:
        return _("у вас")
    if row.state is State.MODERATION:
        return _("у модератора")
    return row.authority or _("исполнитель определяется")


def _deadline(row: Mine) -> tuple[str, date | datetime | None]:
    if row.state is State.MODERATION:
        return _("модератор решит до"), row.moderate_by
    if row.answer_by and row.state in (State.PUBLISHED, State.SENDING, State.REGISTERED, State.RETURNED):
        return _("ответ до"), row.answer_by
    return "", None


def _next_page(draft: Draft) -> str:
    """Where the person goes on: the first question without an answer."""
    said = draft.data
    asked = (
        ("wizard-category", "category"),
        ("wizard-topic", "topic"),
        ("wizard-place", "address"),
        ("wizard-text", "text_done"),
    )
    name = next((page for page, key in asked if not said.get(key)), "wizard-review")
    return reverse(name, args=[draft.pk])
