"""/app-enter: the browser, in which the person is signed in, hands them over to the app that opened it."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from otklik.people import by_browser, names
from otklik.web import access
from otklik.web.access import PersonRequest
from otklik.web.headers import with_apps


@access.own_account
@never_cache
@with_apps
def enter(request: PersonRequest) -> HttpResponse:
    """GET asks whether to sign the app in; POST does it and leads to the app with a code. In the query: `challenge`,
    `state`, and `app`, one of settings.APP_SCHEMES for an app of a store.
    """
    asked = {name: request.GET.get(name, "") for name in ("challenge", "state", "app")}
    trouble = _trouble(request, **asked)
    if trouble or request.method != "POST":
        user = request.user
        who = names.short(given_name=user.given_name, surname=user.surname, name=user.name)
        context = {"trouble": trouble, "who": who, "due": access.second_factor_due(request)}
        return render(request, "account/app_enter.html", context, status=400 if trouble else 200)
    code = by_browser.code(request.user, challenge=asked["challenge"])
    query = urlencode({"code": code, "state": asked["state"]})
    there = f"{asked['app']}:/app/enter" if asked["app"] else f"{reverse('app')}enter"
    return HttpResponse(
        status=302, headers={"Location": f"{there}?{query}"}
    )  # a scheme that Django would refuse


def _trouble(request: PersonRequest, *, challenge: str, state: str, app: str) -> str:
    """What to tell the person; "" where the app may be signed in."""
    if not by_browser.is_asked(challenge, state):
        return _("Ссылка неполная. Вернитесь в приложение и начните вход снова.")
    if app and app not in settings.APP_SCHEMES:
        return _("Портал не знает этого приложения. Установите то, на которое ведёт сам портал.")
    if access.second_factor_due(request):
        return _(
            "Для вашей должности нужен второй шаг входа. Включите его и начните вход в приложении снова."
        )
    return ""
