"""The ballot: filled in by anybody, cast by whoever may. Nothing typed is lost on the way to the sign-in and back."""

import re
from secrets import token_hex
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.kit import clock
from otklik.people import limits
from otklik.polls import answers, queries, voting, words
from otklik.polls.asking import Poll
from otklik.polls.standing import Standing
from otklik.web.access import Action, may, person
from otklik.web.citizen.files import PRIVATE
from otklik.web.polls import ballot, kept, pages, spots, wording
from otklik.web.polls.whose import Who, network, who

# Who is told so would lose what was typed without a place to keep it.
_MENDABLE = (
    Standing.SIGN_IN,
    Standing.NEEDS_HOME,
    Standing.NEEDS_ESIA,
    Standing.HOME_UNCONFIRMED,
    Standing.NEEDS_ORGANISATION,
)


@may(Action.VOTE)
def vote(request: HttpRequest, poll_code: str) -> HttpResponse:
    """The form, and the vote. Any button but «Проголосовать» shows it again with what was typed."""
    poll = queries.poll(poll_code)
    post = request.POST if request.method == "POST" else None
    whose = who(request, poll, (post or request.GET).get("acts_for", ""))
    typed = post if post is not None else kept.ballot(request)
    asked = ballot.shown(poll.questions, poll.languages, typed)
    if post is None or post.get("do") != "vote":
        return _form(request, poll, whose, asked)
    given = ballot.given(asked)
    due = {one.code for one in answers.asked(poll.questions, given)}
    errors = {code: wrong for code, wrong in ballot.doubled(asked).items() if code in due}
    if errors:
        return _form(request, poll, whose, asked, errors=errors)
    tries = network(request, poll)
    if tries and limits.spent(tries, now=clock.now()):
        many = _("Из вашей сети пришло слишком много голосов. Попробуйте через час или из другой сети.")
        return _form(request, poll, whose, asked, errors={"": many}, status=429)
    try:
        receipt = voting.vote(
            poll_code=poll.code,
            voter=whose.voter,
            given=given,
            now=clock.now(),
            poll=poll,
            once=form_mark(request.POST),
        )
    except voting.WrongAnswers as wrong:
        return _form(request, poll, whose, asked, errors=wrong.fields)
    except voting.CannotVote as no:
        return _refused(request, poll, whose, asked, no)
    if tries:
        limits.count(tries, now=clock.now())
    return _cast(poll, whose, receipt.code)


@require_safe
@may(Action.VOTE)
def receipt(request: HttpRequest, poll_code: str) -> HttpResponse:
    """The code of the vote that this browser cast just now. Only its own cookie knows it."""
    poll, code = queries.poll(poll_code), kept.receipt(request)
    if not code:
        return redirect("poll", poll_code=poll_code)
    at = wording.phase(poll, clock.now())
    response = render(request, "polls/receipt.html", {**pages.about(poll, at), "code": spaced(code)})
    response["Cache-Control"] = PRIVATE
    return response


@require_safe
@may(Action.READ_PUBLIC)
def map_picture(request: HttpRequest, poll_code: str) -> HttpResponse:
    """What a «place on the map» of the ballot shows; all of it stands in the address."""
    svg = spots.picture(request.GET)
    if svg is None:
        raise Http404
    return HttpResponse(svg, content_type="image/svg+xml", headers={"Cache-Control": PRIVATE})


def form_mark(post: QueryDict) -> str:
    """Of the form as it was shown: sent twice, it gets the same receipt. "" for one that we did not make."""
    said = post.get("once", "")
    return said if re.fullmatch(r"[0-9a-f]{32}", said) else ""


def spaced(code: str) -> str:
    """In groups, as it is read and typed."""
    return " ".join(code[n : n + 5] for n in range(0, len(code), 5))


def _form(
    request: HttpRequest,
    poll: Poll,
    whose: Who,
    asked: list[ballot.Asked],
    *,
    errors: dict[str, str] | None = None,
    status: int = 422,
) -> HttpResponse:
    """errors: code of the question → words; under "" of the ballot as a whole. status: of an answer with errors."""
    now, wrong = clock.now(), errors or {}
    standing = voting.standing(poll, whose.voter, now=now)
    fields = {one.code: one.field for one in asked}
    user = person(request)
    view = spots.beginning(user.home_code if user else "", poll.territory_codes) if _maps(asked) else None
    context = {
        **pages.about(poll, wording.phase(poll, now)),
        **_standing(poll, standing, whose),
        "whose": whose,
        "asked": ballot.told(ballot.with_views(asked, view), wrong),
        "errors": {fields.get(code, ""): told for code, told in wrong.items()},
        "picture": f"{reverse('poll-map', args=[poll.code])}?",
        "again": reverse("poll-vote", args=[poll.code]),
        "once": form_mark(request.POST) or token_hex(16),
    }
    response = render(request, "polls/vote.html", context, status=status if wrong else 200)
    response["Cache-Control"] = PRIVATE
    if whose.mark:
        kept.keep_straw(response, whose.mark)
    return response


def _standing(poll: Poll, standing: Standing, whose: Who) -> dict[str, Any]:
    """Whether there is a ballot to fill in, and what the person is told above it."""
    name, said = wording.WAYS.get(standing, ("", ""))
    why = "" if standing is Standing.CAN else str(words.STANDING[standing])
    if standing is Standing.NEEDS_ORGANISATION and whose.acts_for:
        name, why = "", _("Выберите, от какой организации вы голосуете.")
    return {
        "standing": standing.value,
        "fills": standing in (Standing.CAN, Standing.SIGN_IN),
        "why": why,
        "way": (reverse(name), str(said)) if name else None,
        "sign_in": sign_in(poll.code),
    }


def sign_in(poll_code: str) -> str:
    """The way there and back to the ballot."""
    return f"{reverse('login')}?{urlencode({'next': reverse('poll-vote', args=[poll_code])})}"


def _maps(asked: list[ballot.Asked]) -> bool:
    """Whether a map shows nothing yet."""
    return any(one.kind == "place" and one.pin.view is None for one in asked)


def _refused(
    request: HttpRequest, poll: Poll, whose: Who, asked: list[ballot.Asked], no: voting.CannotVote
) -> HttpResponse:
    """What can be mended keeps the ballot in the browser until it is."""
    if no.standing not in _MENDABLE:
        response = _form(request, poll, whose, asked)
        response.status_code = no.status
        return response
    to = sign_in(poll.code) if no.standing is Standing.SIGN_IN else reverse("poll-vote", args=[poll.code])
    response = redirect(to)
    if kept.keep_ballot(response, poll.code, request.POST):
        return response
    long = _(
        "Ответы слишком длинные, чтобы сохранить их на время входа. Скопируйте их, войдите и вставьте снова."
    )
    return _form(request, poll, whose, asked, errors={"": long})


def _cast(poll: Poll, whose: Who, code: str) -> HttpResponse:
    response = redirect("poll-receipt", poll_code=poll.code)
    kept.keep_receipt(response, poll.code, code)
    kept.forget_ballot(response, poll.code)
    if whose.mark:
        kept.keep_straw(response, whose.mark)
    return response
