"""What is stuck in the region, with the reason and where to mend it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.oversight import guarantee
from otklik.web.access import Action, PersonRequest, may


@require_safe
@may(Action.SEE_GUARANTEE)
def page(request: PersonRequest) -> HttpResponse:
    context = {
        "here": "guarantee",
        "groups": guarantee.groups(),
        "last": guarantee.last_check(),
        "most": guarantee.MOST,
    }
    return render(request, "desk/guarantee.html", context)


@require_POST
@may(Action.SEE_GUARANTEE)
def check(request: PersonRequest) -> HttpResponse:
    guarantee.ask()
    messages.success(request, _("Проверка начата. Обновите страницу через минуту."))
    return redirect("desk:guarantee")
