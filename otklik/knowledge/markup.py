"""What an editor typed as Markdown or simple HTML, as HTML that can do no harm.

Whatever Markdown makes of it, nh3 lets nothing through but the tags and attributes named here: scripts, styles,
drawings and handlers never get into the table. Pages have a strict content policy besides (`web.headers`).
"""

import re
from functools import cache
from html import unescape
from typing import Final

import nh3
from markdown_it import MarkdownIt

_TAGS: Final = {
    "p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "strong", "b", "em", "i", "a",
    "s", "blockquote", "code", "pre", "sub", "sup", "table", "thead", "tbody", "tr", "th", "td", "caption",
}  # fmt: skip
# Gone with all that is in them; of other tags the words stay.
_GONE: Final = {
    "script", "style", "svg", "math", "iframe", "object", "embed", "template", "noscript", "textarea", "title",
    "xmp", "noembed", "noframes", "select", "form", "audio", "video", "canvas", "frameset", "plaintext",
}  # fmt: skip
_ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "ol": {"start"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
_SCHEMES: Final = {"http", "https", "mailto", "tel"}
_SIGN: Final = re.compile(r"[^\w\s]+|_+")


def html(body: str) -> str:
    """Clean HTML of what was typed. The page's own <h1> is the title, so headings begin with the second level."""
    return nh3.clean(
        _markdown().render(body),
        tags=_TAGS,
        clean_content_tags=_GONE,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener",
    ).strip()


def words(cleaned: str) -> str:
    """The text of clean HTML, for the search."""
    bare = nh3.clean(cleaned.replace("<", " <"), tags=set())
    return " ".join(unescape(bare).split())


def folded(text: str) -> str:
    """Words in small letters, one blank between, «ё» as «е»: what is looked for and what is found go through it."""
    return " ".join(_SIGN.sub(" ", text.lower().replace("ё", "е").replace("\0", " ")).split())


@cache
def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    made.add_render_rule("heading_open", _heading)
    made.add_render_rule("heading_close", _heading)
    return made


def _heading(_renderer: object, tokens: list[object], n: int, *_more: object) -> str:
    token = tokens[n]
    level = min(max(int(token.tag[1]), 2), 4)  # type: ignore[attr-defined]
    return f"<h{level}>" if token.nesting == 1 else f"</h{level}>\n"  # type: ignore[attr-defined]
