"""Citizens and a moderator over HTTP, who press again when the connection breaks under them."""

import http.client
import io
import re
import time
import urllib.error
from dataclasses import dataclass
from itertools import cycle, islice
from threading import Event, Lock, Thread
from typing import Any, Final
from uuid import UUID

from PIL import Image

from otklik.config.browser import Browser
from tests.fault.post_office import PostOffice

PATIENCE: Final = 120  # seconds that a person goes on pressing
_BROKEN = (urllib.error.URLError, http.client.HTTPException, OSError)


class Stubborn(Browser):
    """Repeats a request until it is answered. An answer with an error is an answer: it is raised."""

    broken = 0  # connections that broke

    def _ask(self, request: Any) -> str:
        end = time.monotonic() + PATIENCE
        while True:
            vars(request).pop("redirect_dict", None)  # urllib counts redirects over all tries
            try:
                return super()._ask(request)
            except urllib.error.HTTPError:
                raise
            except _BROKEN:
                self.broken += 1
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)


class Person:
    """One who works in threads of their own, or several alike. What goes wrong there is raised by `check`."""

    def __init__(self, base: str, *, at_once: int = 1) -> None:
        self._browsers = [Stubborn(base) for _ in range(at_once)]
        self._threads = [Thread(target=self._guarded, args=[me], daemon=True) for me in self._browsers]
        self._failures: list[Exception] = []
        self._stop = Event()

    @property
    def broken(self) -> int:
        """Connections that broke under them."""
        return sum(me.broken for me in self._browsers)

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def finish(self, *, now: bool = False) -> None:
        """now: do not wait until they come to their own end."""
        if now:
            self._stop.set()
        for thread in self._threads:
            thread.join()
        self.check()

    def check(self) -> None:
        if self._failures:
            raise self._failures[0]

    def _work(self, me: Stubborn) -> None:
        raise NotImplementedError

    def _guarded(self, me: Stubborn) -> None:
        try:
            self._work(me)
        except Exception as failure:  # noqa: BLE001  # of another thread: raised by `check`
            self._failures.append(failure)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something happens: what a person types on the wizard's page of the place."""

    settlement_id: int
    address: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What it is about, in the classifier's codes; without obligatory fields of its own."""

    kind: str
    category: str
    topic: str


class Citizens(Person):
    """`acknowledged`: client key → number, as the wizard's last page told them."""

    def __init__(self, base: str, subjects: list[Subject], spots: list[Spot], *, appeals: int) -> None:
        self.subjects, self.spots = subjects, spots
        self.acknowledged: dict[UUID, str] = {}
        self._places, self._taking = iter(range(appeals)), Lock()
        super().__init__(base, at_once=3)

    def _work(self, me: Stubborn) -> None:
        while (place := self._next()) is not None and not self._stop.is_set():
            key, number = self._file(me, place)
            self.acknowledged[key] = number

    def _next(self) -> int | None:
        with self._taking:
            return next(self._places, None)

    def _file(self, me: Browser, place: int) -> tuple[UUID, str]:
        """The wizard, page by page; the draft's id in the address is the client key."""
        subject = self.subjects[place % len(self.subjects)]
        me.open("/new")
        me.send("/new", {"kind": subject.kind})
        draft = me.address.removesuffix("/category")
        me.send(f"{draft}/category", {"category": subject.category})
        me.send(f"{draft}/topic", {"topic": subject.topic})
        for spot in islice(cycle(self.spots), place, None):
            chosen = str(spot.settlement_id)
            me.send(f"{draft}/place", {"settlement_choice": chosen, "address": spot.address})
            if me.address.endswith("/text"):
                break  # else the house stands at a border: the next one
        photo = PHOTO if place % 10 == 0 else None
        me.send(f"{draft}/text", {"text": f"Обращение {place}: не горит фонарь."}, photo=photo)
        me.send(f"{draft}/review", {"name": "Вера Полевая", "email": f"c{place}@example.test"})
        number = re.sub(r"\D", "", me.find(r'<strong class="nowrap">([\d-]+)</strong>'))
        return UUID(draft.rsplit("/", 1)[1]), number


class Confirmations(Person):
    """Opens the links of the letters as they come. `done`: links that the portal acknowledged."""

    def __init__(self, base: str, office: PostOffice) -> None:
        self.office = office
        self.done: set[str] = set()
        super().__init__(base)

    def _work(self, me: Stubborn) -> None:
        while not self._stop.wait(0.2):
            for letter in self.office.all():
                link = re.search(r"(/confirm/\S+)", str(letter.get_content()))
                if link and link[1] not in self.done:
                    me.open(link[1])
                    me.send(link[1], {})
                    self.done.add(link[1])


class Moderator(Person):
    """Publishes whatever waits. `published`: keys of the appeals that the desk told were published."""

    def __init__(self, base: str) -> None:
        self.published: set[str] = set()
        super().__init__(base)

    def _work(self, me: Stubborn) -> None:
        me.open("/login?next=/desk/")
        who = {"username": "moderator@example.test", "password": "otklik-demo"}
        me.send("/login", {**who, "next": "/desk/"})
        while not self._stop.wait(0.2):
            for key in dict.fromkeys(re.findall(r"/desk/appeals/(\d+)", me.open("/desk/"))):
                me.send(f"/desk/appeals/{key}/publish", {})
                self.published.add(key)


def _photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "#31475e").save(out, "JPEG")
    return out.getvalue()


PHOTO: Final = _photo()
