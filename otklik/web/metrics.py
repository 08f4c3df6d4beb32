"""Figures for a monitoring system that holds the key (settings.METRICS_TOKEN); without a key nobody has them."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from otklik.kit import clock
from otklik.oversight import metrics
from otklik.web.access import Action, may


@require_safe
@may(Action.USE_LINK)
def page(request: HttpRequest) -> HttpResponse:
    """404 without the right key: whoever asks learns not even that there are figures."""
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        raise Http404
    text = metrics.text(now=clock.now())
    return HttpResponse(
        text,
        content_type="text/plain; version=0.0.4; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )
