"""Tables that staff upload: tried or taken, told by row. One page for all of them: layout/bring.html."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from otklik.kit.importing import BadFile, Report

_MB: Final = 1024 * 1024
Take = Callable[[Path, bool], Report]  # the file, and whether nothing may be written


@dataclass(frozen=True, slots=True)
class Words:
    """Of the page: `here` is its name in web/desk/nav.py."""

    here: str
    title: str
    about: str
    row: str  # «Строка»
    accepts: str  # «.csv,.json»
    most_mb: int


@dataclass(frozen=True, slots=True)
class Outcome:
    report: Report | None = None
    error: str = ""
    dry: bool = True


def bring(request: HttpRequest, words: Words, take: Take) -> HttpResponse:
    """GET shows the form. POST takes the right rows of the file, or with `dry` tries it; wrong ones are told."""
    outcome = _brought(request, words, take) if request.method == "POST" else Outcome()
    wrong = bool(outcome.error or (outcome.report and outcome.report.errors))
    context = {"here": words.here, "words": words, "outcome": outcome}
    return render(request, "bring.html", context, status=422 if wrong else 200)


def _brought(request: HttpRequest, words: Words, take: Take) -> Outcome:
    file = request.FILES.get("file")
    asked = Outcome(dry=request.POST.get("dry") == "1")
    if file is None or not file.size:
        return replace(asked, error=_("Выберите файл."))
    if file.size > words.most_mb * _MB:
        return replace(asked, error=_("Файл больше %(n)d МБ. Разделите его на части.") % {"n": words.most_mb})
    with tempfile.TemporaryDirectory() as folder:
        is_json = str(file.name).lower().endswith(".json")
        path = Path(folder) / ("table.json" if is_json else "table.csv")
        path.write_bytes(file.read())
        try:
            return replace(asked, report=take(path, asked.dry))
        except BadFile as wrong:
            return replace(asked, error=wrong.text.replace(str(path), f"«{str(file.name)[:80]}»"))
