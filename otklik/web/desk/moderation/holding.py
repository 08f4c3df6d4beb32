"""Taking an appeal into work, letting it go, going on to the next free one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.appeals import holds
from otklik.appeals.queries import waiting
from otklik.appeals.rules import deadlines
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, may
from otklik.web.desk.moderation import asked, lists
from otklik.web.desk.moderation.asked import address
from otklik.web.typed import whole


@require_POST
@may(Action.MODERATE)
def take(request: PersonRequest, appeal_id: int) -> HttpResponse:
    """Also every minute of work, by a script, which puts the answer in the place of what it showed before."""
    holds.take(appeal_id=appeal_id, user=request.user, now=clock.now())
    if "HX-Request" not in request.headers:
        return redirect(address(request, appeal_id))
    reader = asked.reader(request)
    context = {
        "holder": waiting.holder(appeal_id, reader),
        "now": reader.now,
        "minutes_left": deadlines.minutes_left,
        "question": asked.read(request),
        "opened": appeal_id,
    }
    return render(request, "desk/_hold.html", context)


@require_POST
@may(Action.MODERATE)
def free(request: PersonRequest, appeal_id: int) -> HttpResponse:
    holds.free(appeal_id=appeal_id, user=request.user)
    messages.success(request, _("Обращение свободно: его может взять любой модератор."))
    return redirect(asked.read(request).address)


@require_POST
@may(Action.MODERATE)
def following(request: PersonRequest) -> HttpResponse:
    """The next free one, held at once; `after` is the one that stays as it is."""
    return onward(request, after=whole(request.POST.get("after", "")) or 0)


def onward(request: PersonRequest, *, after: int) -> HttpResponse:
    """The page of the next free appeal, which is held now; the queue when there is none."""
    question, reader = asked.read(request), asked.reader(request)
    desk, _words = lists.DESKS[question.desk]
    free_ones = waiting.free_after(desk, question.asked, reader, appeal_id=after)
    taken = holds.take_first(free_ones, user=request.user, now=reader.now)
    if taken is not None:
        return redirect(address(request, taken))
    return redirect(question.address)
