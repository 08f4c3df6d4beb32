"""The author's own pages, by a link from a letter or signed in. Opening one changes nothing; buttons post."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from uuid_utils.compat import uuid7

from otklik.appeals.lifecycle import State
from otklik.appeals.queries import card as cards
from otklik.appeals.queries import mine
from otklik.appeals.steps import clarifying, intake, moderation, rating
from otklik.files import photos
from otklik.kit import clock, links
from otklik.web.access import LINK_DAYS, Action, PersonRequest, author_link, may, own_appeal, person
from otklik.web.citizen import shown
from otklik.web.citizen.told import letter_row


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
def own(request: PersonRequest, number: str) -> HttpResponse:
    """The signed-in author's page of an appeal; its forms post to the same addresses as the letter's link."""
    return _page(request, own_appeal(request, number))


@may(Action.USE_LINK)
def page(request: HttpRequest, token: str) -> HttpResponse:
    return _page(request, _card(author_link(token)))


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
    typed = {name: request.POST.get(name, "") for name in ("stars", "solved", "words", "formal")}
    stars = int(typed["stars"]) if typed["stars"] in ("1", "2", "3", "4", "5") else 0
    try:
        if typed["solved"] not in ("0", "1"):
            raise rating.BadRating(_("Скажите, решён ли вопрос."))
        solved = typed["solved"] == "1"
        rating.rate(
            appeal_id=appeal_id,
            stars=stars,
            solved=solved,
            words=typed["words"],
            now=clock.now(),
            formal=typed["formal"] == "1",
        )
    except rating.BadRating as wrong:
        return _page(request, _card(appeal_id), typed={**typed, "error": wrong.text, "stars": stars})
    messages.success(request, _("Спасибо! Ваша оценка сохранена."))
    return redirect("author", token=token)


@require_POST
@may(Action.USE_LINK)
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    appeal_id = author_link(token)
    moderation.withdraw(appeal_id=appeal_id, words=request.POST.get("words", ""), now=clock.now())
    messages.success(request, _("Обращение отозвано."))
    return redirect("author", token=token)


@require_POST
@may(Action.USE_LINK)
def clarify(request: HttpRequest, token: str) -> HttpResponse:
    """Words and photos added to what was filed. What was typed stays on the page when something is wrong."""
    appeal_id, words = author_link(token), request.POST.get("words", "")
    pictures = [file.read() for file in request.FILES.getlist("photos")[: settings.PHOTOS + 1]]
    try:
        clarifying.clarify(
            appeal_id=appeal_id,
            key=_key(request),
            words=words,
            pictures=pictures,
            now=clock.now(),
        )
    except (clarifying.BadClarification, photos.BadPhoto) as wrong:
        return _page(request, _card(appeal_id), added={"words": words, "error": wrong.text})
    messages.success(request, _("Спасибо, дополнение сохранено."))
    return redirect("author", token=token)


@require_POST
@may(Action.USE_LINK)
def again(request: HttpRequest, token: str) -> HttpResponse:
    """The letter of confirmation once more."""
    intake.remind(appeal_id=author_link(token), now=clock.now())
    messages.success(request, _("Письмо отправлено ещё раз."))
    return redirect("author", token=token)


def _key(request: HttpRequest) -> UUID:
    """Of the form as it was shown: pressed twice, it adds once."""
    try:
        return UUID(request.POST.get("client_key", ""))
    except ValueError as e:
        raise clarifying.BadClarification(_("Форма дошла не целиком. Отправьте её ещё раз.")) from e


def _card(appeal_id: int) -> cards.Card:
    found = cards.mine(appeal_id)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    found: cards.Card,
    *,
    typed: dict[str, Any] | None = None,
    added: dict[str, str] | None = None,
) -> HttpResponse:
    token = links.sign("author", found.id)
    context = {
        **shown.card(found, link=token),
        **_confirmation(request, found),
        "token": token,
        "rated": typed or {"stars": None, "solved": "", "words": "", "formal": "", "error": ""},
        "added": added or {"words": "", "error": ""},
        "client_key": uuid7(),
        "photos_limit": settings.PHOTOS,
        "letters": [letter_row(letter) for letter in mine.letters(found.id, found.number)],
    }
    response = render(request, "citizen/mine.html", context, status=422 if typed or added else 200)
    response["Cache-Control"] = "no-store"  # the page is the author's alone
    return response


def _confirmation(request: HttpRequest, found: cards.Card) -> dict[str, str]:
    """What an unconfirmed appeal waits for: a press by the mailbox's owner, who is signed in, or the letter's link."""
    email = mine.email_to_confirm(found.id) if found.state is State.UNCONFIRMED else ""
    proved = mine.proves(person(request), email)
    return {"email_to_confirm": email, "confirm_token": links.sign("confirm", found.id) if proved else ""}
