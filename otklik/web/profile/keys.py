"""Keys of the programs of organisations that the person represents."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from otklik.kit import clock
from otklik.people import api_keys, organisations
from otklik.web.access import Action, PersonRequest, may
from otklik.web.account.forms import errors, typed
from otklik.web.profile.forms import OwnKeyForm


@never_cache
@may(Action.OWN_CABINET)
def page(request: PersonRequest) -> HttpResponse:
    """The keys, and the form for one more; a new key is shown in answer to the form, this once."""
    represented = organisations.confirmed(request.user.pk)
    if request.method != "POST":
        return _page(request, OwnKeyForm(represented, initial={"form": uuid4()}))
    form = OwnKeyForm(represented, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        secret = api_keys.make_own(
            form=form.cleaned_data["form"],
            organisation_id=form.cleaned_data["organisation"],
            name=form.cleaned_data["name"],
            by=request.user,
            now=clock.now(),
        )
    except (api_keys.TooManyKeys, api_keys.KeyMade) as refusal:
        form.add_error(None, refusal.text)
        return _page(request, form, status=422)
    return _page(request, OwnKeyForm(represented, initial={"form": uuid4()}), secret=secret)


@require_POST
@may(Action.OWN_CABINET)
def revoke(request: PersonRequest, key_id: int) -> HttpResponse:
    api_keys.revoke_own(key_id=key_id, by=request.user, now=clock.now())
    return redirect("organisation-keys")


def _page(request: PersonRequest, form: OwnKeyForm, *, secret: str = "", status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "errors": errors(form),
        "typed": typed,
        "secret": secret,
        "rows": api_keys.of(request.user.pk),
        "forgotten": api_keys.FORGOTTEN,
    }
    return render(request, "profile/keys.html", context, status=status)
