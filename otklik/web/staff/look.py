"""How the portal of the region looks: names, emblem, colour, texts, languages. Looked at before it is published."""

import base64
import binascii
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.configuration import looks
from otklik.configuration.looks import BadLook, Emblem
from otklik.kit import clock
from otklik.look import colours
from otklik.look import emblem as emblems
from otklik.look.current import ACCENT, Look
from otklik.web.access import Action, PersonRequest, may
from otklik.web.typed import whole

_FOREVER = "public, max-age=31536000, immutable"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may(Action.ADMINISTER)
def page(request: PersonRequest) -> HttpResponse:
    """GET: what is in force. POST: shown as it would look, or with `publish` everybody's from now on."""
    there, emblem = looks.in_force(), None
    if request.method != "POST":
        return _form(request, there, {})
    try:
        emblem = _emblem(request)
        look = looks.checked(request.POST.dict(), request.POST.getlist("languages"))
        if "publish" in request.POST:
            base = whole(request.POST.get("version", ""))
            looks.publish(
                look,
                emblem,
                keeps="drop_emblem" not in request.POST,
                base=-1 if base is None else base,
                by=request.user,
                now=clock.now(),
            )
            messages.success(request, _("Вид портала изменён. Все увидят его через несколько секунд."))
            return redirect("staff:look")
    except BadLook as bad:
        nearest = bad.accent if "accent" in bad.fields else ""
        return _form(request, there, bad.fields, nearest=nearest, emblem=emblem)
    except emblems.BadEmblem as bad:
        return _form(request, there, {"emblem": bad.text})
    return _form(request, there, {}, preview=look, emblem=emblem)


@require_POST
@may(Action.ADMINISTER)
def back(request: PersonRequest) -> HttpResponse:
    version = whole(request.POST.get("version", ""))
    looks.back(-1 if version is None else version, by=request.user, now=clock.now())
    messages.success(request, _("Прежний вид вернулся."))
    return redirect("staff:look")


@require_safe
@may(Action.READ_PUBLIC)
def stylesheet(request: HttpRequest, accent: str, scope: str) -> HttpResponse:
    """The colours that follow from an accent. The address names it, so the file never changes."""
    colour = f"#{accent}"
    if not colours.is_colour(colour) or scope not in ("all", "preview") or colours.readable(colour) != colour:
        raise Http404
    made = colours.stylesheet(colour, of=":root" if scope == "all" else ".look-preview")
    return HttpResponse(made, content_type="text/css; charset=utf-8", headers={"Cache-Control": _FOREVER})


@require_safe
@may(Action.READ_PUBLIC)
def emblem(request: HttpRequest, name: str) -> HttpResponse:
    """The address is the hash of what it holds. An SVG opened by itself may do nothing at all."""
    content = looks.emblem_file(name[:24])
    if content is None:
        raise Http404
    headers = {"Cache-Control": _FOREVER, "Content-Security-Policy": "default-src 'none'; sandbox"}
    kind = "image/svg+xml" if name.endswith(".svg") else "image/png"
    return HttpResponse(content, content_type=kind, headers=headers | {"X-Content-Type-Options": "nosniff"})


def _emblem(request: PersonRequest) -> Emblem | None:
    """What was sent, else what the preview before carried along: both are cleaned here. Raises BadEmblem."""
    file, carried = request.FILES.get("emblem"), request.POST.get("emblem_kept", "")
    if file is None and not carried:
        return None
    try:
        raw = file.read(emblems.MOST_BYTES + 1) if file else base64.b64decode(carried, validate=True)
    except (ValueError, binascii.Error):
        return None
    return Emblem(*emblems.clean(raw))


def _form(
    request: PersonRequest,
    there: Look,
    errors: dict[str, str],
    *,
    nearest: str = "",
    preview: Look | None = None,
    emblem: Emblem | None = None,
) -> HttpResponse:
    typed: Any = request.POST if request.method == "POST" else {**there.values(), **there.texts}
    offered = [code for code, _name in there.offered()]
    carried = base64.b64encode(emblem.content).decode() if emblem else ""
    mime = {"svg": "image/svg+xml", "png": "image/png"}
    context = {
        "there": there,
        "typed": typed,
        "languages": request.POST.getlist("languages") if request.method == "POST" else offered,
        "version": request.POST.get("version", "") if request.method == "POST" else there.version,
        "errors": errors,
        "nearest": nearest,
        "preview": preview,
        "carried": carried,
        "emblem_url": f"data:{mime[emblem.kind]};base64,{carried}" if emblem else "",
        "contrast": f"{colours.worst(preview.accent):.1f}" if preview else "",
        "versions": looks.history(),
        "limits": looks.TEXT_MAX,
        "name_max": looks.NAME_MAX,
        "standard": ACCENT,
        "here": "look",
    }
    return render(request, "staff/look.html", context, status=422 if errors else 200)
