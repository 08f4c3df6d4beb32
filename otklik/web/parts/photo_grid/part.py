"""Photos of an appeal or of an answer: small ones in a grid, each leads to the large one."""

from collections.abc import Sequence
from typing import Protocol

from markupsafe import Markup

from otklik.web.parts.render import part


class Photo(Protocol):
    """Any row that has these will do."""

    @property
    def url(self) -> str:
        """The large one."""

    @property
    def small_url(self) -> str:
        """640 pixels."""

    @property
    def tiny_url(self) -> str:
        """240 pixels: enough for a place in the grid on most screens."""

    @property
    def alt(self) -> str:
        """What is to be seen; shown instead when images are off."""


def photo_grid(photos: Sequence[Photo], *, viewer: bool = False) -> Markup:
    """viewer: scripts show the large ones above the page; inside something that is a viewer as a whole leave it off."""
    return part("photo_grid", photos=photos, viewer=viewer) if photos else Markup("")
