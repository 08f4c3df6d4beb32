"""«Помогло?»: loaded into the page of an article by htmx, a page of its own without JavaScript. Kept by nobody."""

from secrets import token_urlsafe
from typing import Final

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.kit import clock
from otklik.kit.errors import Refusal
from otklik.knowledge import helped as verdicts
from otklik.knowledge import queries
from otklik.knowledge.editing import NoArticle
from otklik.people import limits
from otklik.people.limits import Limit
from otklik.web.access import Action, may, person
from otklik.web.knowledge import shown

# Of a browser without an account: a number that nobody can make up, used for nothing else.
_COOKIE: Final = "otklik_reader"
_SALT: Final = "otklik.reader"
_YEAR: Final = 365 * 86400


class Unclear(Refusal):
    code = "unclear"
    status = 422


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.READ_PUBLIC)
def helped(request: HttpRequest, article_code: str) -> HttpResponse:
    """What was typed stays when something is wrong with it."""
    if request.method != "POST":
        return _page(request, article_code)
    said, words = request.POST.get("helped", ""), request.POST.get("words", "")
    reader = _reader(request)
    key = reader or f"b{token_urlsafe(16)}"
    now = clock.now()
    # A browser is known by its cookie only, which scripts drop: who comes without one is counted by the network.
    tries = [] if reader else [Limit("verdict from", get_ip(request), settings.READER_VERDICTS, 3600)]
    if tries and limits.spent(tries, now=now):
        many = _(
            "Из вашей сети пришло слишком много ответов. Попробуйте через час или войдите в учётную запись."
        )
        return _page(request, article_code, typed=words, error=many, status=429)
    try:
        if said not in ("0", "1"):
            raise Unclear(_("Нажмите «Да» или «Нет»."))
        verdicts.give(article=article_code, reader=key, helped=said == "1", words=words, now=now)
    except (verdicts.BadVerdict, Unclear) as wrong:
        return _page(request, article_code, typed=words, error=wrong.text)
    if tries:
        limits.count(tries, now=now)
    messages.success(request, _("Спасибо! Ваш ответ увидят те, кто пишет статьи."))
    response = redirect(f"{reverse('article', args=[article_code])}#helped")
    if not reader:
        response.set_signed_cookie(
            _COOKIE,
            key[1:],
            salt=_SALT,
            max_age=_YEAR,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


def _page(
    request: HttpRequest, code: str, *, typed: str = "", error: str = "", status: int = 422
) -> HttpResponse:
    """status: of an answer with an error."""
    one = queries.page(code, shown.language())
    if one is None:
        raise NoArticle(_("Такой статьи нет."))
    reader = _reader(request)
    apart = not request.headers.get("HX-Request")
    context = {
        "one": one,
        "lang": shown.lang(one.language),
        "given": verdicts.given(one.id, reader) if reader else None,
        "typed": typed,
        "error": error,
        "limit": verdicts.WORDS_MAX,
        "apart": apart,
    }
    template = "knowledge/helped.html" if apart else "knowledge/_helped.html"
    response = render(request, template, context, status=status if error else 200)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return response


def _reader(request: HttpRequest) -> str:
    """Empty for a browser that has said nothing yet."""
    if user := person(request):
        return f"u{user.pk}"
    try:
        key = request.get_signed_cookie(_COOKIE, default="", salt=_SALT, max_age=_YEAR)
    except signing.BadSignature:
        return ""
    return f"b{key}" if key else ""
