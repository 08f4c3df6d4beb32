"""What other bodies ask the official's authority: a list by term, one question with a form for the answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.appeals.queries import opinions
from otklik.appeals.steps import consulting
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, authority_ids, may, require_asked
from otklik.web.citizen import shown
from otklik.web.desk.office.left import left


@may(Action.WORK_FOR_AUTHORITY)
def listing(request: PersonRequest) -> HttpResponse:
    bodies, today = authority_ids(request.user), timezone.localdate(clock.now())
    context = {
        "rows": [(one, left(one.due_on, today=today)) for one in opinions.waiting(bodies)],
        "given": opinions.given(bodies),
        "many_bodies": len(bodies) > 1,
        "here": "opinions",
    }
    return render(request, "desk/office/opinions.html", context)


@may(Action.WORK_FOR_AUTHORITY)
def one(request: PersonRequest, opinion_id: int) -> HttpResponse:
    """The question; its form posts here."""
    require_asked(request.user, opinion_id)
    if request.method != "POST":
        return _page(request, opinion_id)
    words = request.POST.get("words", "")
    try:
        consulting.give(opinion_id=opinion_id, words=words, by=request.user, now=clock.now())
    except (consulting.BadOpinion, consulting.OpinionEnded) as wrong:
        return _page(request, opinion_id, words=words, error=wrong.text, status=wrong.status)
    messages.success(request, _("Мнение отправлено."))
    return redirect("desk:opinions")


def _page(
    request: PersonRequest, opinion_id: int, *, words: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    question = opinions.question(opinion_id)
    context = {
        "question": question,
        "asked": question.asked,
        "left": left(question.asked.due_on, today=timezone.localdate(clock.now())),
        "pictures": shown.pictures(question.photos, _("Фото к обращению")),
        "map_url": reverse("appeal-map", args=[question.map_of]) if question.map_of else "",
        "words": words,
        "error": error,
        "here": "opinions",
    }
    return render(request, "desk/office/opinion.html", context, status=status)
