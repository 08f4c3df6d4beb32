"""The section's first page: one search over the directory, and its services."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from otklik.appeals.queries import maps
from otklik.places import staticmap
from otklik.reference.queries import bodies, lists
from otklik.reference.queries import places as offices
from otklik.reference.queries.places import Asked
from otklik.web.access import Action, may
from otklik.web.caching import public_page
from otklik.web.frame import optional_url
from otklik.web.hotline import topics
from otklik.web.reference import shown, spot

TYPED_MAX: Final = 100
EACH: Final = 5  # of each kind that the search finds
DAY: Final = "public, max-age=86400"
# Name of the address, drawing, words; those of other sections are there where this portal has them.
SERVICES: Final = (
    ("reference-who", "search", _("Кто отвечает?"), _("По адресу и теме: орган, телефон, срок и закон")),
    ("reference-authorities", "building", _("Органы власти"), _("Руководители, приём, телефоны, подчинение")),
    ("reference-places", "map-pin", _("МФЦ и другие рядом"), _("Ближайшие к вам: часы, услуги, открыто ли")),
    ("reference-receptions", "calendar", _("Приём граждан"), _("Кто, когда и где принимает, как записаться")),
    ("reference-terms", "clock", _("Когда мне ответят"), _("Сроки по дням для вашей темы и дня подачи")),
    ("reference-emergency", "phone-112", _("Экстренные номера"), _("112 и номера вашего муниципалитета")),
    ("works", "bulb", _("Отключения и работы"), _("Что отключено и что ремонтируют по вашему адресу")),
    ("knowledge", "book", _("База знаний"), _("Ответы на частые вопросы")),
    ("board", "chart", _("Как работают органы"), _("Сроки, оценки и доля решённого")),
    ("cadastre", "house", _("Земля и кадастр"), _("Кадастровая стоимость и земельный налог")),
    ("business", "briefcase", _("Бизнесу"), _("Меры поддержки и обращения предпринимателей")),
)  # fmt: skip


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def page(request: HttpRequest) -> HttpResponse:
    typed = " ".join(request.GET.get("q", "")[:TYPED_MAX].split())
    searched = len(typed) > 1
    context = {
        "typed": typed,
        "searched": searched,
        "services": [(address, *rest) for name, *rest in SERVICES if (address := optional_url(name))],
        "knowledge": optional_url("knowledge"),
        "bodies": bodies.listed(typed=typed)[:EACH] if searched else [],
        "places": offices.listed(Asked(typed=typed))[:EACH] if searched else [],
        "topics": topics.like(typed)[:EACH] if searched else [],
        "numbers": lists.numbers()[:6],
        "tel": shown.tel,
    }
    return render(request, "reference/hub.html", context)


@require_safe
@may(Action.READ_PUBLIC)
def picture(request: HttpRequest) -> HttpResponse:
    """The map of a place as a picture: `at` latitude,longitude,zoom; `pin` latitude,longitude; one of maps.SHAPES."""
    view, pin = spot.numbers(request.GET.get("at", ""), 3), spot.numbers(request.GET.get("pin", ""), 2)
    shape = maps.SHAPES.get(request.GET.get("shape", "map"))
    if view is None or shape is None:
        raise Http404
    lat, lon, zoom = view
    shown_view = staticmap.View(lon, lat, zoom=round(zoom), **shape)
    svg = maps.of_place(shown_view, pin[1] if pin else None, pin[0] if pin else None)
    return HttpResponse(svg, content_type="image/svg+xml", headers={"Cache-Control": DAY})
