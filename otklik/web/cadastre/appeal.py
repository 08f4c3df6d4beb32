"""From the section to the wizard, with the numbers that were typed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from uuid_utils.compat import uuid7

from otklik.cadastre import filing
from otklik.kit import clock
from otklik.web.access import Action, may, person, remember_draft
from otklik.web.cadastre import shared


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.FILE_APPEAL)
def page(request: HttpRequest) -> HttpResponse:
    """GET shows what goes along; POST begins the draft. Pressed twice, it is two drafts and no appeal."""
    said = shared.typed(request.POST if request.method == "POST" else request.GET)
    if request.method == "POST":
        draft_id = uuid7()
        now = clock.now()
        filing.begin(draft_id=draft_id, said=said, owner=person(request), now=now, today=shared.today())
        response = redirect("wizard-place", draft_id=draft_id)
        remember_draft(request, response, draft_id)
        return response
    topic = filing.topic()
    raw = filing.answers(topic, said) if topic else {}
    context: dict[str, Any] = {
        "topic": topic,
        "goes": [(one.label, raw[one.code]) for one in topic.fields if one.code in raw] if topic else [],
        "begins": filing.words(said, today=shared.today()),
        "hidden": [(name, value) for name, value in said.items() if value],
    }
    return render(request, "cadastre/appeal.html", {**shared.frame(said), **context})
