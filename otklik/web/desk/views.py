"""The moderator's page: a queue by time left, one appeal whole, a decision, the next one."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.appeals import labels, whereabouts
from otklik.appeals.lifecycle import RefusalReason, State
from otklik.appeals.queries import card as cards
from otklik.appeals.queries import desk
from otklik.appeals.rules import number as numbers
from otklik.appeals.steps import assignment, intake, moderation, rating
from otklik.authorities import queries as authorities
from otklik.classifier import queries as classifier
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, may, scope_of, sees
from otklik.web.citizen import shown
from otklik.web.desk import guarding
from otklik.web.typed import whole

# Set by the clock, never by a person.
_NOT_BY_HAND = {RefusalReason.NO_REPLY}


@may(Action.MODERATE)
def queue(request: PersonRequest) -> HttpResponse:
    return _queue(request, desk.to_moderate(scope=scope_of(request.user)), here="queue")


@may(Action.MODERATE)
def asked(request: PersonRequest) -> HttpResponse:
    return _queue(request, desk.asked(scope=scope_of(request.user)), here="asked")


@may(Action.DECIDE_ROUTING)
def decide(request: PersonRequest) -> HttpResponse:
    return _queue(request, desk.needing_decision(scope=scope_of(request.user)), here="decide")


@may(Action.MODERATE, shows_personal=True)
def item(request: PersonRequest, appeal_id: int) -> HttpResponse:
    return _item(request, appeal_id)


def _item(request: PersonRequest, appeal_id: int, **asked: Any) -> HttpResponse:
    """The appeal with the moderator's forms. asked: what the address form must ask again (sides, typed values)."""
    found, work = cards.inside(appeal_id), desk.work(appeal_id)
    if found is None or work is None:
        raise Http404
    context: dict[str, Any] = {
        **shown.card(found),
        **guarding.context(found),
        "work": work,
        "here": "item",
        "now": clock.now(),
        "labels": labels,
        "reasons": [(r.value, words) for r, words in labels.REFUSAL.items() if r not in _NOT_BY_HAND],
        "topics": _topics(found.kind.value),
        "authorities": authorities.connected() if found.state is State.PUBLISHED else [],
        "sides": [],
        "place": {"settlement": work.settlement, "address": found.address},
        **asked,
    }
    return render(request, "desk/item.html", context)


@require_POST
@may(Action.MODERATE)
def publish(request: PersonRequest, appeal_id: int) -> HttpResponse:
    moderation.publish(appeal_id=appeal_id, moderator=request.user, now=clock.now())
    messages.success(request, _("Опубликовано."))
    return _next(request, appeal_id)


@require_POST
@may(Action.MODERATE)
def refuse(request: PersonRequest, appeal_id: int) -> HttpResponse:
    raw, words = request.POST.get("reason", ""), request.POST.get("words", "")
    if raw not in [r.value for r in RefusalReason if r not in _NOT_BY_HAND]:
        raise moderation.NeedsWords(_("Выберите причину отказа."))
    moderation.refuse(
        appeal_id=appeal_id, moderator=request.user, reason=RefusalReason(raw), words=words, now=clock.now()
    )
    messages.success(request, _("Отказано, автору отправлено письмо."))
    return _next(request, appeal_id)


@require_POST
@may(Action.MODERATE)
def ask(request: PersonRequest, appeal_id: int) -> HttpResponse:
    moderation.ask(
        appeal_id=appeal_id, moderator=request.user, words=request.POST.get("words", ""), now=clock.now()
    )
    messages.success(request, _("Вопрос отправлен автору, срок остановлен."))
    return _next(request, appeal_id)


@require_POST
@may(Action.MODERATE)
def correct_topic(request: PersonRequest, appeal_id: int) -> HttpResponse:
    topic = request.POST.get("topic", "")
    moderation.correct_topic(appeal_id=appeal_id, topic_code=topic, moderator=request.user, now=clock.now())
    messages.success(request, _("Тема исправлена."))
    return _still(request, appeal_id)


@require_POST
@may(Action.MODERATE)
def correct_place(request: PersonRequest, appeal_id: int) -> HttpResponse:
    """A new address; near a border the moderator is asked which side, as the citizen is."""
    place = {name: request.POST.get(name, "").strip() for name in ("settlement", "address")}
    if not place["address"]:
        messages.error(request, _("Напишите улицу и дом или что рядом."))
        return _item(request, appeal_id, place=place)
    side = whole(request.POST.get("side", ""))
    try:
        where = whereabouts.named(**place, side=side, on=timezone.localdate(clock.now()))
    except whereabouts.NearBorder as border:
        messages.warning(request, _("Место у самой границы: выберите сторону."))
        sides = [(str(choice.id), choice.name) for choice in border.choices]
        return _item(request, appeal_id, sides=sides, place=place)
    except whereabouts.UnknownSettlement as unknown:
        messages.error(request, unknown.text)
        return _item(request, appeal_id, place=place)
    where = replace(where, address=where.address[: intake.ADDRESS_MAX])
    moderation.correct_place(appeal_id=appeal_id, where=where, moderator=request.user, now=clock.now())
    messages.success(request, _("Адрес исправлен."))
    return _still(request, appeal_id)


@require_POST
@may(Action.MODERATE)
def merge(request: PersonRequest, appeal_id: int) -> HttpResponse:
    original = numbers.read(request.POST.get("original", "")) or ""
    moderation.merge(appeal_id=appeal_id, original_number=original, moderator=request.user, now=clock.now())
    messages.success(request, _("Объединено, автору отправлено письмо."))
    return _next(request, appeal_id)


@require_POST
@may(Action.DECIDE_ROUTING)
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


def _still(request: PersonRequest, appeal_id: int) -> HttpResponse:
    """The same appeal; the queue when the correction has made it another moderator's."""
    if sees(request.user, appeal_id):
        return redirect("desk:item", appeal_id)
    messages.info(request, _("Теперь это обращение рассматривает другой модератор."))
    return redirect("desk:queue")


def _topics(kind: str) -> list[tuple[str, str]]:
    """Every topic that this kind may have, with its category before it."""
    rows = classifier.categories(kind)
    return [(t.code, f"{row.title}: {t.title}") for row in rows for t in row.topics if not t.emergency]


def _queue(request: HttpRequest, rows: list[desk.Waiting], *, here: str) -> HttpResponse:
    context = {"rows": rows, "here": here, "now": clock.now(), "labels": labels}
    return render(request, "desk/queue.html", context)


def _next(request: PersonRequest, appeal_id: int) -> HttpResponse:
    """The next appeal of the queue, or the empty queue."""
    following = desk.next_to_moderate(after=appeal_id, scope=scope_of(request.user))
    return redirect(reverse("desk:item", args=[following]) if following else reverse("desk:queue"))
