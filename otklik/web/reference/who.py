"""«Кто отвечает?»: an address and a topic, and the way from the answer to an appeal with both filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from uuid_utils.compat import uuid7

from otklik.appeals import labels
from otklik.appeals.lifecycle import Kind
from otklik.appeals.steps import drafting
from otklik.classifier import queries as classifier
from otklik.classifier.models import Topic
from otklik.kit import clock
from otklik.places import queries as places
from otklik.reference import who
from otklik.web.access import Action, may, person, remember_draft
from otklik.web.citizen.place_form import Form
from otklik.web.hotline import topics
from otklik.web.reference import shown, spot
from otklik.web.works import shown as works

ABOUT_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class Option:
    """A topic that the words may mean; its link asks the same of it."""

    title: str
    category: str
    url: str


@dataclass(slots=True)
class Question:
    """What was asked, as far as it is understood."""

    place: Form
    about: str = ""  # what was typed of the topic
    topic: Topic | None = None
    options: list[Option] = field(default_factory=list)  # topics to choose from
    kind: str = Kind.PROBLEM.value
    area: str = ""  # OKTMO of the place
    errors: dict[str, str] = field(default_factory=dict)


@require_safe
@may(Action.READ_PUBLIC)
def page(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    asked = read(request.GET.dict(), now=now)
    answer, off = None, []
    if asked.topic and asked.place.is_done:
        today = timezone.localdate(now)
        answer = who.answers(asked.topic, territory_code=asked.area, kind=asked.kind, on=today)
        subject = (asked.topic.title, asked.topic.category.title)
        off = works.of_draft(asked.place.said, subject, now=now)
    context = {
        "asked": asked,
        "form": asked.place,
        "carried": spot.kept(asked.place, request.GET.dict()),
        "picture": f"{reverse('reference-map')}?{spot.picture(asked.place)}&",
        "answer": answer,
        "works": off,
        "kinds": [(kind, labels.KIND[Kind(kind)]) for kind in asked.topic.kinds] if asked.topic else [],
        "opening": shown.opening(answer.body.office.hours, at=now) if answer and answer.body else shown.NONE,
        "tel": shown.tel,
    }
    return render(request, "reference/who.html", context)


@require_POST
@may(Action.FILE_APPEAL)
def file(request: HttpRequest) -> HttpResponse:
    """A draft that knows its topic and its place; what cannot be read leads back to the question."""
    asked = read(request.POST.dict(), now=clock.now())
    topic = classifier.topic(asked.topic.code) if asked.topic else None
    if topic is None or not asked.place.is_done or topic.emergency_advice:
        kept = {name: request.POST[name] for name in (*spot.TYPED, "topic") if request.POST.get(name)}
        return redirect(f"{reverse('reference-who')}?{urlencode(kept)}")
    said: dict[str, Any] = {
        **asked.place.said,
        "category": topic.category_code,
        "topic": topic.code,
        "topic_title": topic.title,
        "fields": {},
        "text_done": False,
    }
    if not asked.place.address:  # the wizard asks for it
        del said["address"]
    draft_id = uuid7()
    drafting.begin(
        draft_id=draft_id, kind=Kind(asked.kind), owner=person(request), now=clock.now(), said=said
    )
    response = redirect("wizard-text" if asked.place.address else "wizard-place", draft_id=draft_id)
    remember_draft(request, response, draft_id)
    return response


def read(said: Mapping[str, str], *, now: datetime) -> Question:
    asked = Question(spot.read(said, now=now), about=" ".join(said.get("about", "")[:ABOUT_MAX].split()))
    _read_topic(asked, said)
    if asked.topic:
        wanted = said.get("kind", "")
        asked.kind = wanted if wanted in asked.topic.kinds else asked.topic.kinds[0]
    territory_id = asked.place.said.get("territory_id")
    there = places.territory_by_id(territory_id) if territory_id else None
    asked.area = there.code if there else ""
    wrong = dict(asked.place.errors)
    if (asked.topic or asked.about or _is_sent(said)) and not asked.place.said and not wrong:
        wrong["settlement"] = _("Напишите, в каком населённом пункте это находится.")
    asked.errors = wrong | asked.errors  # in the order of the form
    return asked


def _is_sent(said: Mapping[str, str]) -> bool:
    """Somebody pressed «Узнать», whether or not anything was typed."""
    return "settlement" in said and "about" in said


def _read_topic(asked: Question, said: Mapping[str, str]) -> None:
    """Chosen from the list, or the only one that the words mean. Other words than before choose anew."""
    code = said.get("topic", "")[:64]
    if code and said.get("was", asked.about) == asked.about:
        asked.topic = classifier.subject(code)
    if asked.topic:
        asked.about = asked.about or asked.topic.title
        return
    if not asked.about:
        if asked.place.said or _is_sent(said):
            asked.errors["about"] = _("Напишите, о чём речь: например, яма, мусор, фонарь.")
        return
    found = topics.titled(asked.about) or topics.like(asked.about)
    if len(found) == 1:
        asked.topic = classifier.subject(found[0].code)
        return
    if not found:
        asked.errors["about"] = _("Такой темы нет. Напишите другими словами: например, яма, мусор, фонарь.")
    kept = {name: said[name] for name in (*spot.TYPED, "at", "pin") if said.get(name)}
    for one in found:
        query = urlencode({**kept, "about": asked.about, "was": asked.about, "topic": one.code})
        asked.options.append(Option(one.title, one.category, f"?{query}"))
