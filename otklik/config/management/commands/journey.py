"""`otklik journey`: one problem, one proposal and one thanks by HTTP through a running portal, to closed."""

import email
import email.policy
import io
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localtime
from PIL import Image, ImageDraw

from otklik.appeals import labels
from otklik.appeals.lifecycle import STAGES_OF_KIND, Kind, Stage, State
from otklik.appeals.queries import card as cards
from otklik.appeals.queries import documents
from otklik.appeals.rules import number as numbers
from otklik.classifier import cadastral
from otklik.classifier import queries as classifier
from otklik.config.browser import Browser, Unexpected
from otklik.exchange import queries as exchange
from otklik.kit import clock
from otklik.places.models import House

PATIENCE: Final = 90  # seconds for МСЭД to do one thing
# Of bodies that are reached through МСЭД, in the demo region too.
TOPICS: Final = {Kind.PROBLEM: "roads", Kind.PROPOSAL: "roads", Kind.THANKS: "medicine"}
TEXTS: Final = {
    Kind.PROBLEM: "На проезжей части глубокая яма, машины объезжают её по встречной полосе.",
    Kind.PROPOSAL: "Предлагаю сделать у школы приподнятый пешеходный переход.",
    Kind.THANKS: "Спасибо сотрудникам за внимание и быструю помощь.",
}


@dataclass(slots=True)
class Trip:
    """One appeal on its way."""

    kind: Kind
    citizen: Browser
    email: str
    number: str = ""
    told: set[Stage] = field(default_factory=set)


class Command(BaseCommand):
    help = "Проводит проблему, предложение и благодарность по всему маршруту работающего портала."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--base-url", default=settings.BASE_URL)
        parser.add_argument("--json", action="store_true", help="по объекту JSON на обращение")

    def handle(self, *args: Any, **options: Any) -> None:
        self.as_json, base = options["json"], options["base_url"]
        moderator = Browser(base)
        try:
            _sign_in(moderator)
            for kind in Kind:
                self._travel(Trip(kind, Browser(base), f"{kind.value}@journey.example.test"), moderator)
        except Unexpected as e:
            raise CommandError(f"Маршрут прерван: {e}") from e

    def _travel(self, trip: Trip, moderator: Browser) -> None:
        _file(trip)
        self._tell(trip)
        _confirm(trip)
        _publish(trip, moderator)
        self._follow(trip, State.CLOSED if trip.kind is Kind.THANKS else State.ANSWERED)
        if trip.kind is not Kind.THANKS:
            _rate(trip)
            self._follow(trip, State.CLOSED)
        if self.as_json:
            self.stdout.write(json.dumps(_as_object(trip), ensure_ascii=False))

    def _follow(self, trip: Trip, until: State) -> None:
        """Look at the public page until the appeal is there."""

        def arrived() -> bool:
            trip.citizen.open(f"/appeals/{trip.number}")
            self._tell(trip)
            return f"state-badge--{until.value}" in trip.citizen.page or _card(trip).state is until

        _wait(arrived, f"обращение {trip.number} не дошло до состояния «{labels.STATE[until]}»")

    def _tell(self, trip: Trip) -> None:
        """Print the stages reached since the last look."""
        found = _card(trip)
        for place, stage in enumerate(Stage, 1):
            at = found.reached.get(stage)
            if at is None or stage in trip.told or self.as_json:
                continue
            trip.told.add(stage)
            name, spoken = labels.STAGE[stage], numbers.spoken(trip.number)
            self.stdout.write(
                f"{labels.KIND[trip.kind]} № {spoken}  {place}. {name}  {localtime(at):%d.%m.%Y %H:%M:%S}"
            )
        if found.state is State.CLOSED and not self.as_json:
            for place, stage in enumerate(Stage, 1):
                if stage not in STAGES_OF_KIND[trip.kind]:
                    self.stdout.write(f"    {place}. {labels.STAGE[stage]}: для благодарности не требуется")


