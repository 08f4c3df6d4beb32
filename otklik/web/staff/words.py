"""The list of unwanted words: an administrator adds and removes them, and tries a text on it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.appeals import wordlist
from otklik.appeals.queries import words as queries
from otklik.appeals.rules import profanity
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, may
from otklik.web.marked import marked

_TRIED_MAX = 2000  # characters


@may(Action.EDIT_WORDS)
def words(request: PersonRequest) -> HttpResponse:
    """GET with `try`: how the list marks that text. POST adds a word; what was typed stays when it is refused."""
    if request.method != "POST":
        return _page(request)
    typed, is_beginning = request.POST.get("word", ""), request.POST.get("beginning") == "1"
    try:
        wordlist.add(typed=typed, is_beginning=is_beginning, by=request.user, now=clock.now())
    except wordlist.BadWord as wrong:
        return _page(request, typed=typed[:200], is_beginning=is_beginning, error=wrong.text)
    messages.success(request, _("Слово в списке."))
    return redirect("staff:unwanted")


@require_POST
@may(Action.EDIT_WORDS)
def drop(request: PersonRequest, word_id: int) -> HttpResponse:
    wordlist.drop(word_id=word_id)
    messages.success(request, _("Слово удалено из списка."))
    return redirect("staff:unwanted")


def _page(
    request: PersonRequest, *, typed: str = "", is_beginning: bool = True, error: str = ""
) -> HttpResponse:
    tried = request.GET.get("try", "")[:_TRIED_MAX]
    spans = profanity.marks(tried, queries.listed()) if tried else []
    context = {
        "rows": queries.every(),
        "typed": typed,
        "is_beginning": is_beginning,
        "error": error,
        "tried": tried,
        "found": marked(tried, spans),
        "any_found": bool(spans),
        "here": "unwanted",
    }
    return render(request, "staff/words.html", context, status=422 if error else 200)
