"""Places of a person: where they live, and what they watch."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from otklik.appeals import watches
from otklik.kit import clock
from otklik.places import queries as places
from otklik.web.access import Action, PersonRequest, may
from otklik.web.account.forms import errors, typed
from otklik.web.profile import forms


@never_cache
@may(Action.OWN_CABINET)
def page(request: PersonRequest) -> HttpResponse:
    """The list, and the form that adds one. What was typed stays when something is wrong."""
    if request.method != "POST":
        return _page(request, forms.PlaceForm())
    form = forms.PlaceForm(request.POST)
    if not form.is_valid() or form.point is None:
        return _page(request, form, status=422)
    said = form.cleaned_data
    try:
        watches.add_place(
            user_id=request.user.pk,
            title=said["title"] or form.label,
            point=form.point,
            radius=said["radius"],
            now=clock.now(),
        )
    except watches.TooManyPlaces as many:
        form.add_error(None, many.text)
        return _page(request, form, status=422)
    messages.success(request, _("Место добавлено."))
    return redirect("places")


@require_POST
@may(Action.OWN_CABINET)
def drop(request: PersonRequest, watch_id: int) -> HttpResponse:
    watches.drop(user_id=request.user.pk, watch_id=watch_id)
    messages.success(request, _("Место убрано."))
    return redirect("places")


def _page(request: PersonRequest, form: forms.PlaceForm, *, status: int = 200) -> HttpResponse:
    code = request.user.home_code
    context = {
        "form": form,
        "errors": errors(form),
        "typed": typed,
        "home": places.settlement_by_code(code) if code else None,
        "rows": watches.places_of(request.user.pk),
        "limit": watches.PLACES,
        "radii": [(str(metres), _distance(metres)) for metres in watches.RADII],
        "distance": _distance,
    }
    return render(request, "profile/places.html", context, status=status)


def _distance(metres: int) -> str:
    return _("%(n)d км") % {"n": metres // 1000} if metres >= 1000 else _("%(n)d м") % {"n": metres}
