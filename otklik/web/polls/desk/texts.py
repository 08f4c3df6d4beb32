"""Short answers of a counted poll: read by somebody of the staff before everybody may read them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from otklik.appeals.queries import words as unwanted
from otklik.appeals.rules import personal, profanity
from otklik.appeals.rules.spans import laid_out
from otklik.kit import clock
from otklik.polls import drafts, texts
from otklik.polls.building import poll_of
from otklik.polls.models import Text
from otklik.web.access import Action, PersonRequest, may
from otklik.web.marked import marked
from otklik.web.parts.tabs.part import Tab
from otklik.web.polls.desk import words


@require_safe
@may(Action.BUILD_POLLS)
def listed(request: PersonRequest, poll_code: str) -> HttpResponse:
    """What looks like personal data, or is rude, is marked, and not ticked beforehand."""
    poll, questions = drafts.one(poll_code)
    state = request.GET.get("state", "")
    state = state if state in Text.State.values else Text.State.WAITING.value
    found = texts.listed(poll.pk, state=state, after=_key(request.GET, "after"), size=texts.PAGE + 1)
    named = {one.code: words.said(one.text) for one in questions}
    rows, listed_words = [], unwanted.listed()
    for one in found[: texts.PAGE]:
        spans = laid_out([*personal.marks(one.text), *profanity.marks(one.text, listed_words)])
        rows.append(
            {
                "id": one.id,
                "question": named.get(one.question, one.question),
                "text": marked(one.text, spans),
                "ticked": not spans and state == Text.State.WAITING,
            }
        )
    context = {
        "poll": poll,
        "title": words.said(poll.title),
        "rows": rows,
        "state": state,
        "tabs_of": [Tab(f"?state={one.value}", str(one.label), one.value == state) for one in Text.State],
        "older": f"?state={state}&after={rows[-1]['id']}" if len(found) > texts.PAGE else None,
        "here": "polls",
    }
    return render(request, "polls/desk/texts.html", context)


@require_POST
@may(Action.BUILD_POLLS)
def decide(request: PersonRequest, poll_code: str) -> HttpResponse:
    """do: show or withhold, for what is ticked."""
    said = request.POST
    show = said.get("do") == "show"
    chosen = [key for key in map(_uuid, said.getlist("text")[: texts.PAGE]) if key]
    n = texts.decide_some(
        poll_id=poll_of(poll_code).pk, text_ids=chosen, show=show, by=request.user, now=clock.now()
    )
    if not chosen:
        messages.error(request, _("Ничего не отмечено."))
    elif show:
        messages.success(request, ngettext("Показан %(n)d ответ.", "Показано ответов: %(n)d.", n) % {"n": n})
    else:
        messages.success(request, ngettext("Скрыт %(n)d ответ.", "Скрыто ответов: %(n)d.", n) % {"n": n})
    return redirect(f"{reverse('polldesk:texts', args=[poll_code])}?state={said.get('state', '')[:8]}")


def _key(said: QueryDict, name: str) -> UUID | None:
    return _uuid(said.get(name, ""))


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
