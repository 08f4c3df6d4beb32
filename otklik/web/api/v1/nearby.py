"""GET /api/v1/nearby: the nearest public appeals. Nothing personal; the same for every program and person."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.appeals.queries import onmap
from otklik.kit.errors import Refusal
from otklik.web.access import Action, may
from otklik.web.citizen.shown import list_path
from otklik.web.map import narrow

_USUAL: Final = {"radius": 5_000.0, "limit": 20.0}


@require_safe
@may(Action.READ_PUBLIC)
def nearby(request: HttpRequest) -> HttpResponseBase:
    """?lat=&lon=&radius=&limit=&kind=&category=&stage=; errors as RFC 9457 (docs/api.md)."""
    try:
        lat, lon = _within(request, "lat", -90, 90), _within(request, "lon", -180, 180)
        radius = _within(request, "radius", 1, onmap.RADIUS)
        limit = int(_within(request, "limit", 1, onmap.NEAREST))
        found = onmap.nearest(lon, lat, narrow.narrow(request.GET), radius=radius, limit=limit)
    except Refusal as refused:
        return _problem(request, refused)
    page = request.build_absolute_uri(list_path())
    answer = JsonResponse(
        {"complete": found.complete, "appeals": [_row(spot, page) for spot in found.spots]},
        json_dumps_params={"ensure_ascii": False},
    )
    return _open(answer, "public, max-age=5")


def _within(request: HttpRequest, name: str, low: float, high: float) -> float:
    typed = request.GET.get(name, "")
    value = narrow.number(typed) if typed else _USUAL.get(name)
    if value is None or not low <= value <= high:
        raise narrow.BadPlace(
            _("%(name)s: нужно число от %(low)d до %(high)d.") % {"name": name, "low": low, "high": high}
        )
    return value


def _row(spot: onmap.Spot, page: str) -> dict[str, Any]:
    return {
        "number": spot.number,
        "url": f"{page}/{spot.number}",
        "kind": spot.kind.value,
        "stage": spot.state.value,
        "topic": spot.topic,
        "address": spot.address,
        "published_at": spot.published_at.isoformat(),
        "lat": round(spot.lat, 6),
        "lon": round(spot.lon, 6),
        "distance": round(spot.metres or 0, 1),
    }


def _problem(request: HttpRequest, refused: Refusal) -> HttpResponseBase:
    body = {
        "type": f"urn:otklik:{refused.code}",
        "title": refused.text,
        "status": refused.status,
        "instance": request.path,
    }
    answer = JsonResponse(
        body,
        status=refused.status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
    return _open(answer, "no-store")


def _open(answer: JsonResponse, keeps: str) -> JsonResponse:
    """To pages of other sites too: it reads no cookie but that of the language."""
    for name, value in {"Access-Control-Allow-Origin": "*", "Cache-Control": keeps, "Vary": "Cookie"}.items():
        answer[name] = value
    return answer
