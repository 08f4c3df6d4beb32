"""Is my ballot in the published table, and how was it counted? Asked by POST: no log and no history keeps a code."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from otklik.kit import clock
from otklik.polls import lookup, queries, receipts
from otklik.polls.asking import Poll, Question
from otklik.web.access import Action, may
from otklik.web.citizen.files import PRIVATE
from otklik.web.polls import pages, spotted, wording
from otklik.web.polls.tongue import said


@may(Action.READ_PUBLIC)
def check(request: HttpRequest, poll_code: str) -> HttpResponse:
    """Changes nothing, whatever is typed."""
    poll = queries.poll(poll_code)
    typed = request.POST.get("receipt", "").strip()[:100] if request.method == "POST" else ""
    code, error, found = receipts.normal(typed), "", None
    if request.method == "POST" and poll.table:
        found = lookup.ballot(poll, code) if code else None
        error = "" if found is not None else _wrong(typed, code)
    context = {
        **pages.about(poll, wording.phase(poll, clock.now())),
        "typed": typed,
        "error": error,
        "found": _facts(poll, found.answers) if found and found.fits else None,
        "altered": found is not None and not found.fits,
    }
    response = render(request, "polls/check.html", context, status=422 if error else 200)
    response["Cache-Control"] = PRIVATE
    return response


def _wrong(typed: str, code: str) -> str:
    if not typed:
        return _("Введите код бюллетеня.")
    if not code:
        return _("В коде 26 букв и цифр латиницей. Сверьте его с тем, что вы сохранили.")
    return _("Бюллетеня с таким кодом в этом опросе нет: код с ошибкой, от другого опроса или поддельный.")


def _facts(poll: Poll, answers: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (said(one.text, poll.languages), words(one, answers[one.code], poll))
        for one in poll.questions
        if one.code in answers
    ]


def words(one: Question, answer: Any, poll: Poll) -> str:
    """An answer of the published table as people read it."""
    names = {option.code: said(option.text, poll.languages) for option in one.options}
    match one.kind:
        case "multiple":
            return ", ".join(names.get(code, code) for code in answer)
        case "ranking":
            return ", ".join(f"{n}. {names.get(code, code)}" for n, code in enumerate(answer, 1))
        case "text":
            return _("Короткий ответ учтён; в таблице от него только отпечаток: %(digest)s…") % {
                "digest": answer[:16]
            }
        case "place":
            return _("Квадрат карты около %(point)s") % {"point": spotted.named(answer)}
        case _:
            return names.get(str(answer), str(answer))
