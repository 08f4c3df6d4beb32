"""Files that staff bring: the form, then one page that says what would change and takes it.

A section adds a row of BROUGHT, an address and, where its form asks more than the file, a `Read` and a template.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.configuration import moving, uploads
from otklik.configuration.models import Upload
from otklik.configuration.tables import CONFIGURATION, KINDS
from otklik.kit import clock, spreadsheets
from otklik.people.models import User
from otklik.reference.tables import TABLES
from otklik.web.access import Action, PersonRequest, allowed, authority_ids, may
from otklik.web.typed import whole


@dataclass(frozen=True, slots=True)
class Brought:
    """A kind of `tables.KINDS` as its pages show it."""

    here: str  # in web/desk/nav.py
    title: Promise | str
    about: Promise | str
    form: tuple[str, ...]  # the address of the form, with what is in it
    rows: tuple[str, ...]  # and of what was taken
    accepts: str = ".csv,.xlsx,.json"
    fields: str = ""  # template of the other fields


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says beside the file."""

    asked: Mapping[str, Any]  # for `tables.Asked.said`
    typed: Mapping[str, Any]  # for the fields of the form
    errors: Mapping[str, str]
    options: Mapping[str, Any] = field(default_factory=dict)  # what its fields offer
    table: str = ""  # typed in place of a file


Read = Callable[[PersonRequest], Said]


def _of_reference(name: str) -> Brought:
    columns = ", ".join(column.name for column in TABLES[name].columns)
    return Brought(
        "reference-desk", TABLES[name].title, columns, ("reference-upload", name), ("reference-rows", name)
    )


BROUGHT: Final[Mapping[str, Brought]] = {
    CONFIGURATION: Brought(
        "configuration",
        gettext_lazy("Перенос настроек"),
        "",
        ("staff:configuration",),
        ("rules:changes",),
        ".zip",
    ),
    "articles": Brought(
        "article-upload",
        gettext_lazy("Загрузка статей"),
        gettext_lazy("Файл JSON, как в выгрузке настроек (knowledge.json)."),
        ("article-upload",),
        ("articles",),
        ".json",
    ),
    "measures": Brought(
        "business-upload",
        gettext_lazy("Загрузка мер поддержки"),
        gettext_lazy(
            "Таблица (code;kind;title;summary;…, списки через «|») или файл JSON, как в выгрузке настроек"
            " (business.json)."
        ),
        ("business-upload",),
        ("business-measures",),
    ),
    "land": Brought(
        "cadastre-load",
        gettext_lazy("Загрузить таблицу"),
        gettext_lazy(
            "Первая строка — заголовки. Один столбец называет территорию: код ОКТМО, кадастровый квартал или название"
            " округа. Остальные — по виду использования. Прежние таблицы остаются в истории."
        ),
        ("cadastre-load",),
        ("cadastre-staff",),
        fields="cadastre/_load_fields.html",
    ),
    "works": Brought(
        "works-desk",
        gettext_lazy("Загрузка работ"),
        gettext_lazy(
            "Столбцы: id, kind, text, starts_at, ends_at, settlement, addresses (улицы через «|»), municipality,"
            " performer, emergency, cancelled. Строка с тем же id меняет прежнюю. До 2000 строк."
        ),
        ("works-desk-upload",),
        ("works-desk",),
        fields="works/desk/_upload_fields.html",
    ),
    **{f"reference-{name}": _of_reference(name) for name in TABLES},
}


def bring(request: PersonRequest, kind: str, read: Read = lambda _request: Said({}, {}, {})) -> HttpResponse:
    """GET shows the form. POST keeps the file, also when something beside it is wrong, and has it tried."""
    there, said, error = _kept(request, kind), read(request), ""
    if request.method != "POST":
        asked_before = there.asked.get("typed", {}) if there else {}
        return _form(request, kind, replace(said, typed={**said.typed, **asked_before}), there, "")
    try:
        raw, title = file_of(request, KINDS[kind].most)
        if not title and said.table.strip():
            raw, title = said.table.encode(), _("таблица из формы")
            said = replace(said, typed={**said.typed, "text": ""})  # kept as a file from here on
        if title:
            key = uploads.keep(raw, title=title, by=request.user, now=clock.now(), kind=kind)
            there = Upload.objects.get(pk=key)
        if there and not said.errors:
            uploads.begin(there.pk, {**said.asked, "typed": dict(said.typed)})
            return redirect("brought", there.pk)
        error = "" if there else _("Выберите файл.")
    except (uploads.BadUpload, spreadsheets.BadSheet) as bad:
        error = bad.text
    return _form(request, kind, said, there, error)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may(Action.ADMINISTER)
