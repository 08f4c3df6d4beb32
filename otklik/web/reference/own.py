"""The head of a body keeps its card in the directory, and those of the bodies below."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.authorities import queries as authorities
from otklik.kit import clock
from otklik.kit.marks import Changed
from otklik.reference import keeping
from otklik.reference.queries import desk
from otklik.reference.tables import OFFICES
from otklik.web.access import Action, PersonRequest, authority_ids, may, own_body
from otklik.web.reference import forms
from otklik.web.typed import whole


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.KEEP_CARD)
def page(request: PersonRequest) -> HttpResponse:
    """?body= names one of the bodies that the person serves; the first one without it."""
    body = own_body(request.user, whole(request.GET.get("body", "")))
    row, errors = desk.card_of(body), dict[str, str]()
    typed = forms.typed_of(OFFICES, row) if row else {}
    if request.method == "POST":
        typed = request.POST.dict()
        shown = typed.get("shown", "")
        try:
            keeping.keep_card(body, typed=typed, shown=shown, by=request.user, now=clock.now())
        except keeping.BadRow as wrong:
            errors = wrong.errors
        except Changed as changed:
            errors = {"": changed.text}
        else:
            messages.success(request, _("Сохранено: на портале это уже видно."))
            return redirect(f"{reverse('reference-own')}?body={body}")
    bodies = authorities.names(authority_ids(request.user))
    context = {
        "fields": forms.fields(OFFICES, typed, errors, on=timezone.localdate(clock.now()), keyed=False),
        "errors": errors,
        "shown": forms.shown_of(OFFICES, row) if row else "",
        "bodies": bodies,
        "body": str(body),
        "name": dict(bodies)[str(body)],
        "code": desk.code_of(body),
        "here": "reference-own",
    }
    return render(request, "reference/own.html", context, status=422 if errors else 200)
