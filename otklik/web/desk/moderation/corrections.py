"""Corrections of an appeal without leaving its page: topic, address."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.appeals import whereabouts
from otklik.appeals.steps import intake, moderation
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, may
from otklik.web.desk.moderation.holding import undisturbed
from otklik.web.desk.moderation.item import show, still
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
def correct_place(request: PersonRequest, appeal_id: int) -> HttpResponse:
    """A new address; near a border the moderator is asked which side, as the citizen is."""
    place = {name: request.POST.get(name, "").strip() for name in ("settlement", "address")}
    if not place["address"]:
        messages.error(request, _("Напишите улицу и дом или что рядом."))
        return show(request, appeal_id, place=place)
    side = whole(request.POST.get("side", ""))
    try:
        where = whereabouts.named(**place, side=side, on=timezone.localdate(clock.now()))
    except whereabouts.NearBorder as border:
        messages.warning(request, _("Место у самой границы: выберите сторону."))
        sides = [(str(choice.id), choice.name) for choice in border.choices]
        return show(request, appeal_id, sides=sides, place=place)
    except whereabouts.UnknownSettlement as unknown:
        messages.error(request, unknown.text)
        return show(request, appeal_id, place=place)
    where = replace(where, address=where.address[: intake.ADDRESS_MAX])
    moderation.correct_place(appeal_id=appeal_id, where=where, moderator=request.user, now=clock.now())
    messages.success(request, _("Адрес исправлен."))
    return still(request, appeal_id)
