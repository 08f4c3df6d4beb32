"""What an official does with an appeal besides answering it. What was typed stays on the page when it is refused."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.appeals.lifecycle import Attention
from otklik.appeals.steps import consulting, errands, extending, forwarding, handing
from otklik.appeals.steps.replying import Desk
from otklik.kit import clock
from otklik.kit.errors import Refusal
from otklik.web.access import Action, PersonRequest, may, own_desk
from otklik.web.days import day
from otklik.web.desk.office.item import Wrong, page
from otklik.web.typed import key, whole


@require_POST
@may(Action.WORK_FOR_AUTHORITY)
def hand(request: PersonRequest, number: str) -> HttpResponse:
    desk, chosen = own_desk(request.user, number), whole(request.POST.get("executor", ""))

    def step() -> str:
        handing.hand(
            appeal_id=desk.appeal_id,
            authority_id=desk.authority_id,
            executor_id=chosen,
            by=request.user,
            now=clock.now(),
        )
        return _("Исполнитель назначен.") if chosen else _("Исполнитель снят.")

    return done(request, desk, number, "hand", step)


@require_POST
@may(Action.WORK_FOR_AUTHORITY)
def note(request: PersonRequest, number: str) -> HttpResponse:
    desk = own_desk(request.user, number)

    def step() -> str:
        handing.note(
            appeal_id=desk.appeal_id,
            authority_id=desk.authority_id,
            key=key(request.POST.get("client_key", "")),
            text=request.POST.get("note", ""),
            by=request.user,
            now=clock.now(),
        )
        return _("Заметка добавлена.")

    return done(request, desk, number, "note", step)


@require_POST
@may(Action.WORK_FOR_AUTHORITY)
def extend(request: PersonRequest, number: str) -> HttpResponse:
    desk = own_desk(request.user, number)

    def step() -> str:
        until = extending.extend(
            appeal_id=desk.appeal_id,
            authority_id=desk.authority_id,
            days=whole(request.POST.get("extend_days", "")) or 0,
            reason=request.POST.get("extend_reason", ""),
            by=request.user,
            now=clock.now(),
        )
        return _("Срок продлён до %(day)s, автору отправлено письмо.") % {"day": f"{until:%d.%m.%Y}"}

    return done(request, desk, number, "extend", step)


@require_POST
@may(Action.WORK_FOR_AUTHORITY)
def forward(request: PersonRequest, number: str) -> HttpResponse:
    """The appeal leaves the desk: the way leads back to the inbox."""
    desk = own_desk(request.user, number)

    def step() -> str:
        chosen = request.POST.get("forward_to", "")
        if chosen != "unknown" and whole(chosen) is None:
            raise forwarding.BadForward(_("Выберите, кому передать, или «не знаю»."))
        found = forwarding.forward(
            appeal_id=desk.appeal_id,
            authority_id=desk.authority_id,
            to_id=whole(chosen),
            reason=request.POST.get("forward_reason", ""),
            by=request.user,
            now=clock.now(),
        )
        return {
            None: _("Обращение передано другому исполнителю."),
            Attention.FORWARDED: _("Обращение передавали уже дважды: исполнителя назначит контролёр."),
        }.get(found, _("Обращение передано порталу: исполнителя назначит сотрудник."))

    return done(request, desk, number, "forward", step, stays=False)


@require_POST
@may(Action.WORK_FOR_AUTHORITY)
def ask(request: PersonRequest, number: str) -> HttpResponse:
    desk = own_desk(request.user, number)

    def step() -> str:
        consulting.ask(
            appeal_id=desk.appeal_id,
            authority_id=desk.authority_id,
            key=key(request.POST.get("client_key", "")),
            asked_id=whole(request.POST.get("ask_body", "")),
            question=request.POST.get("ask_question", ""),
            due_on=day(request.POST.get("ask_due", "")),
            by=request.user,
            now=clock.now(),
        )
        return _("Вопрос отправлен.")

    return done(request, desk, number, "ask", step)


@require_POST
@may(Action.WORK_FOR_AUTHORITY)
def take_question_back(request: PersonRequest, number: str, opinion_id: int) -> HttpResponse:
    desk = own_desk(request.user, number)

    def step() -> str:
        consulting.take_back(
            opinion_id=opinion_id,
            appeal_id=desk.appeal_id,
            authority_id=desk.authority_id,
            now=clock.now(),
        )
        return _("Вопрос отозван.")

    return done(request, desk, number, "ask", step)


@require_POST
@may(Action.WORK_FOR_AUTHORITY)
def send_errand(request: PersonRequest, number: str) -> HttpResponse:
    """The link is on the page that answers this form, and nowhere else afterwards."""
    desk = own_desk(request.user, number)
    try:
        token = errands.send(
            appeal_id=desk.appeal_id,
            authority_id=desk.authority_id,
            key=key(request.POST.get("client_key", "")),
            email=request.POST.get("errand_email", ""),
            task=request.POST.get("errand_task", ""),
            by=request.user,
            now=clock.now(),
        )
    except handing.NotHere as gone:
        messages.error(request, gone.text)
        return redirect("desk:authority")
    except Refusal as wrong:
        return page(request, desk, wrong=typed(request, "errand", wrong), status=wrong.status)
    if token is None:
        messages.info(request, _("Поручение уже создано. Ссылка показывается один раз."))
        return redirect("desk:office-item", number)
    return page(request, desk, link=token)


@require_POST
@may(Action.WORK_FOR_AUTHORITY)
def close_errand(request: PersonRequest, number: str, errand_id: int) -> HttpResponse:
    desk = own_desk(request.user, number)

    def step() -> str:
        errands.close(
            errand_id=errand_id,
            appeal_id=desk.appeal_id,
            authority_id=desk.authority_id,
            now=clock.now(),
        )
        return _("Ссылка больше не работает.")

    return done(request, desk, number, "errand", step)


def done(  # one frame for seven forms
    request: PersonRequest,
    desk: Desk,
    number: str,
    form: str,
    step: Callable[[], str],
    *,
    stays: bool = True,
) -> HttpResponse:
    """step: changes something and says what. A refusal is shown beside its form; one that has gone to another body
    is told in the inbox.
    """
    try:
        said = step()
    except handing.NotHere as gone:
        messages.error(request, gone.text)
        return redirect("desk:authority")
    except Refusal as wrong:
        return page(request, desk, wrong=typed(request, form, wrong), status=wrong.status)
    messages.success(request, said)
    return redirect("desk:office-item", number) if stays else redirect("desk:authority")


def typed(request: PersonRequest, form: str, wrong: Refusal) -> Wrong:
    return Wrong(form, wrong.text, {name: str(value) for name, value in request.POST.items()})
