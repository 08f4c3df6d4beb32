"""Where the person is signed in."""

from allauth.account.internal.flows.logout import logout
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from otklik.kit import clock
from otklik.people import devices, sessions
from otklik.web import access
from otklik.web.access import PersonRequest
from otklik.web.typed import whole


@access.own_account
@never_cache
def own(request: PersonRequest) -> HttpResponse:
    """The list; POST ends one (`end` is its id), the others (`others`), all (`all`), or signs a copy of the app out
    (`device` is its id).
    """
    user_id, key, which = request.user.pk, request.session.session_key or "", request.POST.get("end", "")
    if request.method != "POST":
        now = clock.now()
        shown = {
            "rows": sessions.listed(user_id, key=key, now=now),
            "devices": devices.listed(user_id, now=now),
        }
        return render(request, "account/sessions.html", shown)
    if which == "all":
        sessions.end_all(user_id)
        logout(request, show_message=False)
        messages.success(request, _("Вы вышли на всех устройствах."))
        return redirect("login")
    if which == "others":
        sessions.end_all(user_id, but=key)
        messages.success(request, _("На всех других устройствах нужно войти заново."))
    elif device_id := whole(request.POST.get("device", "")):
        devices.end(user_id, device_id)
        messages.success(request, _("В приложении на этом устройстве нужно войти заново."))
    elif session_id := whole(which):
        sessions.end(user_id, session_id)
        messages.success(request, _("На этом устройстве нужно войти заново."))
    return redirect("usersessions_list")
