"""Decisions on an appeal: publish, refuse, ask its author, merge; who answers; what becomes of a further return."""

from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.appeals import holds, merging
from otklik.appeals.queries import templates
from otklik.appeals.rules import number as numbers
from otklik.appeals.steps import assignment, deciding, moderation, rating
from otklik.appeals.steps.deciding import Deed, Verb
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, may
from otklik.web.desk.moderation import asked
from otklik.web.desk.moderation.asked import address
from otklik.web.desk.moderation.holding import onward
from otklik.web.desk.moderation.undisturbed import undisturbed
from otklik.web.typed import whole


@require_POST
@may(Action.MODERATE)
def publish(request: PersonRequest, appeal_id: int) -> HttpResponse:
    deed = Deed(Verb.PUBLISH, authority_id=whole(request.POST.get("authority", "")))
    return _decided(request, appeal_id, deed, _("Опубликовано."))


@require_POST
@may(Action.MODERATE)
def refuse(request: PersonRequest, appeal_id: int) -> HttpResponse:
    return _decided(request, appeal_id, refusal(request), _("Отказано, автору отправлено письмо."))


@require_POST
@may(Action.MODERATE)
def ask(request: PersonRequest, appeal_id: int) -> HttpResponse:
    words = request.POST.get("words", "").strip() or templates.question_text(request.POST.get("ready", ""))
    return _decided(
        request, appeal_id, Deed(Verb.ASK, words=words), _("Вопрос отправлен автору, срок остановлен.")
    )


def refusal(request: PersonRequest) -> Deed:
    """As the form says it; without words the ready ones of the reason. Raises NeedsWords: no reason was chosen."""
    reason, words = request.POST.get("reason", ""), request.POST.get("words", "").strip()
    if reason not in dict(templates.reasons()):
        raise moderation.NeedsWords(_("Выберите причину отказа."))
    return Deed(Verb.REFUSE, reason=reason, words=words or templates.refusal_text(reason))


def _decided(request: PersonRequest, appeal_id: int, deed: Deed, words: str) -> HttpResponse:
    """On to the next one. While the decision can be taken back, the page itself says what was decided."""
    deciding.decide(appeal_id=appeal_id, moderator=request.user, deed=deed, together=uuid4(), now=clock.now())
    if not settings.UNDO_SECONDS:
        messages.success(request, words)
    return onward(request, after=appeal_id)


@require_POST
@may(Action.MODERATE)
def undo(request: PersonRequest, together: UUID) -> HttpResponse:
    """Back to the appeal, which is in work again; to the list when several come back."""
    back = deciding.undo(together=together, moderator=request.user)
    messages.success(request, _("Решение отменено."))
    if len(back) > 1:
        return redirect(asked.read(request).address)
    holds.take_first(back, user=request.user, now=clock.now())
    return redirect(address(request, back[0]))


@require_POST
@may(Action.MODERATE)
def noted(request: PersonRequest, appeal_id: int) -> HttpResponse:
    """The moderator has read that a decision came to nothing."""
    deciding.forget_trouble(appeal_id=appeal_id, moderator=request.user)
    return redirect(asked.read(request).address)


@require_POST
@may(Action.MODERATE)
@undisturbed
def merge(request: PersonRequest, appeal_id: int) -> HttpResponse:
    original = numbers.read(request.POST.get("original", "")) or ""
    merging.merge(appeal_id=appeal_id, original_number=original, moderator=request.user, now=clock.now())
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
    return redirect(asked.read(request, desk="decide").address)


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
    return redirect(asked.read(request, desk="decide").address)
