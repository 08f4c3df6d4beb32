"""Works at the desks: officials publish those of their authority, administrators of any."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.appeals.queries import names
from otklik.authorities import queries as authorities
from otklik.kit import clock
from otklik.kit.marks import Changed
from otklik.people.models import User
from otklik.web import typed as readers
from otklik.web.access import Action, PersonRequest, allowed, authority_ids, may
from otklik.web.bringing import Said, bring
from otklik.web.typed import whole
from otklik.web.works import drawing, shown
from otklik.web.works import form as forms
from otklik.works import publishers, publishing, queries
from otklik.works.models import Work
from otklik.works.publishing import BadWork, Hand, Origin, Over, Owner


@never_cache
@require_safe
@may(Action.PUBLISH_WORKS)
def listing(request: PersonRequest) -> HttpResponse:
    now = clock.now()
    found = queries.own(_own(request.user), cursor=request.GET.get("from", ""))
    context = {
        "rows": shown.lines(found.rows, now=now),
        "newer": _paged(found.newer),
        "older": _paged(found.older),
        **_frame(),
    }
    return render(request, "works/desk/list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.PUBLISH_WORKS)
def new(request: PersonRequest) -> HttpResponse:
    """The form of a new work. Sent twice, it makes one."""
    now = clock.now()
    if request.method != "POST":
        return _form(request, forms.empty(now=now), key=str(uuid4()))
    key = readers.key(request.POST.get("form", ""))
    if drawing.is_pressed(request.POST):
        return _form(request, forms.drawn(request.POST), key=str(key))
    form = forms.read(request.POST)
    owner = _owner(request, form)
    if form.wish and owner and not form.errors:
        try:
            origin = Origin(form=key)
            work = publishing.publish(form.wish, owner, by=request.user, now=now, origin=origin)
            messages.success(request, _("Опубликовано. Подписчикам сообщим сами."))
            return redirect("works-desk-one", work_id=work.pk)
        except BadWork as bad:
            forms.refused(form, bad)
    return _form(request, form, key=str(key))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.PUBLISH_WORKS)
def one(request: PersonRequest, work_id: int) -> HttpResponse:
    """The form of a work that is there, its journal, the buttons that end and cancel it."""
    hand = _hand(request)
    work = queries.work(work_id, _own(request.user))
    if request.method != "POST":
        return _form(request, forms.of_work(work), work=work)
    if drawing.is_pressed(request.POST):
        return _form(request, forms.drawn(request.POST), work=work)
    form = forms.read(request.POST, work)
    if form.wish:
        try:
            publishing.edit(work_id, form.wish, hand, now=clock.now())
            messages.success(request, _("Сохранено."))
            return redirect("works-desk-one", work_id=work_id)
        except BadWork as bad:
            forms.refused(form, bad)
        except (Changed, Over) as late:
            form.errors["kind"] = late.text
    return _form(request, form, work=work)


@require_safe
@may(Action.PUBLISH_WORKS)
def picture(request: PersonRequest) -> HttpResponse:
    """The map of the form; all that it shows stands in its address."""
    svg = drawing.picture(request.GET)
    if svg is None:
        raise Http404
    headers = {"Cache-Control": "private, max-age=300"}
    return HttpResponse(svg, content_type="image/svg+xml", headers=headers)


@require_POST
@may(Action.PUBLISH_WORKS)
def end(request: PersonRequest, work_id: int) -> HttpResponse:
    """Ended now, or moved to the moment of the form."""
    now = clock.now()
    said = request.POST.get
    at = now if said("now") else forms.moment(said("ends_on", ""), said("ends_time", ""))
    if at is None:
        messages.error(request, _("Выберите день и напишите время, например 09:00."))
        return redirect("works-desk-one", work_id=work_id)
    try:
        publishing.move_end(work_id, at, _hand(request), now=now)
        messages.success(request, _("Время изменено. Кто знал о работах, узнает и об этом."))
    except (BadWork, Over) as wrong:
        messages.error(request, wrong.text)
    return redirect("works-desk-one", work_id=work_id)


@require_POST
@may(Action.PUBLISH_WORKS)
def cancel(request: PersonRequest, work_id: int) -> HttpResponse:
    try:
        publishing.cancel(work_id, _hand(request), now=clock.now())
        messages.success(request, _("Работы отменены. Кто знал о них, узнает и об этом."))
    except (BadWork, Over) as wrong:
        messages.error(request, wrong.text)
    return redirect("works-desk-one", work_id=work_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may(Action.PUBLISH_WORKS)
def upload(request: PersonRequest) -> HttpResponse:
    return bring(request, "works", _file_of)


def _file_of(request: PersonRequest) -> Said:
    """Whose works the file has."""
    form, bodies = forms.empty(now=clock.now()), _bodies(request.user)
    owner = _owner(request, form) if request.method == "POST" else None
    asked = {"authority_id": owner.authority_id if owner else None}
    return Said(asked, {"authority": form.get("authority")}, form.errors, {"bodies": bodies})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def let(request: PersonRequest) -> HttpResponse:
    """Organisations whose programs may publish works by their key: let in by ИНН, and taken out."""
    error = ""
    if request.method == "POST":
        try:
            if drop := whole(request.POST.get("drop", "")):
                publishers.take_back(organisation_id=drop)
            else:
                publishers.let(inn=request.POST.get("inn", ""), by=request.user, now=clock.now())
            return redirect("works-publishers")
        except publishers.Unknown as unknown:
            error = unknown.text
    context = {"rows": publishers.every(), "error": error, "inn": request.POST.get("inn", ""), **_frame()}
    return render(request, "works/desk/publishers.html", context, status=422 if error else 200)


def _own(user: User) -> list[int] | None:
    """Authorities whose works the person may publish; None: any."""
    return None if allowed(user, Action.ADMINISTER) else authority_ids(user)


def _hand(request: PersonRequest) -> Hand:
    own = _own(request.user)
    owners = None if own is None else tuple(Owner(pk) for pk in own)
    return Hand(owners, request.user, request.POST.get("reason", ""), request.POST.get("shown", ""))


def _owner(request: PersonRequest, form: forms.Form) -> Owner | None:
    """The authority of the form, the only one where there is one; else its trouble goes to the form."""
    options = dict(_bodies(request.user))
    chosen = request.POST.get("authority", "")
    form.typed["authority"] = chosen
    if len(options) == 1:
        return Owner(int(next(iter(options))))
    if chosen in options:
        return Owner(int(chosen))
    form.errors["authority"] = (
        _("Выберите орган.")
        if options
        else _("Вас ещё не назначили ни в один орган: обратитесь к администратору.")
    )
    return None


def _bodies(user: User) -> list[tuple[str, str]]:
    own = _own(user)
    return authorities.active() if own is None else authorities.names(own)


def _form(
    request: PersonRequest, form: forms.Form, *, key: str = "", work: Work | None = None
) -> HttpResponse:
    form.typed["authority"] = request.POST.get("authority", form.get("authority"))
    drawn = drawing.shown(form.typed, form.picked.row)
    context: dict[str, Any] = {
        "form": form,
        "map": drawn,
        "picture": f"{reverse('works-desk-map')}?{drawing.asked(form.typed, drawn)}&",
        "view": drawing.written(drawn.view),
        "key": key,
        "work": work,
        "line": shown.line(queries.row_of(work), now=clock.now()) if work else None,
        "over": publishing.over(work, now=clock.now()) if work else False,
        "shown_mark": request.POST.get("shown") or (publishing.mark_of(work) if work else ""),
        "entries": [shown.entry(step) for step in queries.journal(work.pk)] if work else [],
        "bodies": _bodies(request.user) if work is None else [],
        "kinds": shown.kinds(),
        "areas": names.known()["area"].offered(),
        "scopes": [
            ("addresses", _("Населённый пункт, улицы, дома")),
            ("territory", _("Муниципалитет целиком")),
            ("area", _("Область на карте")),
            ("circle", _("Круг на карте")),
        ],
        **_frame(),
    }
    return render(request, "works/desk/form.html", context, status=422 if form.errors else 200)


def _frame() -> dict[str, Any]:
    return {"here": "works-desk"}


def _paged(cursor: str | None) -> str | None:
    return f"{reverse('works-desk')}?{urlencode({'from': cursor})}" if cursor else None
