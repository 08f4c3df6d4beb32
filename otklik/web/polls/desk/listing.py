"""Polls at the desk: all of them, a new one, and one: a draft is a form, a published one what may still be done."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otklik.appeals.queries import names
from otklik.kit import clock
from otklik.kit.errors import Refusal
from otklik.kit.marks import Changed, mark
from otklik.people import changes
from otklik.polls import building, drafts, telling
from otklik.polls.lifecycle import State
from otklik.polls.models import Poll, Question
from otklik.web.access import Action, PersonRequest, may
from otklik.web.parts.tabs.part import Tab
from otklik.web.polls.desk import about_form, pictures, words
from otklik.web.polls.desk.about_form import Typed
from otklik.web.rules import told


class NoList(Refusal):
    code = "no_list"
    status = 404


@require_safe
@may(Action.BUILD_POLLS)
def listed(request: PersonRequest) -> HttpResponse:
    which = request.GET.get("state", "draft")
    if which not in drafts.LISTS:
        raise NoList(_("Такого списка опросов нет."))
    found = drafts.listed(which, cursor=request.GET.get("from", ""))
    if not found.rows and "state" not in request.GET:  # no drafts: what goes on is looked for
        which = "open"
        found = drafts.listed(which)
    here = f"?state={which}&from="
    tabs = [Tab(f"?state={name}", str(said), name == which) for name, said in words.LISTS.items()]
    context = {
        "rows": [words.row(one) for one in found.rows],
        "which": which,
        "tabs_of": tabs,
        "newer": f"{here}{found.newer}" if found.newer else None,
        "older": f"{here}{found.older}" if found.older else None,
        "here": "polls",
    }
    return render(request, "polls/desk/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.BUILD_POLLS)
def new(request: PersonRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, None, Typed(dict(about_form.DEFAULTS)))
    typed = about_form.of_form(request.POST, request.FILES)
    values = about_form.values(typed, names.areas())
    if typed.errors:
        return _form(request, None, typed)
    poll = building.begin(values, [], by=request.user, now=clock.now())
    messages.success(request, _("Черновик сохранён. Теперь добавьте вопросы."))
    return redirect("polldesk:questions", poll.code)


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.BUILD_POLLS)
def one(request: PersonRequest, poll_code: str) -> HttpResponse:
    """POST: save the draft."""
    poll, questions = drafts.one(poll_code)
    if request.method != "POST":
        if poll.state != State.DRAFT:
            return published(request, poll, questions)
        return _form(request, poll, about_form.of_poll(poll), questions)
    typed = about_form.of_form(request.POST, request.FILES)
    values = about_form.values(typed, names.areas())
    shown = request.POST.get("shown", "")
    if not typed.errors:
        try:
            building.save(poll_code, values, shown=shown, by=request.user, now=clock.now())
        except Changed as changed:
            typed.errors[""] = changed.text
        else:
            messages.success(request, _("Сохранено в черновике."))
            return redirect("polldesk:poll", poll_code)
    return _form(request, poll, typed, questions)


def published(
    request: PersonRequest,
    poll: Poll,
    questions: list[Question],
    *,
    errors: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    """The page of a poll that is no draft. typed: what was said in a form that is wrong."""
    context = {
        "poll": poll,
        "title": words.said(poll.title),
        "state": Poll.State(poll.state).label,
        "audience": words.audience(poll.voters, poll.territory_codes),
        "questions": [(words.said(row.text), Question.Kind(row.kind).label) for row in questions],
        "told_of": [words.told_of(one) for one in telling.told(poll.pk)],
        "has_texts": any(row.kind == Question.Kind.TEXT for row in questions),
        "languages": words.languages(poll.languages),
        "typed": typed or {f"outcome-{language}": text for language, text in poll.outcome.items()},
        "errors": errors or {},
        "changes": told.lines(changes.of(f"poll:{poll.code}")),
        "here": "polls",
    }
    return render(request, "polls/desk/published.html", context, status=422 if errors else 200)


def draft_tabs(poll: Poll, here: str, questions: int) -> list[Tab]:
    pages = (
        ("poll", _("О чём и для кого"), None),
        ("questions", _("Вопросы"), questions),
        ("preview", _("Просмотр и публикация"), None),
    )
    return [
        Tab(reverse(f"polldesk:{name}", args=[poll.code]), label, name == here, count)
        for name, label, count in pages
    ]


def _form(
    request: PersonRequest, poll: Poll | None, typed: Typed, questions: list[Question] | None = None
) -> HttpResponse:
    resent = request.method == "POST" and "" not in typed.errors
    context: dict[str, Any] = {
        "poll": poll,
        "title": words.said(poll.title) if poll else _("Новый опрос"),
        "tabs_of": draft_tabs(poll, "poll", len(questions or [])) if poll else [],
        "typed": typed,
        "errors": typed.errors,
        "shown": request.POST.get("shown", "") if resent else mark(building.written(poll)) if poll else "",
        "languages": words.languages(about_form.LANGUAGES),
        "voters": [(one.value, str(one.label)) for one in Poll.Voters],
        "results": [(one.value, str(one.label)) for one in Poll.Shown],
        "areas": names.known()["area"].offered(),
        "hours": [(str(hour), f"{hour}:00") for hour in range(24)],
        "carried": pictures.carried(typed.picture),
        "changes": told.lines(changes.of(f"poll:{poll.code}")) if poll else [],
        "here": "polls",
    }
    return render(request, "polls/desk/about.html", context, status=422 if typed.errors else 200)
