"""What a list of the desk is narrowed by, out of the address and back into it."""

from dataclasses import asdict, dataclass, fields
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.appeals import labels
from otklik.appeals.lifecycle import Kind
from otklik.appeals.models import CHANNELS
from otklik.appeals.queries import names
from otklik.appeals.queries.waiting import DAY, SOON, Asked, Reader
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, allowed, scope_of

Options = dict[str, list[tuple[str, str]]]
DESKS: Final = ("queue", "asked", "decide")
_WORDS_MAX: Final = 100  # characters


@dataclass(frozen=True, slots=True)
class Question:
    """What the address asks for. What stands for nothing known is left out of it."""

    asked: Asked
    cursor: str = ""
    desk: str = "queue"  # name of the list: queue, asked, decide

    @property
    def address(self) -> str:
        """Of the list."""
        return f"{reverse(f'desk:{self.desk}')}{self._query()}"

    @property
    def query(self) -> str:
        """With its «?», for the addresses and forms of an appeal: the list beside it stays. "": the whole queue."""
        return self._query(desk="" if self.desk == "queue" else self.desk)

    def page(self, cursor: str) -> str:
        return Question(self.asked, cursor, self.desk).address

    def _query(self, **more: str) -> str:
        every = {**more, **asdict(self.asked), "from": self.cursor}
        said = {name: value for name, value in every.items() if value}
        return f"?{urlencode(said)}" if said else ""

    @property
    def narrowed(self) -> bool:
        return self.asked != Asked()


def read(request: HttpRequest, *, desk: str = "") -> Question:
    """desk: whose page it is; of an appeal's page the address says it."""
    known = options(request.GET.get("category", ""))
    said = {}
    for name in (field.name for field in fields(Asked)):
        value = request.GET.get(name, "").strip()[:_WORDS_MAX]
        if name == "words" or value in dict(known[name]):
            said[name] = value
    named = desk or request.GET.get("desk", "")
    return Question(Asked(**said), request.GET.get("from", ""), named if named in DESKS else "queue")


def address(request: PersonRequest, appeal_id: int) -> str:
    """Of the appeal's page, with the list beside it as it was."""
    return f"{reverse('desk:item', args=[appeal_id])}{read(request).query}"


def options(category: str = "") -> Options:
    """(code, words) of each choice. category: its topics are offered alone."""
    known = names.known()
    chosen = known["category"].by_code.get(category)
    return {
        "kind": [(kind.value, str(labels.KINDS[kind])) for kind in Kind],
        "category": known["category"].offered(),
        "topic": known["topic"].offered(chosen.id if chosen else 0),
        "area": known["area"].offered(),
        "channel": [(code, str(labels.CHANNEL[code])) for code in CHANNELS],
        "left": [
            ("late", _("Просрочено")),
            ("soon", _("Меньше %(n)d часов") % {"n": SOON}),
            ("day", _("Меньше %(n)d часов") % {"n": DAY}),
        ],
        "whose": [("free", _("Свободные")), ("mine", _("У меня в работе"))],
    }


def reader(request: PersonRequest) -> Reader:
    supervises = allowed(request.user, Action.SUPERVISE)
    return Reader(request.user.pk, scope_of(request.user), clock.now(), supervises)
