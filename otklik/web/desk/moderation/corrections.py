"""Corrections of an appeal without leaving its page: kind, topic, address."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.appeals import whereabouts
from otklik.appeals.lifecycle import Kind
from otklik.appeals.steps import intake, moderation
from otklik.kit import clock
from otklik.web import settlements
from otklik.web.access import Action, PersonRequest, may
from otklik.web.desk.moderation.item import show, still, topics
from otklik.web.desk.moderation.undisturbed import undisturbed
from otklik.web.typed import whole


@require_POST
@may(Action.MODERATE)
@undisturbed
def correct_topic(request: PersonRequest, appeal_id: int) -> HttpResponse:
    topic = request.POST.get("topic", "")
    moderation.correct_topic(appeal_id=appeal_id, topic_code=topic, moderator=request.user, now=clock.now())
    messages.success(request, _("Тема исправлена."))
    return still(request, appeal_id)


@require_POST
@may(Action.MODERATE)
@undisturbed
def correct_kind(request: PersonRequest, appeal_id: int) -> HttpResponse:
    """Where the topic does not go with the new kind the moderator is asked for another one."""
    raw, topic = request.POST.get("kind", ""), request.POST.get("topic", "")
    if raw not in list(Kind):
        raise moderation.BadTopic(_("Выберите вид обращения."))
    kind = Kind(raw)
    try:
        moderation.correct_kind(
            appeal_id=appeal_id, kind=kind, topic_code=topic, moderator=request.user, now=clock.now()
        )
    except moderation.BadTopic:
        messages.warning(request, _("Для этого вида нужна другая тема: выберите её и сохраните."))
        return show(request, appeal_id, new_kind=kind.value, topics_of_kind=topics(kind.value))
    messages.success(request, _("Вид обращения исправлен."))
    return still(request, appeal_id)


@require_POST
@may(Action.MODERATE)
@undisturbed
def correct_place(request: PersonRequest, appeal_id: int) -> HttpResponse:
    """A new address; near a border the moderator is asked which side, as the citizen is."""
    picked, address = settlements.pick(request.POST), request.POST.get("address", "").strip()
    place = {
        "settlement": picked.typed,
        "settlement_id": picked.row.id if picked.row else "",
        "address": address,
    }
    if picked.row is None or not address:
        messages.error(request, picked.trouble or _("Напишите улицу и дом или что рядом."))
        return show(request, appeal_id, place=place, settlements=picked.options)
    try:
        where = whereabouts.find(
            settlement_id=picked.row.id,
            address=address,
            point=None,
            side=whole(request.POST.get("side", "")),
            on=timezone.localdate(clock.now()),
        )
    except whereabouts.NearBorder as border:
        messages.warning(request, _("Место у самой границы: выберите сторону."))
        sides = [(str(choice.id), choice.name) for choice in border.choices]
        return show(request, appeal_id, sides=sides, place=place)
    where = replace(where, address=where.address[: intake.ADDRESS_MAX])
    moderation.correct_place(appeal_id=appeal_id, where=where, moderator=request.user, now=clock.now())
    messages.success(request, _("Адрес исправлен."))
    return still(request, appeal_id)
