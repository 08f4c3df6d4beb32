"""The delivery ledger as people see it: what waits, what went wrong, «send again»."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.appeals.rules import number as numbers
from otklik.appeals.steps import answer
from otklik.exchange import inbox, outbox
from otklik.exchange import queries as exchange
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, may


@may(Action.SEE_EXCHANGE)
def ledger(request: PersonRequest) -> HttpResponse:
    only_trouble = request.GET.get("all") != "1"
    context = {
        "rows": exchange.ledger(only_trouble=only_trouble),
        "here": "exchange",
        "only_trouble": only_trouble,
    }
    return render(request, "desk/exchange.html", context)


@require_POST
@may(Action.SEE_EXCHANGE)
def again(request: PersonRequest, packet_id: int) -> HttpResponse:
    try:
        outbox.post_again(packet_id, now=clock.now())
    except outbox.TROUBLES:
        messages.error(request, _("Пакет не отправлен: каталог обмена недоступен. Попробуйте позже."))
    else:
        messages.success(request, _("Пакет отправлен ещё раз."))
    return redirect("desk:exchange")


@require_POST
@may(Action.SEE_EXCHANGE)
def link(request: PersonRequest, packet_id: int) -> HttpResponse:
    """An answer that could not be matched, to the appeal whose number the moderator typed in any way."""
    number = numbers.read(request.POST.get(f"number-{packet_id}", "")) or ""
    try:
        answer.accept_by_hand(
            packet_id=packet_id, appeal_number=number, moderator=request.user, now=clock.now()
        )
    except outbox.TROUBLES:
        messages.error(request, _("Файл пакета не читается. Попросите участника прислать ответ ещё раз."))
    else:
        messages.success(request, _("Ответ опубликован и связан с обращением."))
    return redirect("desk:exchange")


@require_POST
@may(Action.SEE_EXCHANGE)
def dismiss(request: PersonRequest, packet_id: int) -> HttpResponse:
    inbox.dismiss(packet_id)
    messages.success(request, _("Отмечено: пакет разобран."))
    return redirect("desk:exchange")
