"""The search page and its suggestions. Both read their whole question from the address."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.appeals import labels
from otklik.appeals.lifecycle import Kind
from otklik.appeals.queries import corrections, lists, names
from otklik.appeals.queries import search as searches
from otklik.appeals.queries.hits import Hit, hits
from otklik.appeals.queries.search import SORTS, Found, Narrowed
from otklik.appeals.rules import number as numbers
from otklik.appeals.rules import words as rules
from otklik.kit import clock
from otklik.kit.errors import Refusal
from otklik.web.access import Action, may
from otklik.web.caching import public_page
from otklik.web.citizen import shown, suggesting

_UNLISTED: Final = {"X-Robots-Tag": "noindex"}


class BadPage(Refusal):
    """The signed place in the results was cut or altered."""

    code = "bad_cursor"
    status = 400


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as the address has it."""

    typed: str
    narrowed: Narrowed
    sort: str
    start: int

    def address(self, **changed: Any) -> str:
        """Of the same question; start: from which result on."""
        said = {"q": self.typed, "kind": self.narrowed.kind, "category": self.narrowed.category}
        said |= {"area": self.narrowed.area, "sort": self.sort if self.sort != SORTS[0] else "", **changed}
        if start := said.pop("start", 0):
            said["from"] = _SIGNER.sign(str(start))
        return f"{reverse('search')}?{urlencode({name: value for name, value in said.items() if value})}"


_SIGNER: Final = signing.Signer(salt="otklik.search")


@public_page
@require_safe
@may(Action.READ_PUBLIC)
def search(request: HttpRequest) -> HttpResponse:
    """A number leads to its appeal; words to the appeals that have them, or words much like them."""
    asked = _asked(request)
    number = numbers.read(asked.typed) if rules.looks_like_number(asked.typed) else None
    if number:
        return redirect("appeal", number=number)
    found, meant, rows = _found(asked)
    context = {
        "asked": asked,
        "found": found,
        "meant": meant,
        "rows": [_row(hit) for hit in rows],
        "mistyped": rules.looks_like_number(asked.typed),
        "kinds": [("", _("Все виды")), *((kind.value, str(labels.KINDS[kind])) for kind in Kind)],
        "categories": [("", _("Все категории")), *names.categories().offered()],
        "areas": [("", _("Вся область")), *names.areas().items()],
        "sorts": [("best", _("Сначала подходящие")), ("date", _("Сначала новые"))],
        "newer": asked.address(start=asked.start - lists.PAGE) if asked.start else None,
        "older": _older(asked, found),
        "most": searches.CANDIDATES,
    }
    template = "citizen/_found.html" if request.headers.get("HX-Request") else "citizen/search.html"
    answer = render(request, template, context)
    answer["X-Robots-Tag"] = "noindex"
    return answer


@public_page
@require_safe
@may(Action.READ_PUBLIC)
def suggest(request: HttpRequest) -> HttpResponse:
    """Rows {label, about, url} while typing: the appeal of a number, settlements, streets, topics."""
    rows = suggesting.suggestions(request.GET.get("q", "")[: rules.LONGEST])
    return JsonResponse(rows, safe=False, headers=_UNLISTED)


@require_safe
@may(Action.READ_PUBLIC)
def find(request: HttpRequest) -> HttpResponse:
    """Where numbers were looked for before there was a search."""
    typed = (request.GET.get("number") or request.GET.get("q", ""))[: rules.LONGEST]
    return HttpResponseRedirect(f"{reverse('search')}?{urlencode({'q': typed})}")


def _asked(request: HttpRequest) -> Asked:
    """What is no kind, category or order narrows nothing. Raises BadPage."""
    read = request.GET.get
    kind, sort = read("kind", ""), read("sort", "")
    narrowed = Narrowed(
        kind=kind if kind in set(Kind) else "", category=read("category", "")[:60], area=read("area", "")[:11]
    )
    typed = " ".join(read("q", "")[: rules.LONGEST].split())
    return Asked(typed, narrowed, sort if sort in SORTS else SORTS[0], _start(read("from", "")))


def _start(cursor: str) -> int:
    try:
        return int(_SIGNER.unsign(cursor)) if cursor else 0
    except signing.BadSignature as e:
        raise BadPage(_("Этой страницы поиска нет. Начните поиск заново.")) from e


def _found(asked: Asked) -> tuple[Found, str, list[Hit]]:
    """The page, the words it was found by where they are not those that were typed, and its rows."""
    found, meant = _looked_for(asked, asked.typed), ""
    if found.meant and not found.total and (meant := corrections.corrected(asked.typed)):
        found = _looked_for(asked, meant)
    return found, meant, hits(found.ids, meant or asked.typed) if found.ids else []


def _looked_for(asked: Asked, words: str) -> Found:
    return searches.find(words, asked.narrowed, sort=asked.sort, start=asked.start, now=clock.now())


def _older(asked: Asked, found: Found) -> str | None:
    start = asked.start + lists.PAGE
    return asked.address(start=start) if start < found.total else None


def _row(hit: Hit) -> shown.ListRow:
    return shown.found_row(hit.row, topic=hit.topic, place=hit.address, text=hit.text, answer=hit.answer)
