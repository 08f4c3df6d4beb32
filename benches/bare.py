"""An application that does nothing: GET /12345 answers with so many bytes. The limit that pages are held against."""

from collections.abc import Callable
from typing import Any


def application(
    environ: dict[str, Any], start: Callable[[str, list[tuple[str, str]]], object]
) -> list[bytes]:
    size = int(environ["PATH_INFO"].strip("/"))
    start("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(size))])
    return [b"x" * size]
