"""«Уведомления» of one's account: what has not come, and the browsers that show them."""

from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from otklik.integrations import push
from otklik.outbox import browsers, queries
from otklik.web.access import PersonRequest, signed_in

# Marks in a browser's own name; the first that fits, since most of them also name the others.
_BROWSERS: Final = (
    ("YaBrowser", "Yandex Browser"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"),
    ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS: Final = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


@require_safe
@never_cache
@signed_in
def page(request: PersonRequest) -> HttpResponse:
    told = queries.not_come(request.user.pk)
    context = {
        "waiting": [row for row in told if row.state != "failed"],
        "failed": [row for row in told if row.state == "failed"],
        "browsers": queries.browsers(request.user.pk),
        "push_key": push.public_key(settings.VAPID_KEY),
    }
    return render(request, "notices/page.html", context)


@require_POST
@signed_in
def push_on(request: PersonRequest) -> HttpResponse:
    """From the page's script, which alone can ask a browser for its keys."""
    said = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    label = label_of(request.headers.get("User-Agent", ""))
    browsers.switch_on(request.user.pk, push.Browser(**said), label=label)
    return JsonResponse({"ok": True})


@require_POST
@signed_in
def push_off(request: PersonRequest, browser_id: int) -> HttpResponse:
    browsers.switch_off(request.user.pk, browser_id)
    messages.success(request, _("Уведомления в этом браузере отключены."))
    return redirect("notices")


def label_of(agent: str) -> str:
    """«Firefox, Windows»: as the person would call it."""
    found = (next((name for mark, name in kinds if mark in agent), "") for kinds in (_BROWSERS, _SYSTEMS))
    return ", ".join(part for part in found if part)
