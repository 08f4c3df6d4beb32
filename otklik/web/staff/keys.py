"""Keys of organisations' programs: an administrator makes them for partners of the region and takes back any."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from otklik.kit import clock
from otklik.people import api_keys
from otklik.web.access import Action, PersonRequest, may
from otklik.web.account.forms import errors, typed
from otklik.web.profile.forms import PartnerKeyForm


@never_cache
@may(Action.CONFIRM_ORGANISATIONS)
def page(request: PersonRequest) -> HttpResponse:
    """All keys, and the form for one more; a new key is shown in answer to the form, this once."""
    if request.method != "POST":
        return _page(request, PartnerKeyForm(initial={"form": uuid4()}))
    form = PartnerKeyForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        secret = api_keys.make_for(
            form=form.cleaned_data["form"],
            inn=form.cleaned_data["inn"],
            name=form.cleaned_data["name"],
            by=request.user,
            now=clock.now(),
        )
    except api_keys.UnknownOrganisation as refusal:
        form.add_error("inn", refusal.text)
        return _page(request, form, status=422)
    except (api_keys.TooManyKeys, api_keys.KeyMade) as refusal:
        form.add_error(None, refusal.text)
        return _page(request, form, status=422)
    return _page(request, PartnerKeyForm(initial={"form": uuid4()}), secret=secret)


@require_POST
@may(Action.CONFIRM_ORGANISATIONS)
def revoke(request: PersonRequest, key_id: int) -> HttpResponse:
    api_keys.revoke(key_id=key_id, by=request.user, now=clock.now())
    return redirect("staff:keys")


def _page(
    request: PersonRequest, form: PartnerKeyForm, *, secret: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "errors": errors(form),
        "typed": typed,
        "secret": secret,
        "found": api_keys.every(cursor=request.GET.get("cursor", "")),
        "here": "keys",
    }
    return render(request, "staff/keys.html", context, status=status)
