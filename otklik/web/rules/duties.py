"""Duties: who answers for what and where. Every edit goes into the draft; `draft` shows and publishes it."""

import re
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.authorities import checks, drafting, dutyfile, rules
from otklik.authorities.drafting import Put
from otklik.authorities.rules import Key
from otklik.kit import clock
from otklik.kit.errors import Refusal
from otklik.kit.marks import Changed
from otklik.places.models import OKTMO
from otklik.web.access import Action, PersonRequest, may
from otklik.web.rules import shown
from otklik.web.rules.shown import Book
from otklik.web.sheet import sheet
from otklik.web.typed import whole

RANK_MAX: Final = 1000
_WORD_MAX: Final = 64


class BadRule(Refusal):
    code = "bad_rule"
    status = 422

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


def book() -> Book:
    return Book.of(timezone.localdate(clock.now()))


@require_safe
@may(Action.ADMINISTER)
def listed(request: PersonRequest) -> HttpResponse:
    """All duties as the draft makes them, narrowed by subject, municipality, body, or to those with trouble."""
    found, asked = (
        book(),
        {name: request.GET.get(name, "")[:100] for name in ("subject", "place", "body", "only")},
    )

    def wanted(key: Key, rule: rules.Rule) -> bool:
        there = found.planned.by_key.get(key)
        return (
            asked["subject"] in ("", rule.subject)
            and asked["place"] in ("", rule.place, "region" if not rule.place else "")
            and asked["body"] in ("", rule.body.code, there.body.code if there else "")
            and (asked["only"] != "trouble" or key in found.troubles)
            and (asked["only"] != "draft" or key in found.drafts)
        )

    lines, following = shown.page_of(found.lines(wanted), request.GET.get("after", ""))
    narrowed = {name: value for name, value in asked.items() if value}
    context = {
        "rows": lines,
        "asked": asked,
        "narrowed": urlencode(narrowed),
        "following": f"?{urlencode({**narrowed, 'after': following})}" if following else "",
        "subjects": [("", _("Любое")), *found.subjects()],
        "places": [("", _("Везде")), ("region", _("Весь регион")), *found.ground.places.items()],
        "bodies": [("", _("Любой")), *found.active()],
        "drafted": len(found.drafts),
        "troubles": len(found.troubles),
        "here": "duties",
    }
    return render(request, "rules/duties.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def edit(request: PersonRequest) -> HttpResponse:
    """A rule: the one that the address names (subject, place, rank), or a new one that begins with those values."""
    found = book()
    came_from = _key(
        request.GET.get("subject", ""), request.GET.get("place", ""), request.GET.get("rank", "")
    )
    there = found.planned.by_key.get(came_from) if came_from else None
    if request.method != "POST":
        typed = {name: request.GET.get(name, "")[:_WORD_MAX] for name in ("subject", "place", "rank")}
        return _form(request, found, {**typed, "body": there.body.code if there else ""}, there)
    said = {
        name: request.POST.get(name, "").strip() for name in ("subject", "place", "rank", "body", "shown")
    }
    try:
        put = _read(found, said)
        also = [Put(there.key, None)] if there and there.key != put.key else []
        held = found.planned.by_key.get(put.key)
        if held and also:
            raise BadRule("rank", _("Такое правило уже есть: «%(name)s».") % {"name": held.body.name})
        drafting.put_one(
            put, shown="" if also else said["shown"], also=also, by=request.user, now=clock.now()
        )
    except BadRule as wrong:
        return _form(request, found, said, there, {wrong.field: wrong.text})
    except Changed as changed:
        return _form(request, book(), said, there, {"": changed.text})
    messages.success(request, _("Правило в черновике. Оно заработает после публикации."))
    return redirect("rules:gaps" if request.GET.get("back") == "gaps" else "rules:draft")


@require_POST
@may(Action.ADMINISTER)
def remove(request: PersonRequest) -> HttpResponse:
    key = _key(*(request.POST.get(name, "") for name in ("subject", "place", "rank")))
    if key is None:
        raise BadRule("", _("Такого правила нет."))
    drafting.put([Put(key, None)], by=request.user, now=clock.now())
    messages.success(request, _("В черновике: правило убрано. Оно перестанет работать после публикации."))
    return redirect("rules:draft")


@require_safe
@may(Action.ADMINISTER)
def download(request: PersonRequest) -> HttpResponse:
    """All duties with the draft in them, for a spreadsheet; the upload takes the same table."""
    answer = sheet("duties.csv", dutyfile.lines(book().planned))
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@may(Action.ADMINISTER)
def gaps(request: PersonRequest) -> HttpResponse:
    """Topics and municipalities where no rule names anybody, or one to whom nothing can be sent."""
    drafts, today = drafting.drafts(), timezone.localdate(clock.now())
    planned = rules.with_draft(rules.in_force(), drafts)
    found, following = checks.gaps(planned, on=today, after=request.GET.get("after", ""))
    context = {
        "rows": found,
        "drafted": len(drafts),
        "following": f"?{urlencode({'after': following})}" if following else "",
        "new": reverse("rules:duty"),
        "here": "gaps",
    }
    return render(request, "rules/gaps.html", context)


def _form(
    request: PersonRequest,
    found: Book,
    typed: dict[str, str],
    there: rules.Rule | None,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    key = _key(typed["subject"], typed["place"], typed["rank"])
    held = found.planned.by_key.get(key) if key else None
    bodies = found.active()
    if there and there.body.code not in dict(bodies):
        bodies.append((there.body.code, "{} ({})".format(there.body.name, _("не действует"))))
    context: dict[str, Any] = {
        "typed": typed,
        "there": there,
        "shown": held.body.code if held else "",
        "errors": errors or {},
        "subjects": _with(found.subjects(), typed["subject"]),
        "places": _with(found.places(), typed["place"]),
        "bodies": [("", "—"), *bodies],
        "here": "duties",
    }
    return render(request, "rules/duty.html", context, status=422 if errors else 200)


def _read(found: Book, said: dict[str, str]) -> Put:
    """Raises BadRule."""
    if said["subject"] not in dict(found.subjects()) and not any(
        rule.subject == said["subject"] for rule in found.planned
    ):
        raise BadRule("subject", _("Выберите тему или обязанность."))
    if said["place"] not in found.ground.places and said["place"]:
        raise BadRule("place", _("Выберите территорию."))
    key = _key(said["subject"], said["place"], said["rank"])
    if key is None:
        raise BadRule("rank", _("Очередь — целое число от 0 до %(n)d.") % {"n": RANK_MAX})
    body = next((body for body in found.bodies.values() if body.code == said["body"]), None)
    if body is None or not body.active:
        raise BadRule("body", _("Выберите действующий орган."))
    return Put(key, body.id)


def _key(subject: str, place: str, rank: str) -> Key | None:
    """None: no rule can be there."""
    number = whole(rank or "0")
    good = 0 < len(subject) <= _WORD_MAX and (not place or re.match(OKTMO, place))
    return (subject, place, number) if good and number is not None and number <= RANK_MAX else None


def _with(options: list[tuple[str, str]], chosen: str) -> list[tuple[str, str]]:
    return options if chosen in dict(options) else [*options, (chosen, chosen)]
