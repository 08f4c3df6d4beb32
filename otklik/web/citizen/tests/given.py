"""A person at the wizard without JavaScript, and the land where the tests' appeals lie."""

import html
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client

from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import a_duty, a_settlement, a_topic
from otklik.places.models import Settlement
from otklik.places.tests.given import a_house, a_street

PLACE = {"settlement": "Липовка", "address": "ул. Новая, 5"}
WORDS = {"text": "Яма у дома, третью неделю"}
AUTHOR = {"name": "Вера", "email": "vera@example.test"}


def a_land() -> Settlement:
    """A territory, a settlement with one house in it, a topic and who answers for it."""
    place = a_settlement()
    a_house(a_street(place, "Новая"), "5", lon=39.51, lat=55.51)
    a_topic()
    a_duty()
    return place


@dataclass
class Wizard:
    """`say` fills in one page of the draft and returns the answer to it."""

    client: Client
    base: str

    @property
    def draft_id(self) -> UUID:
        return UUID(self.base.rsplit("/", 1)[1])

    def open(self, page: str) -> Any:
        return self.client.get(f"{self.base}/{page}")

    def say(self, page: str, **said: Any) -> Any:
        return self.client.post(f"{self.base}/{page}", said)

    def up_to(self, page: str) -> "Wizard":
        """All pages before `page` are filled in."""
        steps = {
            "category": {"category": "roads"},
            "topic": {"topic": "pothole"},
            "place": PLACE,
            "text": WORDS,
            "review": AUTHOR,
        }
        for name, said in steps.items():
            if name == page:
                return self
            assert self.say(name, **said).status_code == 302, name
        return self


def begun(client: Client | None = None, *, kind: str = "problem") -> Wizard:
    """A draft of somebody who came to the portal just now."""
    client = client or Client()
    answer = client.post("/new", {"kind": kind})
    return Wizard(client, answer["Location"].rsplit("/", 1)[0])


def filed(client: Client | None = None, *, kind: str = "problem") -> Appeal:
    wizard = begun(client, kind=kind).up_to("done")
    return Appeal.objects.get(client_key=wizard.draft_id)


def seen(answer: Any) -> str:
    """What a person reads on the page: words only."""
    main = answer.content.decode().partition("<main")[2].partition("<footer")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def beside(answer: Any, field: str) -> str:
    """The message that stands at the field; "" where none does."""
    found = re.search(rf'id="field-{field}-error">(.*?)</p>', answer.content.decode(), re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])).strip() if found else ""
