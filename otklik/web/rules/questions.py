"""The editor of a topic's own questions: every button sends the whole form; the preview is the wizard's own form."""

from types import SimpleNamespace
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from otklik.classifier import drafting, questions
from otklik.classifier import fields as own_fields
from otklik.classifier.content import One
from otklik.classifier.questions import Question
from otklik.kit import clock
from otklik.kit.marks import Changed, mark
from otklik.web.access import Action, PersonRequest, may
from otklik.web.citizen import text_form

TYPES: Final[dict[str, Promise]] = {
    "text": gettext_lazy("Текст"),
    "number": gettext_lazy("Число"),
    "choice": gettext_lazy("Один из вариантов"),
    "date": gettext_lazy("Дата"),
    "yesno": gettext_lazy("Да или нет"),
    "cadastral": gettext_lazy("Кадастровый номер"),
    "document": gettext_lazy("Документ (файл)"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def edit(request: PersonRequest, topic_code: str) -> HttpResponse:
    """POST with `do`: a change of the list that is only shown, «preview», or «save»."""
    there = _topic(topic_code)
    if request.method != "POST":
        return _form(request, there, questions.of_declarations(there["fields"]))
    said, deed = request.POST.dict(), request.POST.get("do", "save")
    typed = questions.done(questions.of_form(said), deed)
    if deed != "save":
        tried = questions.read(questions.coded(typed)).errors if deed == "preview" else {}
        return _form(request, there, typed, tried, answers=said)
    typed = questions.coded(typed)
    found = questions.read(typed)
    if found.errors:
        return _form(request, there, typed, found.errors, answers=said, status=422)
    kept = {name: value for name, value in there.items() if name not in ("code", "fields")}
    kept |= {"fields": found.declarations, "active": "1" if there["active"] else "0"}
    try:
        drafting.put_topic(
            code=topic_code, typed=kept, shown=said.get("shown", ""), by=request.user, now=clock.now()
        )
    except Changed as changed:
        return _form(request, there, typed, {"": changed.text}, answers=said, status=422)
    messages.success(request, _("Вопросы сохранены в черновике. Прежние обращения сохраняют свои ответы."))
    return redirect("rules:topic", topic_code)


@require_POST
@may(Action.ADMINISTER)
def preview(request: PersonRequest, topic_code: str) -> HttpResponse:
    """The middle of the preview, for the script: as the person types."""
    _topic(topic_code)
    said = request.POST.dict()
    return render(request, "rules/_preview.html", _preview(questions.of_form(said), said))


def _topic(code: str) -> One:
    there = drafting.planned().get(("topic", code))
    if there is None:
        raise Http404
    return there


def _form(
    request: PersonRequest,
    there: One,
    typed: list[Question],
    errors: dict[str, str] | None = None,
    *,
    answers: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "there": there,
        "questions": typed,
        "errors": errors or {},
        "shown": mark(there) if answers is None or (errors and "" in errors) else answers.get("shown", ""),
        "types": list(TYPES.items()),
        "most": questions.MOST,
        "here": "classifier",
        **_preview(typed, answers or {}),
    }
    return render(request, "rules/questions.html", context, status=status)


def _preview(typed: list[Question], answers: dict[str, str]) -> dict[str, Any]:
    """The wizard's form of those questions that are right, with what was tried in it and what it says to that."""
    found = own_fields.parse_declarations(questions.read(questions.coded(typed)).declarations)
    own = {one.code: answers.get(text_form.OWN + one.code, "") for one in found}
    tried = any(own.values())
    wrong = own_fields.read(found, own)[1] if tried else {}
    errors = {text_form.OWN + code: words for code, words in wrong.items()}
    return {
        "form": SimpleNamespace(fields=found, own=own, errors=errors),
        "choices": text_form.choices,
        "left_out": len(typed) - len(found),
    }
