"""The lists of the moderators' desk: on moderation by time left, waiting for their authors, waiting for a decision."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from otklik.appeals import labels
from otklik.appeals.queries import names, templates, waiting
from otklik.appeals.queries.waiting import Desk, Reader
from otklik.appeals.rules import deadlines
from otklik.authorities import queries as authorities
from otklik.kit.kept import kept
from otklik.web.access import Action, PersonRequest, may
from otklik.web.desk.moderation import asked
from otklik.web.desk.moderation.asked import Question
from otklik.web.desk.moderation.decided import told
from otklik.web.desk.moderation.left import left

_IN_BATCH: Final = {"queue", "decide"}
DESKS: Final[dict[str, tuple[Desk, Promise]]] = {
    "queue": (waiting.QUEUE, _("На модерации")),
    "asked": (waiting.ASKED, _("Ждут ответа автора")),
    "decide": (waiting.DECIDE, _("Нужно решение")),
}


@may(Action.MODERATE)
def queue(request: PersonRequest) -> HttpResponse:
    return _list(request, "queue")


@may(Action.MODERATE)
def asked_authors(request: PersonRequest) -> HttpResponse:
    return _list(request, "asked")


@may(Action.DECIDE_ROUTING)
def decide(request: PersonRequest) -> HttpResponse:
    return _list(request, "decide")


def listed(question: Question, reader: Reader) -> dict[str, Any]:
    """Context of a list: of its page, and of the side of an opened appeal."""
    desk, heading = DESKS[question.desk]
    return {
        **around(question, reader),
        "heading": heading,
        "page": waiting.page(desk, question.asked, reader, cursor=question.cursor),
        "options": asked.options(question.asked.category),
        "batch": batch_options() if question.desk in _IN_BATCH else None,
    }


def batch_options() -> dict[str, list[Any]]:
    """What can be chosen for the marked rows. Kept lists: no statement of the page's own."""
    known = names.known()
    return {
        "reasons": reasons(),
        "topic": known["topic"].offered(),
        "authority": reached(),
    }


@kept(names.SECONDS)
def reached() -> list[tuple[str, str]]:
    """(id, name) of every body that an appeal can be sent to."""
    return authorities.connected()


def reasons() -> list[tuple[str, str, str]]:
    """(code, what it is called, ready words for the author) of each refusal."""
    language = get_language() or "ru"
    return [
        (code, words, templates.refusal_text(code, language)) for code, words in templates.reasons(language)
    ]


def around(question: Question, reader: Reader) -> dict[str, Any]:
    """What the list and the appeal beside it have in common."""
    return {
        "question": question,
        "left": left,
        "minutes_left": deadlines.minutes_left,
        "now": reader.now,
        "labels": labels,
        "decided": told(waiting.decided(reader), reader.now),
    }


def _list(request: PersonRequest, desk: str) -> HttpResponse:
    """A script of the form asks for the list without the page around it, and keeps the tidy address."""
    question = asked.read(request, desk=desk)
    by_script = "HX-Request" in request.headers
    context = {
        **listed(question, asked.reader(request)),
        "here": desk,
        "opened": None,
        "by_script": by_script,
    }
    answer = render(request, "desk/_list.html" if by_script else "desk/queue.html", context)
    answer["HX-Push-Url"] = question.address
    patch_vary_headers(answer, ("HX-Request",))
    return answer
