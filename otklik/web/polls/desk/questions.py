"""Questions of a draft: their list with buttons, and the form of one. Every button sends the whole form."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.kit import clock
from otklik.kit.marks import Changed, mark
from otklik.polls import building, drafts, faults
from otklik.polls.building import NoPoll
from otklik.polls.models import Poll, Question
from otklik.web.access import Action, PersonRequest, may
from otklik.web.polls.desk import listing, pictures, question_form, words
from otklik.web.polls.desk.about_form import LANGUAGES
from otklik.web.polls.desk.question_form import Typed

_KEPT: Final = ("save", "another")  # buttons that save


@require_safe
@may(Action.BUILD_POLLS)
def listed(request: PersonRequest, poll_code: str) -> HttpResponse:
    poll, questions = drafts.one(poll_code)
    building.require_draft(poll)
    named = {one.code: words.said(one.text) for one in questions}
    rows = [
        {
            "code": one.code,
            "text": named[one.code],
            "kind": Question.Kind(one.kind).label,
            "required": one.required,
            "options": [words.said(option["text"]) for option in one.options],
            "after": named.get(one.asked_if["question"], _("вопрос, которого нет")) if one.asked_if else "",
        }
        for one in questions
    ]
    context = {
        "poll": poll,
        "title": words.said(poll.title),
        "tabs_of": listing.draft_tabs(poll, "questions", len(questions)),
        "rows": rows,
        "full": len(rows) >= building.MOST,
        "most": building.MOST,
        "here": "polls",
    }
    return render(request, "polls/desk/questions.html", context)


@require_POST
@may(Action.BUILD_POLLS)
def order(request: PersonRequest, poll_code: str) -> HttpResponse:
    """do: up:code, down:code, remove:code."""
    deed, _sign, code = request.POST.get("do", "").partition(":")
    building.move_question(poll_code, code, deed, by=request.user, now=clock.now())
    if deed == "remove":
        messages.success(request, _("Вопрос убран."))
    return redirect(reverse("polldesk:questions", args=[poll_code]) + f"#question-{code}")


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.BUILD_POLLS)
def new(request: PersonRequest, poll_code: str) -> HttpResponse:
    return _question(request, poll_code, "")


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.BUILD_POLLS)
def edit(request: PersonRequest, poll_code: str, question_code: str) -> HttpResponse:
    return _question(request, poll_code, question_code)


def _question(request: PersonRequest, poll_code: str, code: str) -> HttpResponse:
    poll, questions = drafts.one(poll_code)
    building.require_draft(poll)
    there = next((one for one in questions if one.code == code), None)
    if code and there is None:
        raise NoPoll(_("Этого вопроса в опросе нет. Возможно, его убрали."))
    if request.method != "POST":
        return _form(request, poll, questions, there, question_form.of_question(there))
    typed = question_form.of_form(request.POST, request.FILES)
    deed = request.POST.get("do", "save")
    if deed not in _KEPT:
        return _form(request, poll, questions, there, typed)
    leads = questions[: questions.index(there)] if there else questions
    values = question_form.values(typed, leads, (poll.languages or LANGUAGES)[0])
    if not typed.errors:
        try:
            shown = request.POST.get("shown", "")
            building.save_question(poll_code, code, values, shown=shown, by=request.user, now=clock.now())
        except Changed as changed:
            typed.errors[""] = changed.text
        else:
            messages.success(request, _("Вопрос сохранён."))
            return redirect(f"polldesk:{'question-new' if deed == 'another' else 'questions'}", poll_code)
    return _form(request, poll, questions, there, typed)


def _form(
    request: PersonRequest, poll: Poll, questions: list[Question], there: Question | None, typed: Typed
) -> HttpResponse:
    fresh = request.method != "POST" or "" in typed.errors
    now = building.asks(there) if there else [one.code for one in questions]
    languages = words.languages(poll.languages or LANGUAGES[:1])
    leads = questions[: questions.index(there)] if there else questions
    context: dict[str, Any] = {
        "poll": poll,
        "title": words.said(poll.title),
        "there": there,
        "typed": question_form.padded(typed),
        "errors": typed.errors,
        "shown": mark(now) if fresh else request.POST.get("shown", ""),
        "languages": languages,
        "kinds": [(one.value, str(one.label)) for one in Question.Kind],
        "marks": [(str(n), str(n)) for n in range(faults.MARKS[0], faults.MARKS[1] + 1)],
        "leads": [
            (lead.code, words.said(lead.text), found)
            for lead in leads
            if (found := question_form.branches(lead, languages[0][0]))
        ],
        "carried": pictures.carried,
        "limits": {"options": question_form.OPTIONS, "text": faults.TEXT_MOST},
        "here": "polls",
    }
    return render(request, "polls/desk/question.html", context, status=422 if typed.errors else 200)
