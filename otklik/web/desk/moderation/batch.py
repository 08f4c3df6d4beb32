"""One decision for many appeals that were marked in the list: each by itself, and the page tells which did not go."""

from collections.abc import Callable
from typing import Final
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.appeals import holds
from otklik.appeals.queries import waiting
from otklik.appeals.steps import assignment, deciding, moderation
from otklik.appeals.steps.deciding import Deed, Verb
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, allowed, may
from otklik.web.desk.moderation import asked, lists
from otklik.web.desk.moderation.decisions import refusal
from otklik.web.typed import whole

MOST: Final = 100
Act = Callable[[int], None]


@require_POST
@may(Action.MODERATE)
def batch(request: PersonRequest) -> HttpResponse:
    question, reader = asked.read(request), asked.reader(request)
    ids = list(dict.fromkeys(n for n in map(whole, request.POST.getlist("id")) if n))
    if not 0 < len(ids) <= MOST:
        messages.error(request, _("Отметьте от одного до %(n)d обращений.") % {"n": MOST})
        return redirect(question.address)
    act, named = _act(request, question.desk), waiting.named(ids, reader)
    refused = deciding.for_each(list(named), act)
    context = {
        **lists.around(question, reader),
        "here": question.desk,
        "done": [(id_, *named[id_]) for id_ in named if id_ not in refused],
        "refused": [(id_, *named[id_], words) for id_, words in refused.items()],
        "unknown": len(ids) - len(named),
    }
    return render(request, "desk/batch.html", context)


def _act(request: PersonRequest, desk: str) -> Act:
    """What the pressed button does with each. Raises NeedsWords, NoExchange, BadTopic: something was not chosen."""
    deed = request.POST.get("deed", "")
    if deed == "topic":
        return _topic(request)
    if deed == "assign":
        return _assignment(request, by_hand=desk == "decide")
    return _decision(request, refusal(request) if deed == "refuse" else Deed(Verb.PUBLISH))


def _decision(request: PersonRequest, deed: Deed) -> Act:
    together = uuid4()
    return lambda appeal_id: deciding.decide(
        appeal_id=appeal_id, moderator=request.user, deed=deed, together=together, now=clock.now()
    )


def _topic(request: PersonRequest) -> Act:
    code = request.POST.get("topic", "")
    if not code:
        raise moderation.BadTopic(_("Выберите тему."))
    return _undisturbed(
        request,
        lambda appeal_id: moderation.correct_topic(
            appeal_id=appeal_id, topic_code=code, moderator=request.user, now=clock.now()
        ),
    )


def _assignment(request: PersonRequest, *, by_hand: bool) -> Act:
    """by_hand: they are published already; else they are, with this authority."""
    chosen = whole(request.POST.get("authority", ""))
    if not allowed(request.user, Action.DECIDE_ROUTING):
        raise PermissionDenied
    if chosen is None:
        raise assignment.NoExchange(_("Выберите исполнителя."))
    deciding.require_authority(chosen)
    if not by_hand:
        return _decision(request, Deed(Verb.PUBLISH, authority_id=chosen))
    return _undisturbed(
        request,
        lambda appeal_id: assignment.assign_by_hand(
            appeal_id=appeal_id, authority_id=chosen, moderator=request.user, now=clock.now()
        ),
    )


def _undisturbed(request: PersonRequest, act: Act) -> Act:
    def guarded(appeal_id: int) -> None:
        holds.require(appeal_id=appeal_id, user=request.user, now=clock.now())
        deciding.require_undecided(appeal_id)
        act(appeal_id)

    return guarded
