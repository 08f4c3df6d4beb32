"""A text with its marked pieces, ready for a page."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from otklik.appeals import labels
from otklik.appeals.rules.spans import Span, pieces


def marked(text: str, spans: Sequence[Span]) -> Markup:
    """Escaped, each span in <mark> with its kind; a piece over several lines is marked line by line."""
    return Markup("").join(_piece(piece, span) for piece, span in pieces(text, spans))


def _piece(piece: str, span: Span | None) -> Markup:
    if span is None:
        return escape(piece)
    one = Markup('<mark class="mark mark--{}" title="{}">{}</mark>')
    lines = [
        one.format(span.mark.value, labels.MARK[span.mark], line) if line else ""
        for line in piece.split("\n")
    ]
    return Markup("\n").join(lines)
