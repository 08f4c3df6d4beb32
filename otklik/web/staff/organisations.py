"""Who asks to act for an organisation: confirmed or refused, and told by a letter."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from otklik.kit import clock
from otklik.people import organisations
from otklik.web.access import Action, PersonRequest, may


@require_safe
@never_cache
@may(Action.CONFIRM_ORGANISATIONS, shows_personal=True)
def page(request: PersonRequest) -> HttpResponse:
    return render(
        request, "staff/organisations.html", {"rows": organisations.waiting(), "here": "organisations"}
    )


@require_POST
@may(Action.CONFIRM_ORGANISATIONS)
def confirm(request: PersonRequest, representation_id: int) -> HttpResponse:
    organisations.confirm(representation_id=representation_id, by=request.user, now=clock.now())
    messages.success(request, _("Заявка подтверждена, человеку отправлено письмо."))
    return redirect("staff:organisations")


@require_POST
@may(Action.CONFIRM_ORGANISATIONS)
def refuse(request: PersonRequest, representation_id: int) -> HttpResponse:
    words = request.POST.get(f"words-{representation_id}", "").strip()
    organisations.refuse(representation_id=representation_id, by=request.user, words=words, now=clock.now())
    messages.success(request, _("Заявка отклонена, человеку отправлено письмо."))
    return redirect("staff:organisations")