def _file(trip: Trip) -> None:
    """The wizard, page by page."""
    me, topic = trip.citizen, _topic(trip.kind)
    house = House.objects.filter(point__isnull=False).select_related("street__settlement").order_by("id")[7]
    street = house.street
    me.open("/new")
    me.send("/new", {"kind": trip.kind.value})
    draft = me.address.rsplit("/", 1)[0]
    me.send(f"{draft}/category", {"category": topic.category_code})
    me.send(f"{draft}/topic", {"topic": topic.code})
    settlement = street.settlement
    place = {"settlement": str(settlement), "settlement_id": str(settlement.pk)}
    place |= {
        "settlement_choice": str(settlement.pk),
        "address": f"{street.kind} {street.name}, {house.number}",
    }
    me.send(f"{draft}/place", place)
    own = {f"own-{f.code}": _some(f.type, f.choices) for f in topic.fields if f.required}
    me.send(f"{draft}/text", {"text": TEXTS[trip.kind], **own}, photo=_photo())
    me.send(f"{draft}/review", {"name": "Вера Полевая", "email": trip.email})
    trip.number = re.sub(r"\D", "", me.find(r'<strong class="nowrap">([\d-]+)</strong>'))


def _confirm(trip: Trip) -> None:
    link = _link(trip, "confirm")
    trip.citizen.open(link)
    trip.citizen.send(link, {})


def _publish(trip: Trip, moderator: Browser) -> None:
    moderator.open("/desk/")
    spoken = numbers.spoken(trip.number)
    item = moderator.find(rf'href="(/desk/appeals/\d+)">(?:(?!href=)[\s\S])*?{spoken}')
    moderator.open(item)
    moderator.send(f"{item}/publish", {})


def _rate(trip: Trip) -> None:
    link = _link(trip, "mine")
    trip.citizen.open(link)
    trip.citizen.send(f"{link}/rate", {"stars": "5", "solved": "1", "words": "Спасибо, всё сделали."})


def _sign_in(moderator: Browser) -> None:
    moderator.open("/login?next=/desk/")
    moderator.send(
        "/login", {"username": "moderator@example.test", "password": settings.DEMO_PASSWORD, "next": "/desk/"}
    )
    moderator.find(r"(queue|empty)")


def _link(trip: Trip, what: str) -> str:
    """The newest link of this kind in the letters about this appeal."""
    found: list[str] = []

    def there() -> bool:
        for file in sorted(Path(settings.MAIL_FOLDER).glob("*.eml"), key=lambda path: path.stat().st_mtime):
            letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            body = str(letter.get_content())
            if trip.email in str(letter["To"]) and numbers.spoken(trip.number) in body:
                found.extend(re.findall(rf"{re.escape(settings.BASE_URL)}(/{what}/\S+)", body))
        return bool(found)

    _wait(there, f"нет письма со ссылкой /{what}/ об обращении {trip.number}")
    return found[-1]


def _wait(ready: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > end:
            raise Unexpected(otherwise)
        time.sleep(0.1)


def _topic(kind: Kind) -> classifier.TopicCard:
    rows = classifier.categories(kind.value)
    row = next((row for row in rows if TOPICS[kind] in row.code), rows[0])
    code = next(topic.code for topic in row.topics if not topic.emergency)
    chosen = classifier.topic(code)
    if chosen is None:
        raise Unexpected(f"нет темы {code}")
    return chosen


def _some(type_: str, choices: tuple[str, ...]) -> str:
    """A value that a field of this type takes."""
    today = clock.now().date().isoformat()
    return {
        "choice": choices[0] if choices else "",
        "number": "1",
        "date": today,
        "yesno": "1",
        "cadastral": cadastral.example(),
    }.get(type_, "12345")


def _photo() -> bytes:
    picture = Image.new("RGB", (1200, 900), "#31475e")
    ImageDraw.Draw(picture).ellipse((500, 200, 700, 400), fill="#f2e2a0")
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()


def _card(trip: Trip) -> cards.Card:
    found = cards.by_number(trip.number)
    if found is None:
        raise Unexpected(f"обращения {trip.number} нет")
    return found


def _as_object(trip: Trip) -> dict[str, Any]:
    found = _card(trip)
    times = exchange.times_of(documents.document_uids(found.id))
    times["answered"] = found.answers[0].received_at if found.answers else None
    return {
        "kind": found.kind.value,
        "number": numbers.spoken(found.number),
        "stages": [
            {"stage": stage.value, "at": found.reached[stage].isoformat()}
            for stage in STAGES_OF_KIND[found.kind]
            if stage in found.reached
        ],
        "msed": {key: at.isoformat() if at else None for key, at in times.items()},
        "rating": found.rating,
    }
