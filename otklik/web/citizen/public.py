"""Lists that everybody reads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from otklik.appeals import labels
from otklik.appeals.lifecycle import Kind
from otklik.appeals.queries import lists
from otklik.classifier import queries as classifier
from otklik.web.access import Action, may, person
from otklik.web.citizen import shown


@may(Action.READ_PUBLIC)
def listing(request: HttpRequest) -> HttpResponse:
    tab, category = shown.tab(request), request.GET.get("category", "")
    options = classifier.category_names()
    page = lists.public_list(tab=tab, category=category, cursor=request.GET.get("from", ""))
    context = {
        "tabs_shown": shown.tabs(request, current=tab),
        "rows": [shown.list_row(row) for row in page.rows],
        "tab": tab,
        "category": category,
        "saves": person(request) is not None,
        "sign_in": f"{reverse('login')}?{urlencode({'next': request.get_full_path()})}",
        "search": _search_title(tab, category, options) if tab != "answers" else "",
        "options": options,
        "newer": shown.with_cursor(request, page.newer),
        "older": shown.with_cursor(request, page.older),
    }
    template = "citizen/_results.html" if request.headers.get("HX-Request") else "citizen/list.html"
    return render(request, template, context)


def _search_title(tab: str, category: str, options: list[tuple[str, str]]) -> str:
    """The name that a saved search is proposed."""
    return " · ".join(
        part for part in (str(labels.KINDS[Kind(tab)]), dict(options).get(category, "")) if part
    )
