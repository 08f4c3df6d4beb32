"""Emergency numbers, and the calculator of terms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.appeals import labels
from otklik.appeals.lifecycle import Kind
from otklik.classifier import queries as classifier
from otklik.classifier.models import Topic
from otklik.kit import clock
from otklik.reference import dates
from otklik.reference.queries import lists
from otklik.terms.rules import WHATEVER, About
from otklik.web.access import Action, may
from otklik.web.caching import public_page
from otklik.web.days import asked as asked_day
from otklik.web.hotline import topics
from otklik.web.reference import shown


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def emergency(request: HttpRequest) -> HttpResponse:
    area = shown.chosen_area(request.GET.get("area", ""))
    context = {
        "numbers": lists.numbers(area),
        "area": area,
        "areas": [("", _("Весь регион")), *shown.areas()],
        "names": dict(shown.areas()),
        "tel": shown.tel,
    }
    return render(request, "reference/emergency.html", context)


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def terms(request: HttpRequest) -> HttpResponse:
    today, errors = timezone.localdate(clock.now()), dict[str, str]()
    said = request.GET.dict()
    filed = asked_day(said, errors, "day") or today
    registered = asked_day(said, errors, "registered")
    faults = dates.faults(filed, registered, today=today)
    errors |= {{"filed": "day"}.get(name, name): words for name, words in faults.items()}
    about, topic, options = _topic(said, errors)
    kinds = topic.kinds if topic else ["problem", "proposal", "thanks"]
    kind = said.get("kind", "") if said.get("kind") in kinds else kinds[0]
    term = About.of(topic, kind) if topic else WHATEVER._replace(kind=kind)
    reckons = not errors or set(errors) == {"about"}
    context = {
        "said": {"day": said.get("day", today.isoformat()), "registered": said.get("registered", "")},
        "filed": filed,
        "about": about,
        "topic": topic,
        "options": options,
        "kind": kind,
        "kinds": [(value, labels.KIND[Kind(value)]) for value in kinds],
        "errors": errors,
        "message": dates.message(term, filed=filed) if reckons else None,
        "statement": dates.statement(term, received=filed, registered=registered) if reckons else None,
        "owed": kind != "thanks",
    }
    return render(request, "reference/terms.html", context)


def _topic(said: dict[str, str], errors: dict[str, str]) -> tuple[str, Topic | None, list[tuple[str, str]]]:
    """What was typed, the topic that it means, and those to choose from."""
    about = " ".join(said.get("about", "")[:100].split())
    code = said.get("topic", "")[:64]
    if code and said.get("was", about) == about and (topic := classifier.subject(code)):
        return about or topic.title, topic, []
    found = (topics.titled(about) or topics.like(about)) if about else []
    if len(found) == 1:
        return about, classifier.subject(found[0].code), []
    if about:
        errors["about"] = (
            _("Выберите тему из списка ниже.")
            if found
            else _("Такой темы нет: сроки посчитаны для обычной темы.")
        )
    return about, None, [(one.code, f"{one.title} · {one.category}") for one in found]
