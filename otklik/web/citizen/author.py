"""The author's own pages, by a link from a letter or signed in. Opening one changes nothing; buttons post."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.appeals.queries import card as cards
from otklik.appeals.queries import mine
from otklik.appeals.steps import intake, moderation, rating
from otklik.kit import clock, links
from otklik.web.access import LINK_DAYS, Action, PersonRequest, author_link, may, require_author
from otklik.web.citizen import shown


@may(Action.USE_LINK)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the first letter. Mail robots open links, so only the button confirms."""
    appeal_id = links.read("confirm", token, days=LINK_DAYS)
    if request.method != "POST":
        return render(request, "citizen/confirm.html", {"card": cards.mine(appeal_id), "token": token})
    appeal = intake.confirm(appeal_id=appeal_id, now=clock.now())
    messages.success(request, _("Почта подтверждена. Обращение передано модератору."))
    return redirect("author", token=links.sign("author", appeal.pk))


@may(Action.OWN_CABINET)
def cabinet(request: PersonRequest) -> HttpResponse:
    return render(request, "citizen/cabinet.html", {"rows": mine.of(request.user.pk)})


@may(Action.OWN_CABINET)
def own(request: PersonRequest, number: str) -> HttpResponse:
    """The signed-in author's page of an appeal; its forms post to the same addresses as the letter's link."""
    appeal_id = mine.id_of(number)
    if appeal_id is None:
        raise Http404
    require_author(request, appeal_id)
    return _page(request, appeal_id)


@may(Action.USE_LINK)
def page(request: HttpRequest, token: str) -> HttpResponse:
    return _page(request, author_link(token))


@require_POST
@may(Action.USE_LINK)
def reply(request: HttpRequest, token: str) -> HttpResponse:
    appeal_id = author_link(token)
    moderation.reply(appeal_id=appeal_id, words=request.POST.get("words", ""), now=clock.now())
    messages.success(request, _("Спасибо, ответ передан модератору."))
    return redirect("author", token=token)


@require_POST
@may(Action.USE_LINK)
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """What was typed stays on the page when something is missing."""
    appeal_id = author_link(token)
    typed = {name: request.POST.get(name, "") for name in ("stars", "solved", "words")}
    stars = int(typed["stars"]) if typed["stars"] in ("1", "2", "3", "4", "5") else 0
    try:
        if typed["solved"] not in ("0", "1"):
            raise rating.BadRating(_("Скажите, решён ли вопрос."))
        solved = typed["solved"] == "1"
        rating.rate(appeal_id=appeal_id, stars=stars, solved=solved, words=typed["words"], now=clock.now())
    except rating.BadRating as wrong:
        return _page(request, appeal_id, typed={**typed, "error": wrong.text, "stars": stars})
    messages.success(request, _("Спасибо! Ваша оценка сохранена."))
    return redirect("author", token=token)


@require_POST
@may(Action.USE_LINK)
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    appeal_id = author_link(token)
    moderation.withdraw(appeal_id=appeal_id, words=request.POST.get("words", ""), now=clock.now())
    messages.success(request, _("Обращение отозвано."))
    return redirect("author", token=token)


def _page(request: HttpRequest, appeal_id: int, typed: dict[str, Any] | None = None) -> HttpResponse:
    found = cards.mine(appeal_id)
    if found is None:
        raise Http404
    token = links.sign("author", appeal_id)
    rated = typed or {"stars": None, "solved": "", "words": "", "error": ""}
    context = {**shown.card(found, link=token), "token": token, "rated": rated}
    response = render(request, "citizen/mine.html", context, status=422 if rated["error"] else 200)
    response["Cache-Control"] = "no-store"  # the page is the author's alone
    return response
