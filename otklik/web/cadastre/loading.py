"""An official table for administrators: a file is looked at first, what it says stays in the form, then it is taken."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.cadastre import keeping, tables
from otklik.cadastre.models import Use
from otklik.cadastre.tables import About
from otklik.kit import clock, spreadsheets
from otklik.kit.importing import BadFile, Report
from otklik.web.access import Action, PersonRequest, may
from otklik.web.cadastre.staff import KINDS
from otklik.web.days import asked

MOST_BYTES: Final = 2_000_000
SHOWN: Final = 50  # troubles on the page
_NAMES: Final = ("kind", "text", "columns", "valid_from", "source", "url", "checked")


@dataclass(frozen=True, slots=True)
class Tried:
    report: Report
    is_taken: bool


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def page(request: PersonRequest) -> HttpResponse:
    """POST with `do`: «check» shows what the table would change and writes nothing, «take» writes it."""
    if request.method != "POST":
        return _form(request, {"kind": request.GET.get("kind", "average")}, {}, None)
    said = {name: request.POST.get(name, "") for name in _NAMES}
    errors: dict[str, str] = {}
    said["text"] = _text(request, said["text"], errors)
    about, columns = _about(said, errors), _columns(said["columns"], errors)
    if about is None or errors:
        return _form(request, said, errors, None)
    is_taken = request.POST.get("do") == "take"
    try:
        report = _loaded(request, said["text"], about, columns, dry_run=not is_taken)
    except BadFile as bad:
        return _form(request, said, {"text": bad.text}, None)
    if is_taken and not report.errors:
        told = _("Таблица записана: новых %(new)s, исправлено %(fixed)s, без изменений %(same)s.")
        counts = {"new": report.created, "fixed": report.updated, "same": report.unchanged}
        messages.success(request, told % counts)
        return redirect(f"{reverse('cadastre-staff')}?kind={about.kind}")
    return _form(request, said, {}, Tried(report, is_taken))


def _loaded(
    request: PersonRequest, text: str, about: About, columns: Mapping[str, str], *, dry_run: bool
) -> Report:
    """Raises BadFile, which must not name our own folder."""
    suffix = ".json" if text.lstrip().startswith(("[", "{")) else ".csv"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table{suffix}"
        path.write_text(text, encoding="utf-8")
        try:
            return tables.load(
                path, about=about, columns=columns, by=request.user, now=clock.now(), dry_run=dry_run
            )
        except BadFile as bad:
            raise BadFile(bad.text.replace(str(path), "").replace("  ", " ")) from bad


def _text(request: PersonRequest, typed: str, errors: dict[str, str]) -> str:
    """The table: of the file, or what the form kept of it."""
    file = request.FILES.get("file")
    if file is None:
        if not typed.strip():
            errors["file"] = _("Выберите файл или вставьте таблицу.")
        return typed.replace("\r\n", "\n")
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        errors["file"] = _("Файл больше %(mb)s МБ. Разделите таблицу.") % {"mb": MOST_BYTES // 10**6}
        return typed
    try:
        if raw.startswith(b"PK\x03\x04"):
            return spreadsheets.as_csv(raw).replace("\r\n", "\n")
        return _decoded(raw).replace("\r\n", "\n")
    except spreadsheets.BadSheet as bad:
        errors["file"] = bad.text
        return typed


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        return raw.decode("cp1251", errors="replace").replace("\0", "")


def _about(said: Mapping[str, str], errors: dict[str, str]) -> About | None:
    source, url = (" ".join(said[name].split()) for name in ("source", "url"))
    errors |= keeping.wrong_source(source, url)
    day = asked(said, errors, "valid_from")
    if said["kind"] not in ("average", "rate"):
        errors["kind"] = _("Выберите, что в таблице.")
    if day is None:
        errors.setdefault("valid_from", _("Укажите день, с которого действует."))
        return None
    return About(said["kind"], source, day, url, said["checked"] == "1")


def _columns(typed: str, errors: dict[str, str]) -> dict[str, str]:
    """Lines «heading = use»."""
    found = {}
    for line in typed.splitlines():
        name, sign, role = line.rpartition("=")
        if sign and name.strip():
            found[name.strip()] = _role(role.strip())
        elif line.strip():
            errors["columns"] = _("В строке «%(line)s» нет знака «=».") % {"line": line.strip()[:60]}
    return found


def _role(said: str) -> str:
    """A use by its code or its name on the page."""
    by_name = {str(label).lower(): code for code, label in Use.choices}
    return by_name.get(said.lower(), said)


def _form(
    request: PersonRequest, said: Mapping[str, str], errors: Mapping[str, str], tried: Tried | None
) -> HttpResponse:
    context = {
        "here": "cadastre-load",
        "said": {name: said.get(name, "") for name in _NAMES},
        "errors": errors,
        "tried": tried,
        "kinds": [(kind, str(KINDS[kind])) for kind in ("average", "rate")],
        "uses": [str(label) for _code, label in Use.choices],
        "most": SHOWN,
    }
    wrong = bool(errors) or bool(tried and tried.report.errors)
    return render(request, "cadastre/staff_load.html", context, status=422 if wrong else 200)
