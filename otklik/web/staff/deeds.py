"""The journal of staff: who saw personal data and who changed what. Only read: nothing here can be changed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from otklik.appeals.queries import numbers
from otklik.appeals.rules import number as written
from otklik.people import deeds, queries
from otklik.people.models import StaffDeed
from otklik.web.access import Action, PersonRequest, may
from otklik.web.days import span
from otklik.web.sheet import sheet
from otklik.web.staff import deed_words
from otklik.web.staff.views import as_kept
from otklik.web.typed import whole

FIELDS: Final = ("who", "person", "number", "action", "what", "since", "until")
ROWS: Final = 10_000  # of a file
_TYPED_MAX: Final = 254


@dataclass(slots=True)
class Question:
    """The form as it was sent, what it asks for, and what of it cannot be asked."""

    said: dict[str, str]
    asked: deeds.Asked = field(default_factory=deeds.Asked)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in self.said.items() if value})


@require_safe
@never_cache
@may(Action.READ_STAFF_JOURNAL)
def page(request: PersonRequest) -> HttpResponse:
    question = _question(request)
    found = deeds.find(question.asked, cursor=request.GET.get("from", ""))
    context: dict[str, Any] = {
        "here": "deeds",
        "said": question.said,
        "errors": question.errors,
        "query": question.query,
        "rows": [] if question.errors else deed_words.lines(found.rows),
        "newer": _beside(question, found.newer),
        "older": _beside(question, found.older),
        "actions": [("", _("Любое")), *((key, str(words)) for key, words in deed_words.ACTION.items())],
        "whats": [("", _("Всё")), *StaffDeed.What.choices],
    }
    return render(request, "staff/deeds.html", context, status=422 if question.errors else 200)


@require_safe
@never_cache
@may(Action.READ_STAFF_JOURNAL)
def file(request: PersonRequest) -> HttpResponse:
    """The same as CSV, the newest ROWS at most."""
    question = _question(request)
    return sheet("deeds.csv", _records(question.asked) if not question.errors else [])


def _records(asked: deeds.Asked) -> Iterator[list[str]]:
    yield [_("Когда"), _("Кто"), _("Роль"), _("Что"), _("Действие"), _("О ком или о чём")]
    found = deeds.every(asked, limit=ROWS)
    while rows := list(islice(found, 1_000)):
        for line in deed_words.lines(rows):
            at = timezone.localtime(line.at, timezone.get_default_timezone())
            yield [f"{at:%Y-%m-%d %H:%M:%S}", line.who, line.role, line.what, line.did, line.about]


def _question(request: PersonRequest) -> Question:
    said = {name: " ".join(request.GET.get(name, "")[:_TYPED_MAX].split()) for name in FIELDS}
    if whole(said["person"]) is None:
        said["person"] = ""
    question = Question(said)
    about = _about(question)
    since, until = span(said, question.errors)
    question.asked = deeds.Asked(
        actors=_actors(said["who"]) if said["who"] else None,
        about=about,
        action=said["action"] if said["action"] in deed_words.ACTION else "",
        what=said["what"] if said["what"] in StaffDeed.What.values else "",
        since=since,
        until=until,
    )
    return question


def _about(question: Question) -> tuple[tuple[str, str], ...]:
    """The appeal or the account that deeds are about."""
    typed, person = question.said["number"], whole(question.said["person"])
    about: list[tuple[str, str]] = [("person", str(person))] if person is not None else []
    if typed:
        number = written.read(typed)
        appeal_id = numbers.id_of(number) if number else None
        if number is None or appeal_id is None:
            question.errors["number"] = _("Обращения с таким номером нет. Проверьте цифры.")
        else:
            about += [("appeal", str(appeal_id)), ("number", number)]
    return tuple(about)


def _actors(typed: str) -> tuple[int, ...]:
    """Accounts by e-mail, phone or the beginning of the name; a number is the account itself."""
    key = whole(typed)
    return (key,) if key is not None else tuple(row.id for row in queries.find(as_kept(typed)))


def _beside(question: Question, cursor: str | None) -> str | None:
    return f"?{question.query}&from={cursor}".replace("?&", "?") if cursor else None
