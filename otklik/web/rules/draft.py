"""The draft of duties: what is in it, a table put in, a dry run, publication, earlier versions."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.appeals import rehearsal
from otklik.authorities import drafting, dutyfile, queries
from otklik.configuration.tables import laid
from otklik.kit import clock
from otklik.kit.errors import Refusal
from otklik.kit.importing import BadFile, Report
from otklik.web.access import Action, PersonRequest, may
from otklik.web.bringing import file_of
from otklik.web.rules import shown
from otklik.web.rules.duties import book
from otklik.web.typed import whole

TABLE_MAX: Final = 5_000_000  # bytes
_SHOWN: Final = 200  # rows of the draft on the page
_ERRORS: Final = 50  # of a table


class NeedsConsent(Refusal):
    """Some rules would match nothing; the administrator has not said that this is meant."""

    code = "needs_consent"
    status = 422


@require_safe
@may(Action.ADMINISTER)
def page(request: PersonRequest) -> HttpResponse:
    return _page(request)


def _page(request: PersonRequest, *, report: Report | None = None, status: int = 200) -> HttpResponse:
    found = book()
    lines = found.drafted()
    context: dict[str, Any] = {
        "rows": lines[:_SHOWN],
        "left": max(len(lines) - _SHOWN, 0),
        "total": len(lines),
        "mark": drafting.mark_of(found.drafts.values()),
        "troubles": [line for line in lines if line.trouble],
        "tried": queries.last_rehearsal(),
        "most": rehearsal.MOST,
        "report": report,
        "errors": report.errors[:_ERRORS] if report else [],
        "here": "duties",
        "tab": "draft",
    }
    return render(request, "rules/draft.html", context, status=status)


@require_POST
@may(Action.ADMINISTER)
def upload(request: PersonRequest) -> HttpResponse:
    """A CSV or JSON of duties into the draft; when a row is wrong nothing is taken and each is told by its number."""
    raw, title = file_of(request, TABLE_MAX)
    if not raw:
        raise BadFile(_("Выберите файл с таблицей правил."))
    if len(raw) > TABLE_MAX:
        raise BadFile(_("Файл больше 5 МБ. Таблица правил такой не бывает."))
    with laid(raw, title) as path:
        report = dutyfile.draft(
            path, whole=request.POST.get("whole") == "1", by=request.user, now=clock.now()
        )
    if report.errors:
        return _page(request, report=report, status=422)
    messages.success(request, _("Изменений в черновике: %(n)d.") % {"n": report.created})
    return redirect("rules:draft")


@require_POST
@may(Action.ADMINISTER)
def take_back(request: PersonRequest) -> HttpResponse:
    drafting.take_back(shown.keys(request.POST.getlist("row")))
    messages.success(request, _("Правило осталось как было."))
    return redirect("rules:draft")


@require_POST
@may(Action.ADMINISTER)
def drop(request: PersonRequest) -> HttpResponse:
    drafting.drop()
    messages.success(request, _("Черновик очищен, правила остались как были."))
    return redirect("rules:duties")


@require_POST
@may(Action.ADMINISTER)
def publish(request: PersonRequest) -> HttpResponse:
    said = request.POST
    if said.get("anyway") != "1" and any(line.trouble for line in book().drafted()):
        raise NeedsConsent(
            _("В черновике есть правила, которые не сработают. Исправьте их или отметьте, что так надо.")
        )
    version = drafting.publish(
        shown=said.get("shown", ""), reason=said.get("reason", ""), by=request.user, now=clock.now()
    )
    messages.success(request, _("Опубликовано: версия %(n)d. Её можно отменить.") % {"n": version.version})
    return redirect("rules:versions")


@require_safe
@may(Action.ADMINISTER)
def versions(request: PersonRequest) -> HttpResponse:
    rows = queries.versions(before=whole(request.GET.get("before", "")))
    context = {
        "rows": rows[: queries.VERSIONS],
        "older": f"?before={rows[queries.VERSIONS - 1].version}" if len(rows) > queries.VERSIONS else None,
        "newest": queries.newest_version(),
        "ground": book().ground,
        "names": queries.titles(),
        "here": "duties",
        "tab": "versions",
    }
    return render(request, "rules/versions.html", context)


@require_POST
@may(Action.ADMINISTER)
def undo(request: PersonRequest) -> HttpResponse:
    version = drafting.undo(whole(request.POST.get("version", "")) or 0, by=request.user, now=clock.now())
    messages.success(request, _("Отменено: правила снова прежние (версия %(n)d).") % {"n": version.version})
    return redirect("rules:versions")


@require_POST
@may(Action.ADMINISTER)
def rehearse(request: PersonRequest) -> HttpResponse:
    made = rehearsal.ask(size=whole(request.POST.get("size", "")) or 0, by=request.user, now=clock.now())
    return redirect("rules:rehearsal", made.pk)


@require_safe
@may(Action.ADMINISTER)
def rehearsed(request: PersonRequest, rehearsal_id: int) -> HttpResponse:
    """Progress, which htmx asks for again and again, then the result. The script gets the middle of the page only."""
    run = queries.rehearsal(rehearsal_id)
    found = book()
    rows = shown.ways(run.found, found.ground, queries.titles())
    pairs = [{**row, "pair": f"{row['from_words']} → {row['to_words']}"} for row in rows]
    context = {
        "run": run,
        "rows": rows,
        "by": [
            (_("От кого к кому"), shown.summed(pairs, "pair")),
            (_("Темы"), shown.summed(rows, "topic_words")),
            (_("Муниципалитеты"), shown.summed(rows, "place_words")),
        ],
        "is_over": run.state in ("done", "failed"),
        "same": run.draft == drafting.mark_of(found.drafts.values()),
        "here": "duties",
        "tab": "draft",
    }
    part = "rules/_rehearsal.html" if request.headers.get("HX-Request") else "rules/rehearsal.html"
    answer = render(request, part, context)
    answer["Cache-Control"] = "private, no-store"
    return answer
