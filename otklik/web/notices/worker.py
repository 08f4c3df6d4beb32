"""/sw.js: shows notifications while the page is closed. Its scope begins at its own address, so it lies at the root."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from otklik.web.access import Action, may


@require_safe
@may(Action.READ_PUBLIC)
def script(request: HttpRequest) -> HttpResponse:
    """Never kept by a browser: it asks for a newer one at each visit."""
    answer = HttpResponse(_built(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    answer["Service-Worker-Allowed"] = "/"
    return answer


@cache
def _built() -> bytes:
    """As Vite built it (frontend/src/sw-push.ts)."""
    manifest = Path(settings.DJANGO_VITE["default"]["manifest_path"])
    file: str = json.loads(manifest.read_text(encoding="utf-8"))["src/sw-push.ts"]["file"]
    return (manifest.parent.parent / file).read_bytes()
