"""One appeal whole, with everything a moderator may do with it; the list it was opened from stands beside it."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from otklik.appeals import holds
from otklik.appeals.lifecycle import State
from otklik.appeals.queries import card as cards
from otklik.appeals.queries import desk, templates, waiting
from otklik.appeals.steps import assignment
from otklik.classifier import queries as classifier
from otklik.oversight.queries.controlled import held
from otklik.web.access import Action, PersonRequest, may, sees
from otklik.web.citizen import shown
from otklik.web.desk import guarding
from otklik.web.desk.moderation import asked, lists, route
from otklik.web.desk.moderation.decided import VERBS

_UNASSIGNED: Final = {State.MODERATION, State.PUBLISHED}
_CORRIGIBLE: Final = {State.MODERATION, State.QUESTION, State.PUBLISHED}


@may(Action.MODERATE, shows_personal=True)
def item(request: PersonRequest, appeal_id: int) -> HttpResponse:
    return show(request, appeal_id)


def show(request: PersonRequest, appeal_id: int, **again: Any) -> HttpResponse:
    """The appeal with the moderator's forms. again: what a form must ask again (sides, typed values).

    A script that has the list already asks for the appeal alone.
    """
    question, reader = asked.read(request), asked.reader(request)
    found, work = cards.inside(appeal_id), desk.work(appeal_id)
    if found is None or work is None:
        raise Http404
    foreseen = assignment.foresee(work) if found.state in _UNASSIGNED | {State.QUESTION} else None
    waits = waiting.decision_on(appeal_id, reader)
    by_script = "HX-Request" in request.headers
    context: dict[str, Any] = {
        **(lists.around(question, reader) if by_script else lists.listed(question, reader)),
        **shown.card(found),
        **guarding.context(found, settlement_id=work.settlement_id, user=request.user),
        "opened": found.id,
        "by_script": False,
        "work": work,
        "decision_verbs": VERBS,
        "waits": waits,
        "holder": waiting.holder(appeal_id, reader),
        "here": question.desk,
        "may_assign": assignment.may_assign(request.user, work.attention),
        "workable": waits is None and (found.state in _CORRIGIBLE or work.attention is not None),
        "route": route.steps(found, work, foreseen),
        "foreseen": foreseen,
        **_forms(found, work),
        **again,
    }
    answer = render(request, "desk/item.html" if by_script else "desk/queue.html", context)
    patch_vary_headers(answer, ("HX-Request",))
    return answer


def _forms(found: cards.Card, work: desk.Work) -> dict[str, Any]:
    """What can be chosen, and what stands in the fields before anybody types."""
    return {
        "reasons": lists.reasons(),
        "questions": templates.questions(get_language() or "ru"),
        "topics": topics(found.kind.value),
        "authorities": lists.reached() if found.state in _UNASSIGNED else [],
        "sides": [],
        "control": held(work.id) if work.controlled_at else None,
        "settlements": [],
        "place": {
            "settlement": work.settlement,
            "settlement_id": work.settlement_id or "",
            "address": found.address,
        },
        "new_kind": "",
        "topics_of_kind": [],
    }


def still(request: PersonRequest, appeal_id: int) -> HttpResponse:
    """The same appeal; the list when the correction has made it another moderator's."""
    if sees(request.user, appeal_id):
        return redirect(asked.address(request, appeal_id))
    holds.free(appeal_id=appeal_id, user=request.user)
    messages.info(request, _("Теперь это обращение рассматривает другой модератор."))
    return redirect(asked.read(request).address)


def topics(kind: str) -> list[tuple[str, str]]:
    """Every topic that this kind may have, with its category before it."""
    rows = classifier.categories(kind)
    return [(t.code, f"{row.title}: {t.title}") for row in rows for t in row.topics if not t.emergency]
