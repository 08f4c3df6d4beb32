"""«Поддержать», «Следить», saved searches: buttons on public pages and their tabs of the cabinet."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.appeals import following, labels
from otklik.appeals import searches as saved
from otklik.appeals.lifecycle import Kind
from otklik.appeals.models import Watch
from otklik.appeals.queries import lists
from otklik.appeals.queries.filters import ALL, Filter
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, may
from otklik.web.citizen import cabinet, list_form, shown, stand
from otklik.web.typed import whole


@may(Action.TAKE_PART)
def support(request: PersonRequest, number: str) -> HttpResponse:
    """`on=1` supports, anything else takes it back. Who signed in to press the button comes back here by GET."""
    if request.method == "POST" and request.POST.get("on") == "1":
        following.support(number=number, user=request.user, now=clock.now())
    elif request.method == "POST":
        following.unsupport(number=number, user=request.user)
    return stand.back(request, number)


@may(Action.TAKE_PART)
def follow(request: PersonRequest, number: str) -> HttpResponse:
    """`on=1` follows, anything else ends it; the list of the cabinet asks to come back to itself."""
    if request.method == "POST" and request.POST.get("on") == "1":
        following.follow(number=number, user=request.user, now=clock.now())
    elif request.method == "POST":
        following.unfollow(number=number, user=request.user)
    return redirect("followed") if "list" in request.POST else stand.back(request, number)


@may(Action.TAKE_PART)
def followed(request: PersonRequest) -> HttpResponse:
    page = lists.followed(request.user.pk, cursor=request.GET.get("from", ""))
    context = {
        **cabinet.frame(request, "followed"),
        "rows": [shown.list_row(row) for row in page.rows],
        "newer": cabinet.paged(request, page.newer),
        "older": cabinet.paged(request, page.older),
    }
    return render(request, "citizen/cabinet_followed.html", context)


@may(Action.TAKE_PART)
def searches(request: PersonRequest) -> HttpResponse:
    found = [(watch, _address(watch), _words(watch)) for watch in saved.searches(request.user.pk)]
    return render(
        request, "citizen/cabinet_searches.html", {**cabinet.frame(request, "searches"), "found": found}
    )


@may(Action.TAKE_PART)
def save_search(request: PersonRequest) -> HttpResponse:
    """The form for what the list shows; who had to sign in first comes back to it by GET."""
    if request.method != "POST":
        said = Filter.read(request.GET)
        if not list_form.can_be_saved(said):
            return redirect(list_form.address(said))
        context = {"said": said, "title": list_form.title(said), "back": list_form.address(said)}
        return render(request, "citizen/search_save.html", context)
    tab = request.POST.get("tab", "")
    saved.save_search(
        user=request.user,
        title=request.POST.get("title", ""),
        kind="" if tab == ALL else tab or "none",
        category_code=request.POST.get("category", ""),
        settlement_id=whole(request.POST.get("settlement", "")),
        now=clock.now(),
    )
    messages.success(request, _("Поиск сохранён. О новых обращениях придёт письмо."))
    return redirect("searches")


@require_POST
@may(Action.TAKE_PART)
def drop_search(request: PersonRequest, watch_id: int) -> HttpResponse:
    saved.drop(user_id=request.user.pk, watch_id=watch_id)
    messages.success(request, _("Поиск удалён."))
    return redirect("searches")


def _address(watch: Watch) -> str:
    """Of the list that shows the search again."""
    category = watch.category.code if watch.category else ""
    return list_form.address(
        Filter(tab=watch.kind or ALL, category=category, settlement=watch.settlement_id or 0)
    )


def _words(watch: Watch) -> str:
    kind = str(labels.KINDS[Kind(watch.kind)]) if watch.kind else _("Все виды")
    named = [
        kind,
        watch.category.title if watch.category else "",
        watch.settlement.name if watch.settlement else "",
    ]
    return " · ".join(part for part in named if part)
