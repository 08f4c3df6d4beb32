"""/app/: the app for phones. Its files are static (mobile/dist, below /static/app/); here are what names them."""

from functools import lru_cache
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.configuration import looks
from otklik.look import icon as icons
from otklik.look import naming
from otklik.look.current import ACCENT, Look, current
from otklik.web.access import Action, may
from otklik.web.app import built
from otklik.web.caching import marked, public_page

_ASK_EACH_TIME: Final = "public, no-cache"
_DAY: Final = "public, max-age=86400"
_SHAPES: Final = ("any", "maskable")


@require_safe
@may(Action.READ_PUBLIC)
def shell(request: HttpRequest, screen: str = "") -> HttpResponseBase:
    """Every address of a screen, however deep; what looks like a file is none. Asked for anew each time: it names the
    files of the newest build.
    """
    if "." in screen.rpartition("/")[2]:
        raise Http404
    headers = {
        "Cache-Control": _ASK_EACH_TIME,
        "X-Robots-Tag": "noindex",
    }  # the portal's pages are what is found
    answer = HttpResponse(built.shell(current()), headers=headers)
    return marked(request, answer)


@require_safe
@may(Action.READ_PUBLIC)
def worker(request: HttpRequest) -> HttpResponseBase:
    """Its scope is /app/; the one of the portal (web.notices.worker) is another and knows nothing of it."""
    answer = HttpResponse(
        built.worker(current()),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": _ASK_EACH_TIME},
    )
    return marked(request, answer)


@require_safe
@may(Action.READ_PUBLIC)
def manifest(request: HttpRequest) -> HttpResponseBase:
    """How the phone shows the app: under the name, in the colour and with the emblem of the region."""
    look, home = current(), reverse("app")
    made = {
        "id": home,
        "start_url": home,
        "scope": home,
        "name": f"{naming.portal()} · {naming.region()}",
        "short_name": naming.portal(),
        "description": _("Сообщить о проблеме, предложить, поблагодарить. Работает без связи."),
        "lang": get_language(),
        "dir": "ltr",
        "display": "standalone",
        "theme_color": look.accent,
        "background_color": "#ffffff",
        "categories": ["government", "utilities"],
        "icons": [_icon(shape, side, look) for shape in _SHAPES for side in icons.SIDES],
        "shortcuts": [
            {"name": _("Сообщить"), "url": f"{home}report"},
            {"name": _("Мои"), "url": f"{home}mine"},
            {"name": _("Исходящие"), "url": f"{home}outbox"},
        ],
        "share_target": {
            "action": f"{home}share",
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {"files": [{"name": "photos", "accept": ["image/*"]}]},
        },
    }
    answer = JsonResponse(
        made, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )
    answer["Cache-Control"] = _ASK_EACH_TIME
    return marked(request, answer)


@require_safe
@may(Action.READ_PUBLIC)
@public_page
def install(request: HttpRequest) -> HttpResponse:
    """What the app does and how it gets onto the home screen; works without JavaScript."""
    return render(request, "app/install.html")


@require_safe
@may(Action.READ_PUBLIC)
def icon(request: HttpRequest, shape: str, side: int) -> HttpResponse:
    if shape not in _SHAPES or side not in icons.SIDES:
        raise Http404
    look = current()
    made = _drawn(side, look.accent, look.emblem, shape == "maskable")
    return HttpResponse(made, content_type="image/png", headers={"Cache-Control": _DAY})


def _icon(shape: str, side: int, look: Look) -> dict[str, str]:
    """The address ends in the version of the look, so that a phone asks for the new one."""
    address = f"{reverse('app-icon', args=[shape, side])}?v={look.version}"
    return {"src": address, "sizes": f"{side}x{side}", "type": "image/png", "purpose": shape}


@lru_cache(maxsize=2 * len(_SHAPES) * len(icons.SIDES))
def _drawn(side: int, accent: str, emblem: str, full: bool) -> bytes:
    """An emblem that is an SVG cannot be drawn here: the mark in the accent of the region stands for it."""
    content = looks.emblem_file(emblem) if emblem.endswith(".png") else None
    return icons.icon(side, accent=accent or ACCENT, emblem=content, full=full)
