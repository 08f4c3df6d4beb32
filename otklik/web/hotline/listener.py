"""Who may listen to the stream of calls: asked of the session cookie alone, without Django's middleware."""

from http.cookies import CookieError, SimpleCookie
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.db import connection
from django.http import HttpRequest

from otklik.web.access import Action, allowed, person, second_factor_due


def may_listen(cookies: str) -> bool:
    """Three statements. Ends its database connection."""
    try:
        return _may(cookies)
    finally:
        connection.close()


def _may(cookies: str) -> bool:
    try:
        found = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return False
    if found is None:
        return False
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(found.value)
    request.user = get_user(request)
    user = person(request)
    return user is not None and allowed(user, Action.TAKE_CALLS) and not second_factor_due(request)
