"""/appeals: the public list, the same bytes for every reader. Its address is its state (`appeals.queries.filters`)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from otklik.appeals.queries import lists
from otklik.appeals.queries.filters import BadFilter, Filter
from otklik.kit import clock
from otklik.stats.queries import list_counts
from otklik.web.access import Action, may
from otklik.web.caching import public_page
from otklik.web.citizen import list_form, shown


@public_page
@require_safe
@may(Action.READ_PUBLIC)
def listing(request: HttpRequest) -> HttpResponse:
    """A script of the form asks for the list without the page around it, and keeps the tidy address."""
    try:
        said = Filter.read(request.GET)
    except BadFilter as trouble:
        return _answer(request, list_form.refused(request.GET, trouble), status=400)
    counts = list_counts.counts(said)
    page = lists.page(
        said,
        today=timezone.localdate(clock.now()),
        cursor=request.GET.get("from", ""),
        expected=counts.expected,
    )
    rows = [shown.list_row(row) for row in page.rows]
    answer = _answer(request, {**list_form.listed(said, counts, page), "rows": rows})
    answer["HX-Push-Url"] = list_form.address(said)
    return answer


def _answer(request: HttpRequest, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    asked_by_script = "HX-Request" in request.headers
    template = "citizen/_listing.html" if asked_by_script else "citizen/list.html"
    answer = render(request, template, {**context, "opened": asked_by_script}, status=status)
    patch_vary_headers(answer, ("HX-Request",))
    return answer
