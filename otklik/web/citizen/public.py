"""Pages that everybody reads: home, lists, one appeal."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from otklik.appeals.queries import card as cards
from otklik.appeals.queries import lists
from otklik.appeals.rules import number as numbers
from otklik.classifier import queries as classifier
from otklik.web.access import Action, may
from otklik.web.citizen import shown

HOME_ROWS = 6


@may(Action.READ_PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    tab = shown.tab(request)
    page = lists.public_list(tab=tab, size=HOME_ROWS)
    context = {
        "tabs_shown": shown.tabs(request, current=tab),
        "rows": [shown.list_row(row) for row in page.rows],
        "tab": tab,
        "categories": classifier.category_names(),
    }
    return render(request, "citizen/home.html", context)


@may(Action.READ_PUBLIC)
def listing(request: HttpRequest) -> HttpResponse:
    tab, category = shown.tab(request), request.GET.get("category", "")
    page = lists.public_list(tab=tab, category=category, cursor=request.GET.get("from", ""))
    context = {
        "tabs_shown": shown.tabs(request, current=tab),
        "rows": [shown.list_row(row) for row in page.rows],
        "tab": tab,
        "category": category,
        "options": classifier.category_names(),
        "newer": shown.with_cursor(request, page.newer),
        "older": shown.with_cursor(request, page.older),
    }
    template = "citizen/_results.html" if request.headers.get("HX-Request") else "citizen/list.html"
    return render(request, template, context)


@may(Action.READ_PUBLIC)
def find(request: HttpRequest) -> HttpResponse:
    """A number typed in any way leads to its page; anything else to a word of help."""
    typed = request.GET.get("number", "")
    number = numbers.read(typed)
    if number:
        return redirect("appeal", number=number)
    text = _("Номера «%(typed)s» нет: в номере девять цифр, например 481-270-356.") % {"typed": typed[:40]}
    return render(request, "refused.html", {"text": text}, status=404)


@may(Action.READ_PUBLIC)
def card(request: HttpRequest, number: str) -> HttpResponse:
    plain = numbers.read(number)
    if plain is None:
        raise Http404
    if plain != number:
        return redirect("appeal", number=plain)
    found = cards.public(plain)
    if found is None:
        return render(request, "citizen/not_public.html", {"number": plain}, status=404)
    return render(request, "citizen/appeal.html", shown.card(found))
