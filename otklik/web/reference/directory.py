"""The directory of authorities and the page of one."""

from typing import Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.authorities.models import Authority
from otklik.kit import clock
from otklik.reference.queries import bodies, lists
from otklik.reference.queries import places as offices
from otklik.web.access import Action, may
from otklik.web.caching import public_page
from otklik.web.frame import optional_url
from otklik.web.reference import shown
from otklik.web.typed import whole

_TYPED_MAX: Final = 100


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def listed(request: HttpRequest) -> HttpResponse:
    typed = " ".join(request.GET.get("q", "")[:_TYPED_MAX].split())
    area = shown.chosen_area(request.GET.get("area", ""))
    level = request.GET.get("level", "")
    level = level if level in Authority.Level.values else ""
    after = whole(request.GET.get("after", ""))
    found = bodies.listed(typed=typed, area=area, level=level, after=after)
    rows = found[: bodies.LISTED]
    narrowed = {name: said for name, said in (("q", typed), ("area", area), ("level", level)) if said}
    context = {
        "rows": rows,
        "typed": typed,
        "area": area,
        "level": level,
        "areas": [("", _("Весь регион")), *shown.areas()],
        "names": dict(shown.areas()),
        "levels": [("", _("Любой")), *((value, str(said)) for value, said in Authority.Level.choices)],
        "following": f"?{urlencode({**narrowed, 'after': rows[-1].id})}"
        if len(found) > bodies.LISTED
        else "",
        "tel": shown.tel,
    }
    return render(request, "reference/authorities.html", context)


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def card(request: HttpRequest, code: str) -> HttpResponse:
    """Seven statements, whatever the body answers for."""
    found = bodies.card(code)
    if found is None:
        raise Http404
    now, point = clock.now(), found.office.point
    context = {
        "body": found,
        "office": found.office,
        "place": dict(shown.areas()).get(found.territory_code, ""),
        "opening": shown.opening(found.office.hours, at=now),
        "below": bodies.below(found.id),
        "topics": bodies.topics(found.id),
        "receptions": lists.receptions(authority=code, now=now).rows[:5],
        "branches": offices.of_body(found.id),
        "picture": map_of(point),
        "statistics": reverse("statistics-authority", args=[code]),
        "board": optional_url("board"),
        "tel": shown.tel,
    }
    return render(request, "reference/authority.html", context)


def map_of(point: tuple[float, float] | None) -> str:
    """Address of the picture with a pin there; "" for no point."""
    if point is None:
        return ""
    where = f"{point[1]:.6f},{point[0]:.6f}"
    return f"{reverse('reference-map')}?{urlencode({'at': f'{where},16', 'pin': where})}"
