"""An official table for administrators: what its form asks beside the file."""

from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from otklik.cadastre import keeping, tables
from otklik.cadastre.models import Use
from otklik.kit.importing import BadFile
from otklik.web.access import Action, PersonRequest, may
from otklik.web.bringing import Said, bring
from otklik.web.cadastre.staff import KINDS
from otklik.web.days import asked

_NAMES: Final = ("text", "kind", "columns", "valid_from", "source", "url", "checked")
_KINDS: Final = ("average", "rate")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may(Action.ADMINISTER)
def page(request: PersonRequest) -> HttpResponse:
    return bring(request, "land", _read)


def _read(request: PersonRequest) -> Said:
    options = {
        "kinds": [(kind, str(KINDS[kind])) for kind in _KINDS],
        "uses": [str(label) for _code, label in Use.choices],
    }
    if request.method != "POST":
        blank = dict.fromkeys(_NAMES, "") | {"kind": request.GET.get("kind", "average")}
        return Said({}, blank, {}, options)
    said = {name: request.POST.get(name, "") for name in _NAMES}
    source, url = (" ".join(said[name].split()) for name in ("source", "url"))
    errors = keeping.wrong_source(source, url)
    day = asked(said, errors, "valid_from")
    if day is None:
        errors.setdefault("valid_from", _("Укажите день, с которого действует."))
    if said["kind"] not in _KINDS:
        errors["kind"] = _("Выберите, что в таблице.")
    columns = _columns(said["columns"], errors)
    about = {"kind": said["kind"], "source": source, "url": url, "checked": said["checked"] == "1"}
    asked_for = {"about": {**about, "valid_from": str(day)}, "columns": columns}
    in_order = {name: errors[name] for name in _NAMES if name in errors}
    return Said(asked_for, said, in_order, options, said["text"])


def _columns(typed: str, errors: dict[str, str]) -> dict[str, str]:
    """Lines «heading = use»."""
    found = {}
    for line in typed.splitlines():
        name, sign, role = line.rpartition("=")
        if sign and name.strip():
            found[name.strip()] = _role(role.strip())
        elif line.strip():
            errors["columns"] = _("В строке «%(line)s» нет знака «=».") % {"line": line.strip()[:60]}
    try:
        tables.known_roles(found)
    except BadFile as bad:
        errors.setdefault("columns", bad.text)
    return found


def _role(said: str) -> str:
    """A use by its code or its name on the page."""
    by_name = {str(label).lower(): code for code, label in Use.choices}
    return by_name.get(said.lower(), said)
