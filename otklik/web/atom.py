"""Atom feeds (RFC 4287): written by hand, for a feed is a handful of lines. No text of a person can break the XML."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpResponse

from otklik.look import naming

TYPE: Final = "application/atom+xml"
# What XML can not hold, escaped or not.
UNFIT: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """page: its whole address, by which readers know it again."""

    title: str
    page: str
    at: datetime
    summary: str
    category: str = ""


def feed(
    title: str, itself: str, page: str, updated: datetime, entries: Sequence[Entry], *, subtitle: str = ""
) -> HttpResponse:
    """itself, page: whole addresses of the feed and of the page that shows the same to people."""
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n',
        f"<title>{_text(title)}</title>\n",
        f"<subtitle>{_text(subtitle)}</subtitle>\n" if subtitle else "",
        f"<id>{_text(itself)}</id>\n<updated>{updated.isoformat()}</updated>\n",
        f'<link rel="self" type="{TYPE}" href={quoteattr(itself)}/>\n',
        f'<link rel="alternate" type="text/html" href={quoteattr(page)}/>\n',
        f"<author><name>{_text(naming.portal())}</name></author>\n",
        *map(_entry, entries),
        "</feed>\n",
    ]
    return HttpResponse("".join(parts), content_type=TYPE, headers={"Cache-Control": "public, max-age=60"})


def _entry(one: Entry) -> str:
    category = f"<category term={quoteattr(UNFIT.sub('', one.category))}/>" if one.category else ""
    return (
        f"<entry><title>{_text(one.title)}</title><id>{one.page}</id>"
        f'<link rel="alternate" type="text/html" href="{one.page}"/>'
        f"<updated>{one.at.isoformat()}</updated><published>{one.at.isoformat()}</published>"
        f"{category}<summary>{_text(one.summary)}</summary></entry>\n"
    )


def _text(words: str) -> str:
    return escape(UNFIT.sub("", words))
