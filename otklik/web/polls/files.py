"""Pictures of polls, and what can be downloaded of a counted one."""

from functools import cache
from pathlib import Path
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.files import photos
from otklik.polls import pictures, publishing, queries, recount
from otklik.polls import protocol as protocols
from otklik.polls import results as counts
from otklik.polls.asking import Poll
from otklik.web.access import Action, allowed, may, person
from otklik.web.citizen.files import HOUR, PRIVATE
from otklik.web.polls.spotted import named
from otklik.web.polls.tongue import said
from otklik.web.sheet import sheet


@require_safe
@may(Action.READ_PUBLIC)
def picture(request: HttpRequest, photo_id: UUID, size: str) -> HttpResponse:
    """Of a published poll for everybody, of a draft for whoever may build one."""
    public = pictures.is_public(photo_id)
    if size not in photos.SIZES or not (public or allowed(person(request), Action.BUILD_POLLS)):
        raise Http404
    try:
        content = photos.read(photo_id, size)
    except FileNotFoundError as e:
        raise Http404 from e
    headers = {"Cache-Control": HOUR if public else PRIVATE}
    return HttpResponse(content, content_type="image/jpeg", headers=headers)


@require_safe
@may(Action.READ_PUBLIC)
def results(request: HttpRequest, poll_code: str) -> HttpResponse:
    """Every figure, of all or of one municipality (`?area=`). 403 while they are hidden."""
    poll = queries.poll(poll_code)
    area = request.GET.get("area", "")
    if area and (not counts.public(poll) or area not in dict(counts.results(poll, cells=0).areas)):
        raise Http404
    found = counts.results(poll, area)
    headings = [
        _("Код вопроса"), _("Вопрос"), _("Код ответа"), _("Ответ"), _("Голосов"), _("Доля ответивших, %"),
        _("Среднее место"), _("Баллы"),
    ]  # fmt: skip
    lines = [[_("Всего бюллетеней"), "", "", "", str(found.ballots), "", "", ""]]
    for one in found.outcomes:
        lines += _of_question(poll, one)
    name = f"{poll.code}-{area}" if area else poll.code
    return sheet(f"{name}.csv", [headings, *lines])


@require_safe
@may(Action.READ_PUBLIC)
def table(request: HttpRequest, poll_code: str) -> HttpResponseBase:
    """Every ballot by its receipt, without names: JSON Lines, packed. Never changes once it is there."""
    poll = queries.poll(poll_code)
    if poll.table is None:
        raise Http404
    return _kept(publishing.path(poll.table), f"{poll.code}.jsonl.gz", "application/gzip", poll.table_sha256)


@require_safe
@may(Action.READ_PUBLIC)
def protocol(request: HttpRequest, poll_code: str) -> HttpResponseBase:
    poll = queries.poll(poll_code)
    if poll.table is None:
        raise Http404
    return _kept(protocols.path(poll.table), f"{poll.code}.pdf", "application/pdf", poll.table_sha256)


@require_safe
@may(Action.READ_PUBLIC)
def recount_py(request: HttpRequest) -> HttpResponse:
    """The program that counts a table again, for whoever does not trust the portal."""
    headers = {"Content-Disposition": 'attachment; filename="recount.py"', "Cache-Control": HOUR}
    return HttpResponse(_program(), content_type="text/x-python; charset=utf-8", headers=headers)


@cache
def _program() -> bytes:
    return Path(recount.__file__).read_bytes()


def _kept(path: str, name: str, kind: str, digest: str) -> HttpResponseBase:
    try:
        raw = default_storage.open(path)
    except FileNotFoundError as e:
        raise Http404 from e
    headers = {"Cache-Control": HOUR, "ETag": f'"{digest}"', "X-Content-Type-Options": "nosniff"}
    return FileResponse(raw, as_attachment=True, filename=name, content_type=kind, headers=headers)


def _of_question(poll: Poll, one: counts.Outcome) -> list[list[str]]:
    code, text = one.question.code, said(one.question.text, poll.languages)
    lines = [[code, text, "", _("Ответили"), str(one.answered), f"{one.share:.2f}", "", ""]]
    for line in one.lines:
        title = named(line.code) if one.question.kind == "place" else said(line.text, poll.languages)
        ranked = one.question.kind == "ranking"
        mean = f"{line.mean_place:.2f}" if line.mean_place is not None else ""
        points = str(line.points) if ranked else ""
        lines.append([code, text, line.code, title, str(line.n), f"{line.share:.2f}", mean, points])
    return lines
