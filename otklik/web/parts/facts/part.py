"""Names and values, for example who answers and by when."""

from collections.abc import Sequence

from markupsafe import Markup

from otklik.web.parts.render import part


def facts(rows: Sequence[tuple[str, str | Markup]]) -> Markup:
    """rows: (name, value) in order; a row with an empty value is left out."""
    shown = [(name, value) for name, value in rows if value]
    return part("facts", rows=shown) if shown else Markup("")
