"""The section's first page, the check of a number, the list of documents, examples of outcomes."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from otklik.appeals.queries import names
from otklik.cadastre import figures, queries
from otklik.cadastre.models import Outcome, Use
from otklik.classifier import cadastral
from otklik.web.access import Action, may
from otklik.web.caching import public_page
from otklik.web.cadastre import shared, words

CATEGORY: Final = "cadastre"  # of the classifier: its public list is linked
# (document, what to look at in it); the law's list is in its text, see the sources on the page.
DOCUMENTS: Final[tuple[tuple[Promise, Promise], ...]] = (
    (_("Заявление об установлении рыночной стоимости"), _("По форме бюджетного учреждения региона.")),
    (_("Отчёт оценщика о рыночной стоимости"), _("С подписью оценщика; дата оценки не старше срока.")),
    (_("Выписка ЕГРН о кадастровой стоимости"), _("На ту дату, с которой стоимость оспаривается.")),
    (_("Документ о праве на участок"), _("Если право не записано в ЕГРН.")),
    (_("Доверенность"), _("Если подаёт представитель.")),
    (_("Паспорт"), _("Для подачи в МФЦ или в учреждении.")),
)  # fmt: skip


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def start(request: HttpRequest) -> HttpResponse:
    context = shared.frame(shared.typed({}))
    return render(
        request, "cadastre/start.html", {**context, "sum": queries.whole(), "example": cadastral.example()}
    )


@require_safe
@may(Action.READ_PUBLIC)
def check(request: HttpRequest) -> HttpResponse:
    """What the number says, and what the portal knows of its quarter. Not for caches: it is somebody's plot."""
    said = shared.typed(request.GET)
    if not shared.pressed(request.GET, "number"):
        return redirect("cadastre")
    context: dict[str, Any] = {"error": "", "found": None, "example": cadastral.example()}
    try:
        found = cadastral.read(said["number"], plot_needed=False)
        said["number"] = str(found)
        context |= {"found": found} | _of_quarter(found.quarter, said)
    except cadastral.BadNumber as bad:
        context["error"] = str(bad)
    context |= shared.frame(said)
    if context["error"]:  # what is wrong does not go along
        context["ways"] = shared.frame({**said, "number": ""})["ways"]
    return render(request, "cadastre/check.html", context, status=400 if context["error"] else 200)


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def documents(request: HttpRequest) -> HttpResponse:
    context = {**shared.frame(shared.typed({})), "documents": DOCUMENTS}
    context["term"] = figures.norm("file_months", on=shared.today())
    return render(request, "cadastre/documents.html", context)


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def outcomes(request: HttpRequest) -> HttpResponse:
    cut = queries.outcomes(cursor=request.GET.get("cursor", ""))
    context = {
        **shared.frame(shared.typed({})),
        "rows": [(row, _told(row)) for row in cut.rows],
        "newer": cut.newer,
        "older": cut.older,
        "solved": queries.solved(),
        "names": names.areas(),
        "quarter": lambda quarter: cadastral.quarter_only(f"{quarter}:0"),
    }
    return render(request, "cadastre/outcomes.html", context)


def _told(row: Outcome) -> list[tuple[str, str]]:
    """The numbers of an outcome, for `facts`."""
    return [
        (str(_("Итог")), str(row.get_result_display())),
        (str(_("Округ")), shared.place_name(row.place)),
        (str(_("Было")), words.rubles(row.value_before) if row.value_before is not None else ""),
        (str(_("Стало")), words.rubles(row.value_after) if row.value_after is not None else ""),
    ]


def _of_quarter(quarter: str, said: dict[str, str]) -> dict[str, Any]:
    """Averages and complaints of the quarter; its municipality goes along to the next page."""
    sums = queries.of_quarter(quarter)
    if not said["place"]:
        said["place"] = next((one.area for one in sums if one.area), "")
    averages = figures.averages_of_quarter(quarter, on=shared.today())
    return {
        "averages": [(Use(use).label, one) for use, one in averages.items()],
        "complaints": sum(one.n for one in sums),
        "answered": sum(one.answered for one in sums),
        "place": shared.place_name(said["place"]),
        "category": CATEGORY,
    }
