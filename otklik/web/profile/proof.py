"""Is it really the person? Asked before what cannot be undone and before all of their data leave."""

import time

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _

from otklik.people.models import User
from otklik.web.access import PersonRequest


def trouble(request: PersonRequest, password: str) -> str:
    """What to tell the person; "" when they have proved themselves. By the sign-ins of this browser."""
    moments = [record["at"] for record in get_authentication_records(request, request.user)]
    return check(request, request.user, password, entered_at=max(moments, default=0))


def check(request: HttpRequest, user: User, password: str, *, entered_at: float) -> str:
    """The same for the app. By the password; who has none, by having signed in a moment ago.

    entered_at: when they did, seconds since 1970.
    """
    if not ratelimit.consume(request, action="reauthenticate", user=user):
        return _("Слишком много попыток. Подождите минуту и повторите.")
    if not user.has_usable_password():
        if time.time() - entered_at < app_settings.REAUTHENTICATION_TIMEOUT:
            return ""
        minutes = app_settings.REAUTHENTICATION_TIMEOUT // 60
        return _("Выйдите, войдите снова и повторите в течение %(n)d мин.") % {"n": minutes}
    if not password:
        return _("Напишите пароль.")
    return "" if user.check_password(password) else _("Пароль не подходит. Проверьте раскладку.")
