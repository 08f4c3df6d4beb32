"""Administrators keep the reference tables: lists, forms, files. The same pages for each table."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.kit import clock
from otklik.kit.marks import Changed
from otklik.reference import imports, keeping
from otklik.reference.queries import desk
from otklik.reference.tables import TABLES, Table
from otklik.web.access import Action, PersonRequest, may
from otklik.web.parts.tabs.part import Tab
from otklik.web.reference import forms
from otklik.web.rules import told
from otklik.web.sheet import sheet
from otklik.web.typed import whole

_TYPED_MAX: Final = 100
_HERE: Final = "reference-desk"


@require_safe
@may(Action.ADMINISTER)
def start(request: PersonRequest) -> HttpResponse:
    return redirect("reference-rows", next(iter(TABLES)))


@require_safe
@may(Action.ADMINISTER)
def listed(request: PersonRequest, table: str) -> HttpResponse:
    known = _table(table)
    typed = " ".join(request.GET.get("q", "")[:_TYPED_MAX].split())
    found = desk.listed(known, typed=typed, after=whole(request.GET.get("after", "")))
    rows = found[: desk.LISTED]
    context: dict[str, Any] = {
        "table": known,
        "kinds": [
            Tab(reverse("reference-rows", args=[one.name]), str(one.title), current=one is known)
            for one in TABLES.values()
        ],
        "rows": rows,
        "typed": typed,
        "following": f"?{urlencode({'q': typed, 'after': rows[-1].id})}" if len(found) > desk.LISTED else "",
        "here": _HERE,
    }
    return render(request, "reference/desk_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def new(request: PersonRequest, table: str) -> HttpResponse:
    known = _table(table)
    if request.method != "POST":
        return _form(request, known, None, {"active": "1"})
    try:
        row = keeping.add(known, typed=request.POST.dict(), by=request.user, now=clock.now())
    except keeping.BadRow as wrong:
        return _form(request, known, None, request.POST.dict(), wrong.errors)
    messages.success(request, _("Добавлено: на портале это уже видно."))
    return redirect("reference-row", table, row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def edit(request: PersonRequest, table: str, row_id: int) -> HttpResponse:
    """What was typed stays on the page when it is refused, also when somebody else saved in between."""
    known = _table(table)
    row = desk.row(known, row_id)
    if request.method != "POST":
        return _form(request, known, row, forms.typed_of(known, row))
    said = request.POST.dict()
    try:
        keeping.save(known, row_id, typed=said, shown=said.get("shown", ""), by=request.user, now=clock.now())
    except keeping.BadRow as wrong:
        return _form(request, known, row, said, wrong.errors)
    except Changed as changed:
        return _form(request, known, row, said, {"": changed.text})
    messages.success(request, _("Сохранено."))
    return redirect("reference-row", table, row_id)


@require_POST
@may(Action.ADMINISTER)
def delete(request: PersonRequest, table: str, row_id: int) -> HttpResponse:
    keeping.delete(_table(table), row_id, by=request.user, now=clock.now())
    messages.success(request, _("Удалено."))
    return redirect("reference-rows", table)


@require_safe
@may(Action.ADMINISTER)
def download(request: PersonRequest, table: str, form: str) -> HttpResponse:
    """csv for a spreadsheet, json as it is carried to another portal; the upload takes both."""
    known = _table(table)
    rows = imports.exported(known.name)
    names = [column.name for column in known.columns]
    if form == "csv":
        answer = sheet(f"{table}.csv", [names, *([row[name] for name in names] for row in rows)])
    elif form == "json":
        answer = HttpResponse(imports.as_json(rows), content_type="application/json")
        answer["Content-Disposition"] = f'attachment; filename="{known.name}.json"'
    else:
        raise Http404
    answer["Cache-Control"] = "private, no-store"
    return answer


def _form(
    request: PersonRequest,
    table: Table,
    row: Any | None,
    typed: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    context = {
        "table": table,
        "row": row,
        "called": desk.called(table, row) if row else "",
        "fields": forms.fields(
            table, typed, errors or {}, on=timezone.localdate(clock.now()), keyed=row is None
        ),
        "errors": errors or {},
        "shown": forms.shown_of(table, row) if row else "",
        "changes": told.lines(keeping.journal_of(table, row)) if row else [],
        "here": _HERE,
    }
    return render(request, "reference/desk_row.html", context, status=422 if errors else 200)


def _table(name: str) -> Table:
    if name not in TABLES:
        raise Http404
    return TABLES[name]
