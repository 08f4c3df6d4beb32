"""Decisions on an appeal: publish, refuse, ask its author, merge; who answers; what becomes of a further return."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.appeals.lifecycle import RefusalReason
from otklik.appeals.rules import number as numbers
from otklik.appeals.steps import assignment, moderation, rating
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, may
from otklik.web.desk.moderation.holding import onward, undisturbed
from otklik.web.desk.moderation.item import NOT_BY_HAND
from otklik.web.typed import whole


@require_POST
@may(Action.MODERATE)
@undisturbed
def publish(request: PersonRequest, appeal_id: int) -> HttpResponse:
    moderation.publish(appeal_id=appeal_id, moderator=request.user, now=clock.now())
    messages.success(request, _("Опубликовано."))
    return onward(request, after=appeal_id)


@require_POST
@may(Action.MODERATE)
@undisturbed
def refuse(request: PersonRequest, appeal_id: int) -> HttpResponse:
    raw, words = request.POST.get("reason", ""), request.POST.get("words", "")
    if raw not in [r.value for r in RefusalReason if r not in NOT_BY_HAND]:
        raise moderation.NeedsWords(_("Выберите причину отказа."))
    moderation.refuse(
        appeal_id=appeal_id, moderator=request.user, reason=RefusalReason(raw), words=words, now=clock.now()
    )
    messages.success(request, _("Отказано, автору отправлено письмо."))
    return onward(request, after=appeal_id)


@require_POST
@may(Action.MODERATE)
@undisturbed
def ask(request: PersonRequest, appeal_id: int) -> HttpResponse:
    moderation.ask(
        appeal_id=appeal_id, moderator=request.user, words=request.POST.get("words", ""), now=clock.now()
    )
    messages.success(request, _("Вопрос отправлен автору, срок остановлен."))
    return onward(request, after=appeal_id)


@require_POST
@may(Action.MODERATE)
@undisturbed
def merge(request: PersonRequest, appeal_id: int) -> HttpResponse:
    original = numbers.read(request.POST.get("original", "")) or ""
    moderation.merge(appeal_id=appeal_id, original_number=original, moderator=request.user, now=clock.now())
    messages.success(request, _("Объединено, автору отправлено письмо."))
    return onward(request, after=appeal_id)


@require_POST
@may(Action.DECIDE_ROUTING)
@undisturbed
def assign(request: PersonRequest, appeal_id: int) -> HttpResponse:
    chosen = whole(request.POST.get("authority", ""))
    if chosen is None:
        raise assignment.NoExchange(_("Выберите исполнителя."))
    assignment.assign_by_hand(
        appeal_id=appeal_id, authority_id=chosen, moderator=request.user, now=clock.now()
    )
    messages.success(request, _("Исполнитель назначен, обращение отправляется."))
    return redirect("desk:decide")


@require_POST
@may(Action.DECIDE_ROUTING)
@undisturbed
def settle_return(request: PersonRequest, appeal_id: int) -> HttpResponse:
    rating.settle_return(
        appeal_id=appeal_id,
        moderator=request.user,
        again=request.POST.get("again") == "1",
        words=request.POST.get("words", ""),
        now=clock.now(),
    )
    messages.success(request, _("Решение по возврату сохранено."))
    return redirect("desk:decide")
