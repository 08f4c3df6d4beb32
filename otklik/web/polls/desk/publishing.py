"""A draft is published; a poll is copied, ended before its time, told what became of it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.appeals.queries import names
from otklik.kit import clock
from otklik.polls import afterwards, building, drafts, ending, faults
from otklik.web.access import Action, PersonRequest, may
from otklik.web.polls.desk import listing


@require_POST
@may(Action.BUILD_POLLS)
def publish(request: PersonRequest, poll_code: str) -> HttpResponse:
    shown = request.POST.get("shown", "")
    building.publish(poll_code, shown=shown, towns=towns(), by=request.user, now=clock.now())
    messages.success(request, _("Опрос опубликован. Изменить его больше нельзя."))
    return redirect("polldesk:poll", poll_code)


@require_POST
@may(Action.BUILD_POLLS)
def copy(request: PersonRequest, poll_code: str) -> HttpResponse:
    poll = building.copy(poll_code, by=request.user, now=clock.now())
    messages.success(request, _("Черновик сделан по образцу опроса. Укажите дни голосования."))
    return redirect("polldesk:poll", poll.code)


@require_POST
@may(Action.BUILD_POLLS)
def drop(request: PersonRequest, poll_code: str) -> HttpResponse:
    building.drop(poll_code, by=request.user, now=clock.now())
    messages.success(request, _("Черновик удалён."))
    return redirect("polldesk:polls")


@require_POST
@may(Action.BUILD_POLLS)
def end(request: PersonRequest, poll_code: str) -> HttpResponse:
    try:
        afterwards.end(poll_code, why=_typed(request, "why"), by=request.user, now=clock.now())
    except ending.ReasonMissing as missing:
        poll, questions = drafts.one(poll_code)
        return listing.published(request, poll, questions, errors={"why": missing.text})
    messages.success(request, _("Голосование завершено. Причину видят все."))
    return redirect("polldesk:poll", poll_code)


@require_POST
@may(Action.BUILD_POLLS)
def tell_outcome(request: PersonRequest, poll_code: str) -> HttpResponse:
    fields = [f"outcome-{code}" for code, _name in settings.LANGUAGES]
    typed = {name: _typed(request, name) for name in fields}
    said = {name.partition("-")[2]: text for name, text in typed.items()}
    try:
        afterwards.tell_outcome(poll_code, said, by=request.user, now=clock.now())
    except afterwards.OutcomeMissing as missing:
        poll, questions = drafts.one(poll_code)
        errors = {f"outcome-{poll.languages[0]}": missing.text}
        return listing.published(request, poll, questions, errors=errors, typed=typed)
    messages.success(request, _("Сохранено. Это видят все на странице опроса."))
    return redirect("polldesk:poll", poll_code)


def _typed(request: PersonRequest, name: str) -> str:
    """A new line is one sign, as the limit of the field counts it: otherwise the end of what was typed is cut off."""
    return request.POST.get(name, "").replace("\r\n", "\n")


def towns() -> faults.Towns:
    """What a draft is held against."""
    areas: list[str] = [code for code, _title in names.known()["area"].offered()]
    return faults.Towns(areas=areas, esia=settings.ESIA_SCOPE.split() if settings.ESIA_URL else [])
