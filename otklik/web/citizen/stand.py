"""The reader's own part of an appeal's page: support, follow, comment, what the portal has to say to them.

The page loads it by htmx into its places; without JavaScript a link leads here, and the same forms stand on a page of
their own. Never kept by anybody.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from uuid_utils.compat import uuid7

from otklik.appeals import comments as saying
from otklik.appeals import following, labels
from otklik.appeals.queries import brief, comments
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, may, person
from otklik.web.citizen import appeal_page


@require_safe
@may(Action.READ_PUBLIC)
def stand(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, number)


@may(Action.TAKE_PART)
def comment(request: PersonRequest, number: str) -> HttpResponse:
    """What was typed stays when something is wrong. Who had to sign in first comes back here by GET."""
    if request.method != "POST":
        return redirect("appeal-stand", number=number)
    words = request.POST.get("words", "")
    try:
        saying.write(number=number, user=request.user, key=_key(request), words=words, now=clock.now())
    except (saying.BadComment, saying.TooOften) as wrong:
        return _page(request, number, typed=words, error=wrong.text, status=wrong.status)
    messages.success(request, _("Спасибо. Комментарий появится, когда его прочтёт модератор."))
    return back(request, number)


def back(request: HttpRequest, number: str) -> HttpResponse:
    """To the page where the button stood."""
    where = "appeal-stand" if "apart" in request.POST else "appeal"
    return redirect(f"{reverse(where, args=[number])}#stand")


def _page(
    request: HttpRequest, number: str, *, typed: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    found = brief.brief(number)
    if found is None:
        return appeal_page.hidden(request, number)
    reader = person(request)
    context: dict[str, Any] = {
        "card": found,
        "stand": following.stand(found.id, reader.pk) if reader else None,
        "own": comments.own(found.id, reader.pk) if reader and settings.COMMENTS else [],
        "reasons": labels.COMMENT_REFUSAL,
        "may_comment": settings.COMMENTS,
        "client_key": uuid7(),
        "limit": saying.TEXT_MAX,
        "typed": typed,
        "error": error,
        "apart": not request.headers.get("HX-Request"),
    }
    template = "citizen/stand.html" if context["apart"] else "citizen/_stand.html"
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = appeal_page.NOINDEX
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return response


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("client_key", ""))
    except ValueError as e:
        raise saying.BadComment(_("Форма дошла не целиком. Отправьте её ещё раз.")) from e
