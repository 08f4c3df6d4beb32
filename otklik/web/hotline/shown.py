"""A call as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from otklik.appeals.lifecycle import State
from otklik.appeals.queries.onmap import Spot
from otklik.classifier import queries as classifier
from otklik.hotline import aloud, queries
from otklik.hotline.models import Call
from otklik.kit import clock
from otklik.places import queries as places
from otklik.web.citizen import held
from otklik.web.hotline import placing
from otklik.web.hotline.form import Form
from otklik.web.parts.filters import ru_date
from otklik.web.works import shown as works


@dataclass(frozen=True, slots=True)
class Told:
    """An appeal of the caller with the sentence that an operator reads aloud."""

    row: queries.Past
    said: str


def past(row: queries.Past, *, today: date) -> Told:
    return Told(row, " ".join(part for part in (_holder(row), _term(row, today)) if part))


def _holder(row: queries.Past) -> str:
    if row.state is State.REGISTERED:
        return _("Сейчас у исполнителя: %(name)s.") % {"name": row.authority}
    if row.state is State.DUPLICATE:
        return _("Рассматривается вместе с другим обращением.")
    return str(held.HOLDER[row.state])


def _term(row: queries.Past, today: date) -> str:
    if row.answer_by is None or row.state not in held.OWED:
        return ""
    if row.answer_by < today:
        return _("Ответ должен был прийти до %(day)s, он задерживается.") % {"day": ru_date(row.answer_by)}
    return _("Ответ будет не позднее %(day)s.") % {"day": ru_date(row.answer_by)}


def groups(number: str) -> list[tuple[str, str]]:
    return aloud.groups(number) if number else []


def masked(phone: str) -> str:
    """«+7 ••• •••-••-67»: enough to tell two calls apart."""
    return f"{phone[:2]} ••• •••-••-{phone[-2:]}" if phone else ""


_NEW: Final[Mapping[str, str]] = {"kind": "problem"}


def first_words(call: Call, caller: queries.Caller) -> dict[str, str]:
    """What the form knows before anything is typed: the caller's number, name, town and place."""
    said = {**_NEW, "phone": call.phone}
    if call.lon is not None and call.lat is not None:
        said |= placing.of_exchange(call.lon, call.lat)
    if not caller.account:
        return said
    home = places.settlement_by_code(caller.account.home_code) if caller.account.home_code else None
    town = {"settlement": home.label, "settlement_id": str(home.id)} if home else {}
    return {**said, "name": caller.account.name, "to_account": "1", **town}


def near(caller: queries.Caller) -> list[Spot]:
    """Open appeals around the caller's last place, else around the home settlement."""
    point = caller.point
    if point is None and caller.account and caller.account.home_code:
        home = places.settlement_by_code(caller.account.home_code)
        point = home.point if home else None
    shown = {one.number for one in caller.appeals}
    return queries.near(point, but=shown) if point else []


def hints(form: Form, named: queries.Past | None = None) -> dict[str, Any]:
    """The topic's script, and open appeals about the same. named: whose number the caller said, to be joined too."""
    topic, where = form.topic, form.where
    found: list[queries.Alike] = []
    if topic and where and where.lon is not None and where.lat is not None:
        category = classifier.category_id(topic.category_code)
        found = queries.alike(
            (where.lon, where.lat), topic_id=topic.id, title=topic.title, category_id=category
        )
    if named and named.is_open and named.number not in {one.number for one in found}:
        found.insert(0, queries.Alike(named.number, named.state, named.topic, named.address, None, True))
    subject = (topic.title, topic.category_title) if topic else ("", "")
    off = works.of_call(form.settlement_id, form.get("address"), subject, now=clock.now())
    return {"alike": found, "choices": choices, "works": off}


def choices(own: Any) -> list[tuple[str, str]]:
    return [(choice, choice) for choice in own.choices or ()]
