"""Acting for an organisation: what the person asks; web.staff.organisations decides."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from otklik.kit import clock
from otklik.people import organisations
from otklik.web.access import Action, PersonRequest, may
from otklik.web.account.forms import errors, typed
from otklik.web.profile import forms


@never_cache
@may(Action.OWN_CABINET)
def page(request: PersonRequest) -> HttpResponse:
    """The person's applications, and the form for one more."""
    if request.method != "POST":
        return _page(request, forms.OrganisationForm())
    form = forms.OrganisationForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        organisations.ask(user=request.user, claim=form.claim, now=clock.now())
    except (organisations.AlreadyConfirmed, organisations.TooManyAsked) as refusal:
        form.add_error(None, refusal.text)
        return _page(request, form, status=422)
    messages.success(request, _("Заявка отправлена. О решении администратора придёт письмо."))
    return redirect("organisations")


@require_POST
@may(Action.OWN_CABINET)
def drop(request: PersonRequest, representation_id: int) -> HttpResponse:
    organisations.give_up(user_id=request.user.pk, representation_id=representation_id)
    messages.success(request, _("Организация убрана из вашей учётной записи."))
    return redirect("organisations")


def _page(request: PersonRequest, form: forms.OrganisationForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "errors": errors(form),
        "typed": typed,
        "rows": organisations.of(request.user.pk),
    }
    return render(request, "profile/organisations.html", context, status=status)
