"""What everybody may keep travels compressed, also where no proxy stands before the portal.

Only that: a page with a token or a name in it, compressed together with words that the address brings, would give the
secret away by its length (BREACH). Answers that are `Cache-Control: public` hold neither. Static files lie compressed
on the disk (frontend/pack.mjs).
"""

import gzip
import re
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

# Level 9 is 3 % smaller than this one and takes twice as long (60 KB of our templates: 1.4 and 2.7 ms).
LEVEL: Final = 5
SMALLEST: Final = 1_000  # bytes; less fits one packet anyway
_WORDS: Final = (
    "text/",
    "application/json",
    "application/geo+json",
    "application/atom+xml",
    "application/xml",
    "image/svg+xml",
)
_ACCEPTED: Final = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")


class PackingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.headers.get("Cache-Control", "").startswith("public") and isinstance(
            response, HttpResponse
        ):
            patch_vary_headers(response, ("Accept-Encoding",))
            _packed(request, response)
        return response


def _packed(request: HttpRequest, response: HttpResponse) -> None:
    if len(response.content) < SMALLEST or response.has_header("Content-Encoding"):
        return
    if not response.headers.get("Content-Type", "").startswith(_WORDS):
        return
    if not takes_gzip(request):
        return
    # mtime: the same page is the same bytes
    response.content = gzip.compress(response.content, LEVEL, mtime=0)
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["Content-Encoding"] = "gzip"
    etag = response.headers.get("ETag", "")
    if etag.startswith('"'):  # the same page in other bytes
        response.headers["ETag"] = f"W/{etag}"


def takes_gzip(request: HttpRequest) -> bool:
    return bool(_ACCEPTED.search(request.headers.get("Accept-Encoding", "")))
