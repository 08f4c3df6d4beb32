"""A line of a list of appeals. No personal data: the row must not have any."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from markupsafe import Markup

from otklik.web.parts.render import part


class Row(Protocol):
    """Any row that has these will do."""

    @property
    def kind(self) -> str:
        """A `lifecycle.Kind` value."""

    @property
    def number(self) -> str: ...
    @property
    def topic(self) -> str: ...
    @property
    def excerpt(self) -> str:
        """Beginning of the text, cut at a word."""

    @property
    def place(self) -> str:
        """Settlement and street as everybody may read them."""

    @property
    def at(self) -> datetime:
        """Aware moment: when it was published (or answered, in the list of answers)."""

    @property
    def state(self) -> str: ...
    @property
    def state_label(self) -> str: ...
    @property
    def tone(self) -> str:
        """A `Tone` value."""

    @property
    def authority(self) -> str:
        """Who answers; "" until it is known."""

    @property
    def supporters(self) -> int: ...
    @property
    def rating(self) -> int | None:
        """1..5 or None: nothing is said about it."""

    @property
    def photo(self) -> str:
        """Address of a small photo, "" for none."""


def appeal_card(row: Row, url: str) -> Markup:
    """url: where the appeal's own page is."""
    return part("appeal_card", rows=[(row, url)])


class Linked(Row, Protocol):
    @property
    def url(self) -> str:
        """Where the appeal's own page is."""


def appeal_cards(rows: Sequence[Linked]) -> Markup:
    """The lines of a whole list, in one go: half the price of one by one."""
    return Markup('<div class="cards">{}</div>').format(
        part("appeal_card", rows=[(row, row.url) for row in rows])
    )
