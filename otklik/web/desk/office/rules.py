"""How a body works at its desk: whether its head signs, and its templates. For the head."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.appeals import officerules
from otklik.authorities import queries as authorities
from otklik.kit.errors import Refusal
from otklik.web.access import Action, PersonRequest, authority_ids, may, own_body
from otklik.web.typed import whole


@may(Action.SIGN_ANSWERS)
def rules(request: PersonRequest) -> HttpResponse:
    """?body= of those that the head leads."""
    return _page(request, _body(request, request.GET.get("body", "")))


@require_POST
@may(Action.SIGN_ANSWERS)
def change(request: PersonRequest) -> HttpResponse:
    body = _body(request, request.POST.get("body", ""))
    officerules.sign(body, wanted=request.POST.get("signs") == "1")
    messages.success(request, _("Порядок сохранён."))
    return _back(body)


@require_POST
@may(Action.SIGN_ANSWERS)
def template(request: PersonRequest) -> HttpResponse:
    """A new template, or one changed; `drop` takes it away."""
    body = _body(request, request.POST.get("body", ""))
    title, text = request.POST.get("title", ""), request.POST.get("text", "")
    which = whole(request.POST.get("template", ""))
    try:
        if "drop" in request.POST:
            officerules.drop(body, which or 0)
        else:
            officerules.keep(body, which, title=title, text=text)
    except Refusal as wrong:
        kept = {"title": title, "text": text, "error": wrong.text, "template": which}
        return _page(request, body, typed=kept, status=wrong.status)
    messages.success(request, _("Шаблон убран.") if "drop" in request.POST else _("Шаблон сохранён."))
    return _back(body)


def _body(request: PersonRequest, typed: str) -> int:
    chosen = whole(typed)
    if typed and chosen is None:
        raise Http404
    return own_body(request.user, chosen)


def _back(body: int) -> HttpResponse:
    return redirect(f"{reverse('desk:office-rules')}?body={body}")


def _page(
    request: PersonRequest, body: int, *, typed: Mapping[str, object] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "body": body,
        "bodies": authorities.names(authority_ids(request.user)),
        "signs": officerules.signs(body),
        "templates": officerules.templates(body),
        "typed": typed or {"title": "", "text": "", "error": "", "template": None},
        "here": "office-rules",
    }
    return render(request, "desk/office/rules.html", context, status=status)
