"""Pictures of a draft: kept when they come, carried by the form until it is saved, shown to who writes the poll."""

from uuid import UUID

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from otklik.files import photos
from otklik.kit import clock
from otklik.polls import pictures
from otklik.web.access import Action, PersonRequest, may

_SALT = "otklik.poll-picture"


def carried(picture: str | UUID | None) -> str:
    """For a hidden field. Signed: nobody names the picture of something else."""
    return signing.dumps(str(picture), salt=_SALT) if picture else ""


def named(token: str) -> str:
    """What `carried` holds; "" for anything else."""
    try:
        return str(UUID(str(signing.loads(token, salt=_SALT)))) if token else ""
    except (signing.BadSignature, ValueError):
        return ""


def taken(file: UploadedFile | None, token: str) -> str:
    """The id of a new picture, else of the carried one, "" of none. Raises photos.BadPhoto."""
    if file is None:
        return named(token)
    return str(pictures.keep(file.read(), now=clock.now()))


@require_safe
@may(Action.BUILD_POLLS)
def picture(request: PersonRequest, picture_token: str) -> HttpResponse:
    """The address is signed: it shows what stands in a draft and nothing else."""
    kept = named(picture_token)
    try:
        if not kept:
            raise Http404
        content = photos.read(UUID(kept), "thumb")
    except FileNotFoundError as e:
        raise Http404 from e
    return HttpResponse(
        content, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"}
    )