def page(request: PersonRequest, kind: str = "", table: str = "") -> HttpResponse:
    """Of a kind that asks for nothing but its file; table: of the reference services."""
    kind = kind or f"reference-{table}"
    if kind not in KINDS:
        raise Http404
    return bring(request, kind)


@require_safe
@never_cache
@may(Action.PUBLISH_WORKS)
def brought(request: PersonRequest, upload_id: int) -> HttpResponse:
    """How far it is, then what it would change, then what it changed. The script gets the middle of the page only."""
    upload = _own(request, upload_id)
    outcome = moving.from_json(upload.outcome)
    about = BROUGHT[upload.kind]
    context = {
        "upload": upload,
        "outcome": outcome,
        "report": outcome.sections[0] if outcome and upload.kind != CONFIGURATION else None,
        "may_be_taken": outcome is not None and uploads.may_be_taken(upload, outcome),
        "about": about,
        "is_table": upload.kind != CONFIGURATION,
        "form": reverse(about.form[0], args=about.form[1:]),
        "rows": reverse(about.rows[0], args=about.rows[1:]),
        "here": about.here,
    }
    template = "_brought.html" if request.headers.get("HX-Request") else "brought.html"
    return render(request, template, context)


@require_POST
@may(Action.PUBLISH_WORKS)
def take(request: PersonRequest, upload_id: int) -> HttpResponse:
    upload = _own(request, upload_id)
    uploads.order(upload.pk, by=request.user, now=clock.now())
    return redirect("brought", upload_id)


@require_POST
@may(Action.PUBLISH_WORKS)
def drop(request: PersonRequest, upload_id: int) -> HttpResponse:
    upload = _own(request, upload_id)
    uploads.drop(upload.pk)
    messages.success(request, _("Файл удалён, ничего не изменилось."))
    about = BROUGHT[upload.kind]
    return redirect(about.form[0], *about.form[1:])


def _own(request: PersonRequest, upload_id: int) -> Upload:
    """Administrators see every one, officials the works that they brought themselves."""
    found = Upload.objects.select_related("by").filter(pk=upload_id).first()
    if found is None or not (allowed(request.user, Action.ADMINISTER) or _is_still_own(request.user, found)):
        raise Http404
    return found


def _is_still_own(user: User, upload: Upload) -> bool:
    """It waits up to a month: who has left the authority meanwhile, or is no administrator any more, takes nothing."""
    body = upload.asked.get("authority_id")
    ours = upload.kind == "works" and (body is None or body in authority_ids(user))
    return upload.by_id == user.pk and ours


def _kept(request: PersonRequest, kind: str) -> Upload | None:
    """The file that is here already, for a form that is sent again."""
    said = request.POST if request.method == "POST" else request.GET
    upload_id = whole(said.get("upload", ""))
    mine = Upload.objects.filter(pk=upload_id or 0, kind=kind, by=request.user)
    return mine.filter(state__in=uploads.AGAIN).first()


def file_of(request: PersonRequest, most: int) -> tuple[bytes, str]:
    """(content, name); no name: nothing came. One byte more than may be is read, no more. A sheet becomes CSV.

    Raises BadSheet.
    """
    file = request.FILES.get("file")
    if file is None:
        return b"", ""
    raw, title = file.read(most + 1), str(file.name or _("без названия"))
    is_sheet = len(raw) <= most and title.lower().endswith(".xlsx")
    return (spreadsheets.as_csv(raw).encode() if is_sheet else raw), title


def _form(request: PersonRequest, kind: str, said: Said, there: Upload | None, error: str) -> HttpResponse:
    errors = {**({"file": error} if error else {}), **said.errors}
    about = BROUGHT[kind]
    context = {
        "about": about,
        "said": said.typed,
        "options": said.options,
        "errors": errors,
        "kept": there,
        "rows": reverse(about.rows[0], args=about.rows[1:]),
        "most": KINDS[kind].most // 10**6,
        "here": about.here,
    }
    return render(request, "bring.html", context, status=422 if errors else 200)
