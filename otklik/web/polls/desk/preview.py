"""A draft as voters will see it, to be tried out, and what keeps it from being published."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe
from markupsafe import Markup

from otklik.kit import clock
from otklik.places import queries as places
from otklik.polls import answers, building, drafts, faults
from otklik.polls import words as told
from otklik.polls.asking import Poll
from otklik.web.access import Action, PersonRequest, may
from otklik.web.citizen.files import PRIVATE
from otklik.web.polls import ballot, spots
from otklik.web.polls.desk import listing, publishing, words
from otklik.web.polls.tongue import said


@require_safe
@may(Action.BUILD_POLLS)
def page(request: PersonRequest, poll_code: str) -> HttpResponse:
    """`in`: one of its languages. `q-…`: the ballot as it is being tried; nothing of it is kept."""
    poll, questions = drafts.one(poll_code)
    building.require_draft(poll)
    asked = drafts.as_asked(poll, questions)
    named = {one.code: words.said(one.text) for one in questions}
    found = faults.of(asked, towns=publishing.towns(), now=clock.now())
    language = request.GET.get("in", get_language() or "")
    if language not in poll.languages:
        language = next(iter(poll.languages), "ru")
    context = {
        "poll": asked,
        "title": words.said(poll.title),
        "tabs_of": listing.draft_tabs(poll, "preview", len(questions)),
        "faults": [(one.words, one.question, named.get(one.question, "")) for one in found],
        "shown": building.whole_mark(poll, questions),
        "audience": words.audience(poll.voters, poll.territory_codes),
        "languages": words.languages(poll.languages),
        "tongue": language,
        "seen": _seen(request, asked, language),
        "here": "polls",
    }
    response = render(request, "polls/desk/preview.html", context)
    response["Cache-Control"] = PRIVATE
    return response


def _seen(request: PersonRequest, poll: Poll, language: str) -> Markup:
    """The ballot by the template of the ballot, with its own words about what is wrong."""
    tried = request.GET if any(name.startswith("q-") for name in request.GET) else None
    with override(language):
        asked = ballot.shown(poll.questions, poll.languages, tried)
        if any(one.kind == "place" and one.pin.view is None for one in asked):
            asked = ballot.with_views(asked, spots.beginning("", poll.territory_codes))
        errors = _errors(poll, asked) if request.GET.get("do") == "try" else None
        context = {
            "poll": poll,
            "title": said(poll.title, poll.languages),
            "about": said(poll.about, poll.languages),
            "tongue": language,
            "asked": ballot.told(asked, errors or {}),
            "errors": {one.field: errors[one.code] for one in asked if one.code in errors} if errors else {},
            "fits": errors == {},
            "picture": f"{reverse('poll-map', args=[poll.code])}?",
            "again": reverse("polldesk:preview", args=[poll.code]),
        }
        made = render_to_string("polls/desk/_seen.html", context, request)
        return Markup(made)  # noqa: S704  # our own template has escaped it


def _errors(poll: Poll, asked: list[ballot.Asked]) -> dict[str, str]:
    """Code of the question → what a voter would be told."""
    by_code = {one.code: one for one in poll.questions}
    given = ballot.given(asked)
    due = {one.code for one in answers.asked(poll.questions, given)}
    if doubled := {code: wrong for code, wrong in ballot.doubled(asked).items() if code in due}:
        return doubled
    try:
        answers.checked(poll.questions, given, inside=_inside)
    except answers.BadAnswers as bad:
        return {code: told.fault(fault, by_code.get(code)) for code, fault in bad.errors.items()}
    return {}


def _inside(lon: float, lat: float) -> bool:
    return not isinstance(places.at_point(lon, lat, on=timezone.localdate(clock.now())), places.Outside)
