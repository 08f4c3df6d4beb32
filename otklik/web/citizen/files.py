"""Photos, files of answers, small maps and address suggestions."""

import re
from dataclasses import dataclass
from pathlib import PurePath
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from otklik.appeals.queries import card as cards
from otklik.appeals.queries import files as rights
from otklik.appeals.queries import maps
from otklik.files import documents, photos
from otklik.places import queries as places
from otklik.web.access import Action, may, own_draft, require_reader, write_download
from otklik.web.typed import whole

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")
# What is public now may be withdrawn: nobody keeps it for longer than an hour.
HOUR = "public, max-age=3600"
PRIVATE = "private, no-store"


@require_safe
@may(Action.READ_PUBLIC)
def photo(request: HttpRequest, photo_id: UUID, size: str) -> HttpResponse:
    """A photo of a public appeal or answer for everybody; others for their author and the desks."""
    if size not in photos.SIZES:
        raise Http404
    public = rights.photo_is_public(photo_id)
    if not public:
        require_reader(request, rights.owner_of_photo(photo_id))
    try:
        content = photos.read(photo_id, size)
    except FileNotFoundError as e:
        raise Http404 from e
    return HttpResponse(
        content, content_type="image/jpeg", headers={"Cache-Control": HOUR if public else PRIVATE}
    )


@require_safe
@may(Action.READ_PUBLIC)
def document(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """A file of an answer or of an author, always as a download: what it is inside is not for our origin to show.

    What staff take of that which is not for everybody goes into the journal of staff.
    """
    paper = _paper(request, file_id)
    try:
        content = documents.read(file_id)
    except FileNotFoundError as e:
        raise Http404 from e
    if paper.by_right and paper.appeal_id:
        write_download(request, paper.by_right, appeal_id=paper.appeal_id)
    # The name came from outside: only a plain ending of it goes into a header.
    suffix = paper.title.suffix if _SUFFIX.fullmatch(paper.title.suffix) else ""
    headers = {
        "Content-Disposition": f'attachment; filename="{paper.word}-{file_id.hex[:8]}{suffix}"',
        "Cache-Control": HOUR if paper.public else PRIVATE,
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


@dataclass(frozen=True, slots=True)
class _Paper:
    title: PurePath
    word: str  # how the download is called
    public: bool  # everybody may have it
    by_right: Action | None = None  # of staff who read what is somebody else's
    appeal_id: int | None = None


def _paper(request: HttpRequest, file_id: UUID) -> _Paper:
    """404 to whom it is not."""
    if found := rights.document(file_id):
        title, public = found
        if public:
            return _Paper(title, "answer", public)
        owner = rights.owner_of_answer(file_id)
        right = require_reader(request, owner)
        return _Paper(title, "answer", public, right, owner.appeal_id if owner else None)
    enclosed = rights.enclosure(file_id)
    if enclosed is None:
        raise Http404
    title, owner = enclosed
    right = require_reader(request, owner, personal=True)
    return _Paper(title, "document", False, right, owner.appeal_id)


@require_safe
@may(Action.READ_PUBLIC)
def appeal_map(request: HttpRequest, number: str) -> HttpResponse:
    """The place of a public appeal for everybody; of others for their author and moderators."""
    public = cards.is_public(number)
    if not public:
        require_reader(request, rights.owner_of_appeal(number))
    svg = maps.of_appeal(number)
    if svg is None:
        raise Http404
    return HttpResponse(
        svg, content_type="image/svg+xml", headers={"Cache-Control": HOUR if public else PRIVATE}
    )


@require_safe
@may(Action.FILE_APPEAL)
def draft_map(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    draft = own_draft(request, draft_id)
    shape = maps.SHAPES.get(request.GET.get("shape", "map"))
    view = maps.view_of(draft.data, **shape) if shape else None
    if view is None:
        raise Http404
    svg = maps.of_place(view, draft.data.get("lon"), draft.data.get("lat"))
    return HttpResponse(svg, content_type="image/svg+xml", headers={"Cache-Control": PRIVATE})


@require_safe
@may(Action.READ_PUBLIC)
def suggest(request: HttpRequest) -> HttpResponse:
    """Rows {id, label} while typing: settlements, or addresses of ?settlement=."""
    typed, settlement = request.GET.get("q", "")[:100], request.GET.get("settlement", "")
    if (settlement_id := whole(settlement)) is not None:
        addresses = places.suggest_addresses(settlement_id, typed, 8)
        rows = [{"id": str(row.house_id or row.street_id), "label": row.label} for row in addresses]
    else:
        settlements = places.suggest_settlements(typed, 8)
        rows = [{"id": str(row.id), "label": row.label} for row in settlements]
    return JsonResponse(rows, safe=False, headers={"Cache-Control": "public, max-age=300"})
