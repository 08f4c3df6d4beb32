"""How the API refuses: problem details (RFC 9457), the same for what a view foresaw and for what nobody did."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header

from otklik.kit.errors import Refusal
from otklik.look.current import current
from otklik.web.api.program import KEY_HEADER

R = TypeVar("R", bound=HttpResponseBase)
PREFIX: Final = "/api/v1/"
OPEN311: Final = "/open311/"
CONTENT_TYPE: Final = "application/problem+json"
# What a client can tell its person without knowing the code; `detail` says what it was this time.
TITLES: Final[dict[int, Promise]] = {
    400: _("Неверный запрос"),
    401: _("Нужен вход"),
    403: _("Нет доступа"),
    404: _("Не найдено"),
    405: _("Этот метод здесь не принимают"),
    409: _("Так уже нельзя"),
    410: _("Этого больше нет"),
    413: _("Слишком много данных"),
    415: _("Такой вид данных не принимают"),
    422: _("Данные не подходят"),
    429: _("Слишком частые запросы"),
    500: _("Ошибка на нашей стороне"),
    503: _("Портал ненадолго недоступен"),
}


def problem(status: int, code: str, *, detail: str = "", **more: Any) -> HttpResponse:
    """code: stable, for programs. more: `fields`, what is wrong with each by its name in the query or the body;
    `choices`, what to choose from.
    """
    body: dict[str, Any] = {
        "type": f"urn:otklik:{code}",
        "title": str(TITLES.get(status, TITLES[400])),
        "status": status,
        "code": code,
    }
    if detail:
        body["detail"] = detail
    body |= {name: value for name, value in more.items() if value}
    answer = JsonResponse(
        body, status=status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False}
    )
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"  # RFC 6750, 3
    return opened(answer, keeps=0)


def refused(refusal: Refusal) -> HttpResponse:
    """With its `fields` and `choices`, where it has them."""
    choices = [{"code": one.code, "name": one.name} for one in getattr(refusal, "choices", ())]
    fields = getattr(refusal, "fields", None)
    return problem(refusal.status, refusal.code, detail=refusal.text, fields=fields, choices=choices)


def spoken(view: Callable[..., R]) -> Callable[..., R]:
    """What the view says is in the language of the caller."""

    @wraps(view)
    def said(request: HttpRequest, *args: Any, **named: Any) -> R:
        with translation.override(language(request)):
            answer = view(request, *args, **named)
            answer["Content-Language"] = translation.get_language()
        return answer

    return said


@spoken
def otherwise(request: HttpRequest, *methods: str) -> HttpResponse:
    """To a method that an address does not serve: 405, or 204 to the question of a browser before it sends (CORS)."""
    if request.method == "OPTIONS":
        answer = opened(HttpResponse(status=204), keeps=0)
        answer["Access-Control-Allow-Methods"] = ", ".join(methods)
        answer["Access-Control-Allow-Headers"] = (
            "Accept-Language, Authorization, Content-Type, Idempotency-Key, If-None-Match, " + KEY_HEADER
        )
        answer["Access-Control-Max-Age"] = "86400"
        return answer
    said = gettext("Здесь отвечают на %(methods)s.") % {"methods": ", ".join(methods)}
    answer = problem(405, f"only_{'_'.join(methods).lower()}", detail=said)
    answer["Allow"] = ", ".join(["HEAD", *methods] if "GET" in methods else methods)
    return answer


def for_programs(request: HttpRequest) -> bool:
    """Whether this address is asked by programs and not by people."""
    return request.path.startswith((PREFIX, OPEN311))


def language(request: HttpRequest) -> str:
    """The one of `Accept-Language` that the caller wants most of those that the region offers; else Russian."""
    offered = dict(current().offered())
    wanted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    codes = (code.partition("-")[0] for code, weight in wanted if weight)
    return next((code for code in codes if code in offered), "ru")


def opened(answer: HttpResponse, *, keeps: int) -> HttpResponse:
    """To pages of other sites too: no cookie is read. keeps: seconds that anybody may keep it; 0: nobody."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Expose-Headers"] = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
    answer["Cache-Control"] = f"public, max-age={keeps}" if keeps else "no-store"
    answer["Vary"] = "Accept-Language"
    return answer
