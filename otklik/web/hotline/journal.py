"""The journal of calls and its file. An operator sees the numbers of the own calls; who may have the file, of all."""

from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.appeals.rules import number as numbers
from otklik.hotline import ledger
from otklik.hotline.calls import as_phone
from otklik.hotline.queries import CallRow
from otklik.web.access import Action, PersonRequest, allowed, may
from otklik.web.hotline.shown import masked
from otklik.web.parts.filters import clock_time, ru_date, telephone
from otklik.web.sheet import sheet
from otklik.web.typed import whole

FILE_ROWS: Final = 5_000


@require_safe
@may(Action.TAKE_CALLS)
def journal(request: PersonRequest) -> HttpResponse:
    wanted, trouble = _wanted(request)
    page = None if trouble else ledger.page(wanted, cursor=request.GET.get("page", "")[:200])
    context = {
        "here": "journal",
        "asked": {name: request.GET.get(name, "")[:100] for name in ("q", "operator", "day")},
        "trouble": trouble,
        "operators": [("", _("Все операторы")), *ledger.operators()],
        "newer": _turned(request, page.newer if page else None),
        "older": _turned(request, page.older if page else None),
        "rows": [(row, _phone(request, row)) for row in page.rows] if page else [],
        "may_export": allowed(request.user, Action.EXPORT_CALLS),
    }
    return render(request, "hotline/journal.html", context)


@require_safe
@may(Action.EXPORT_CALLS)
def journal_file(request: PersonRequest) -> HttpResponse:
    """The newest FILE_ROWS of what the page shows, as CSV."""
    wanted, trouble = _wanted(request)
    rows = [] if trouble else ledger.first(wanted, most=FILE_ROWS)
    head = [
        _("День"),
        _("Начало"),
        _("Ответ"),
        _("Конец"),
        _("Телефон"),
        _("Линия"),
        _("Оператор"),
        _("Обращение"),
    ]
    lines = [
        [
            ru_date(row.began_at),
            *(clock_time(at) if at else "" for at in (row.began_at, row.answered_at, row.ended_at)),
            telephone(row.phone) or row.said,
            row.line,
            row.operator,
            numbers.spoken(row.number) if row.number else "",
        ]
        for row in rows
    ]
    answer = sheet("calls.csv", [head, *lines])
    answer["Cache-Control"] = "private, no-store"
    return answer


def _wanted(request: PersonRequest) -> tuple[ledger.Wanted, str]:
    """What is asked for, and what is wrong with it."""
    typed, day = request.GET.get("q", "").strip()[:100], request.GET.get("day", "").strip()
    number = numbers.read(typed) or ""
    phone = "" if number else as_phone(typed)
    if typed and not (number or phone):
        return ledger.Wanted(), _("Напишите телефон целиком или номер обращения из девяти цифр.")
    try:
        on = date.fromisoformat(day) if day else None
    except ValueError:
        return ledger.Wanted(), _("Укажите день, например 2026-11-24.")
    if on and not 2000 <= on.year <= 2100:
        return ledger.Wanted(), _("Укажите день, например 2026-11-24.")
    return ledger.Wanted(phone, number, whole(request.GET.get("operator", "")), on), ""


def _turned(request: PersonRequest, cursor: str | None) -> str | None:
    """Address of the page at the cursor, narrowed as this one."""
    asked = {name: request.GET[name][:100] for name in ("q", "operator", "day") if request.GET.get(name)}
    return f"?{urlencode({**asked, 'page': cursor})}" if cursor else None


def _phone(request: PersonRequest, row: CallRow) -> str:
    """Of the calls of others only its end."""
    if row.operator_id == request.user.pk or allowed(request.user, Action.EXPORT_CALLS):
        return telephone(row.phone) or (row.said if any(sign.isdigit() for sign in row.said) else "")
    return masked(row.phone)
