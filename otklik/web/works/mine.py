"""Addresses of which a person wants to be told: a tab of the cabinet."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from otklik.kit import clock
from otklik.places import queries as places
from otklik.web import settlements
from otklik.web.access import Action, PersonRequest, may
from otklik.web.citizen import cabinet
from otklik.web.works.pages import ADDRESS_MAX
from otklik.works import subscriptions
from otklik.works.subscriptions import BadAddress, TooMany


@never_cache
@may(Action.TAKE_PART)
def page(request: PersonRequest) -> HttpResponse:
    """The list, and the form that adds one. What was typed stays when something is wrong."""
    if request.method != "POST":
        code = request.user.home_code
        home = places.settlement_by_code(code) if code else None
        return _page(request, settlements.Picked(home.label if home else "", home), "", {})
    address = " ".join(request.POST.get("address", "")[:ADDRESS_MAX].split())
    picked = settlements.pick(request.POST)
    if picked.row is None:
        return _page(request, picked, address, {"settlement": picked.trouble})
    try:
        label = subscriptions.add(
            user_id=request.user.pk, settlement_id=picked.row.id, address=address, now=clock.now()
        )
    except BadAddress as bad:
        return _page(request, picked, address, {"address": bad.text})
    except TooMany as many:
        return _page(request, picked, address, {"settlement": many.text})
    messages.success(request, _("Сообщим об отключениях и работах: %(place)s.") % {"place": label})
    return redirect("works-mine")


@require_POST
@may(Action.TAKE_PART)
def drop(request: PersonRequest, subscription_id: int) -> HttpResponse:
    subscriptions.drop(user_id=request.user.pk, subscription_id=subscription_id)
    messages.success(request, _("Об этом адресе больше не сообщаем."))
    return redirect("works-mine")


def _page(
    request: PersonRequest, picked: settlements.Picked, address: str, errors: dict[str, str]
) -> HttpResponse:
    context = {
        **cabinet.frame(request, "works-mine"),
        "rows": subscriptions.of(request.user.pk),
        "picked": picked,
        "address": address,
        "errors": errors,
        "silent": not request.user.wants_letters,
    }
    return render(request, "works/mine.html", context, status=422 if errors else 200)
