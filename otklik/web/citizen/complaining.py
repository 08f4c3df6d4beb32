"""«Пожаловаться»: what somebody finds wrong with a published appeal. Open without an account."""

from uuid import UUID

from allauth.core.internal.ratelimit import get_ip
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from otklik.appeals import complaints as complaining
from otklik.appeals import labels
from otklik.appeals.queries import brief
from otklik.kit import clock
from otklik.web.access import Action, may, person
from otklik.web.citizen import appeal_page


@may(Action.COMPLAIN)
def complain(request: HttpRequest, number: str) -> HttpResponse:
    """What was typed stays when something is wrong."""
    if request.method != "POST":
        return _page(request, number)
    who = complaining.Who(person(request), get_ip(request))
    said = {"reason": request.POST.get("reason", ""), "words": request.POST.get("words", "")}
    try:
        complaining.complain(number=number, who=who, key=_key(request), now=clock.now(), **said)
    except (complaining.BadComplaint, complaining.TooOften) as wrong:
        return _page(request, number, said, wrong)
    messages.success(request, _("Спасибо. Жалобу прочтёт модератор."))
    return redirect("appeal", number=number)


def _page(
    request: HttpRequest,
    number: str,
    said: dict[str, str] | None = None,
    wrong: complaining.BadComplaint | complaining.TooOften | None = None,
) -> HttpResponse:
    found = brief.brief(number)
    if found is None:
        return appeal_page.hidden(request, number)
    reader = person(request)
    context = {
        "card": found,
        "reasons": [(reason.value, str(words)) for reason, words in labels.COMPLAINT.items()],
        "said": said or {"reason": "", "words": ""},
        "error": wrong.text if wrong else "",
        "limit": complaining.WORDS_MAX,
        "client_key": uuid7(),
        "reader": reader,
        "done": complaining.has_complained(found.id, reader),
    }
    response = render(request, "citizen/complain.html", context, status=wrong.status if wrong else 200)
    response["X-Robots-Tag"] = appeal_page.NOINDEX
    return response


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("client_key", ""))
    except ValueError as e:
        raise complaining.BadComplaint(_("Форма дошла не целиком. Отправьте её ещё раз.")) from e
