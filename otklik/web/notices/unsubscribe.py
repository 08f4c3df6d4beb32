"""The last line of a letter of news: no more of them. Opening it changes nothing, the button does."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from otklik.people import reach
from otklik.web.access import LINK_DAYS, Action, may


@csrf_exempt  # a mail server posts here by itself (RFC 8058); the signed link is the right, and no cookie is read
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may(Action.USE_LINK)
def page(request: HttpRequest, token: str) -> HttpResponse:
    done = request.method == "POST"
    of_polls = (reach.unsubscribe if done else reach.check_unsubscribe)(token, days=LINK_DAYS)
    return render(request, "notices/unsubscribe.html", {"done": done, "of_polls": of_polls})
