"""Adding photos to a draft: a zone to press and what is there already. The island helps, nothing needs it."""

from collections.abc import Sequence
from typing import Protocol

from django.utils.translation import ngettext
from markupsafe import Markup

from otklik.web.parts.render import part


class Photo(Protocol):
    """Any row that has these will do."""

    @property
    def small_url(self) -> str: ...
    @property
    def alt(self) -> str: ...
    @property
    def drop_url(self) -> str:
        """Takes a POST that removes the photo."""


def photo_upload(url: str, photos: Sequence[Photo], limit: int, error: str = "") -> Markup:
    """Stands in a <form enctype="multipart/form-data"> with its token; without a script `photos` has them.

    url: takes one photo a POST (`photo` = file, `client_key` = UUID of the client, the same on a repeat);
    answers 201 `{"id", "small_url"}` or 4xx `{"text"}`; `<url>/<id>/drop` removes it.
    "": the form itself carries the files.
    limit: photos in one appeal.
    """
    hint = ngettext(
        "До %(limit)d снимка: JPEG, PNG, WebP, HEIC", "До %(limit)d снимков: JPEG, PNG, WebP, HEIC", limit
    ) % {"limit": limit}
    return part("photo_upload", url=url, photos=photos, limit=limit, error=error, hint=hint)
