"""The draft of the classifier: what is in it, publication; versions, two of them compared, one returned to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.appeals import renaming
from otklik.classifier import content, drafting, publishing, queries
from otklik.classifier.content import Difference
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, may
from otklik.web.rules import shown, told
from otklik.web.typed import whole


@require_safe
@may(Action.ADMINISTER)
def page(request: PersonRequest) -> HttpResponse:
    live, drafts = content.live(), content.drafts()
    ids = {(row.kind, row.code): row.pk for row in drafts}
    found = content.difference(live, content.with_draft(live, drafts))
    context = {
        "rows": [(ids.get((one.kind, one.code), 0), *_said(one)) for one in found],
        "mark": drafting.mark_of(drafts),
        "here": "classifier",
        "tab": "draft",
    }
    return render(request, "rules/classifier_draft.html", context)


@require_POST
@may(Action.ADMINISTER)
def take_back(request: PersonRequest) -> HttpResponse:
    drafting.take_back(shown.keys(request.POST.getlist("row")))
    messages.success(request, _("Выбранное осталось как было."))
    return redirect("rules:classifier-draft")


@require_POST
@may(Action.ADMINISTER)
def drop(request: PersonRequest) -> HttpResponse:
    drafting.drop()
    messages.success(request, _("Черновик очищен, классификатор остался как был."))
    return redirect("rules:classifier")


@require_POST
@may(Action.ADMINISTER)
def publish(request: PersonRequest) -> HttpResponse:
    version = publishing.publish(
        shown=request.POST.get("shown", ""),
        reason=request.POST.get("reason", ""),
        by=request.user,
        now=clock.now(),
        renamed=renaming.mark_later,
    )
    messages.success(request, _("Опубликовано: версия %(n)d.") % {"n": version.version})
    return redirect("rules:classifier-versions")


@require_safe
@may(Action.ADMINISTER)
def versions(request: PersonRequest) -> HttpResponse:
    rows = queries.versions(before=whole(request.GET.get("before", "")))
    context = {
        "rows": rows[: queries.VERSIONS],
        "older": f"?before={rows[queries.VERSIONS - 1].version}" if len(rows) > queries.VERSIONS else None,
        "here": "classifier",
        "tab": "versions",
    }
    return render(request, "rules/classifier_versions.html", context)


@require_safe
@may(Action.ADMINISTER)
def version(request: PersonRequest, version: int) -> HttpResponse:
    """What this version changed: beside the one before it, or beside `with`. 0 is the classifier in force."""
    one, asked = queries.version(version), whole(request.GET.get("with", ""))
    other = version - 1 if asked is None else asked
    after = content.of_file(one.content)
    if asked == 0:
        before = content.live()
    elif other == 0:  # the first version is the beginning: nothing stands before it
        before = after
    else:
        before = content.of_file(queries.version(other).content)
    found = content.difference(before, after)
    context = {
        "one": one,
        "other": other,
        "rows": [_said(difference) for difference in found],
        "others": [(str(row.version), f"{row.version}. {row.reason}") for row in queries.versions()],
        "here": "classifier",
        "tab": "versions",
    }
    return render(request, "rules/classifier_version.html", context)


@require_POST
@may(Action.ADMINISTER)
def return_to(request: PersonRequest, version: int) -> HttpResponse:
    found = publishing.return_to(version, by=request.user, now=clock.now())
    said = _("В черновике %(n)d изменений, которые вернут версию %(version)d. Проверьте и опубликуйте.")
    messages.success(request, said % {"n": found, "version": version})
    return redirect("rules:classifier-draft")


def _said(one: Difference) -> tuple[str, str, str, list[tuple[str, str, str]]]:
    """Which object, what was done to it, its title, and the fields: name, before, after."""
    verb = _("изменится") if one.before and one.after else _("добавится") if one.after else _("уйдёт")
    keys = list({**one.before, **one.after})
    pairs = [
        (told.label(key), told.value(one.before.get(key)), told.value(one.after.get(key))) for key in keys
    ]
    return str(told.KINDS[one.kind]), verb, one.title, [pair for pair in pairs if pair[1] != pair[2]]
