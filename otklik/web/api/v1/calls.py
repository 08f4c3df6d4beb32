"""POST /api/v1/calls: a telephone exchange tells of a call (otklik/integrations/telephony/README.md)."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from otklik.hotline.calls import announce
from otklik.integrations.telephony import wire
from otklik.kit import clock
from otklik.web.access import Action, may
from otklik.web.api.problems import otherwise, problem

_SIGNATURE: Final[dict[str, Promise]] = {
    "not_signed": gettext_lazy("Нет подписи X-Otklik-Signature, или она другого вида: t=…,v1=…"),
    "forged": gettext_lazy("Подпись не подходит: другой секрет или другое тело."),
    "stale": gettext_lazy("Время подписи слишком далеко от нашего. Сверьте часы."),
}


@csrf_exempt
@may(Action.ANNOUNCE_CALLS)
def calls(request: HttpRequest) -> HttpResponse:
    """The signature is the right: no cookie is read. Refused as everywhere below /api/v1."""
    if not settings.CALLS_SECRET:
        return problem(404, "off", detail=_("Приём звонков от АТС выключен: секрет не задан."))
    if request.method != "POST":
        return otherwise(request, "POST")
    if _length(request) > wire.LARGEST:
        return problem(413, "too_large", detail=_("Тело больше %(n)d байт.") % {"n": wire.LARGEST})
    now, body = clock.now(), request.body
    try:
        wire.check(
            request.headers.get("X-Otklik-Signature", ""),
            body,
            secret=settings.CALLS_SECRET,
            now=now.timestamp(),
            tolerance=settings.CALLS_TOLERANCE,
        )
        notice = wire.read(body, now=now)
    except wire.BadSignature as bad:
        return problem(401, bad.code, detail=str(_SIGNATURE[bad.code]))
    except wire.BadNotice as bad:
        return problem(422, "bad_notice", detail=_wrong(bad.name))
    call_id, is_news = announce(notice, now=now)
    return JsonResponse({"call": call_id, "new": is_news})


def _length(request: HttpRequest) -> int:
    """As the header says, and the server reads no further than that."""
    said = request.headers.get("Content-Length", "")
    return int(said) if said.isdecimal() and len(said) < 10 else wire.LARGEST + 1


def _wrong(name: str) -> str:
    if not name:
        return _("Тело не читается: нужен объект JSON в UTF-8.")
    return _("%(name)s: нет или значение не подходит.") % {"name": name}
