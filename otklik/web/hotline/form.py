"""The form of an appeal by telephone: kept as it is typed, checked when it is filed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.appeals import whereabouts
from otklik.appeals.lifecycle import Kind
from otklik.appeals.steps import intake
from otklik.classifier import fields as own_fields
from otklik.classifier import queries as classifier
from otklik.classifier.models import Topic
from otklik.hotline.filing import Caller
from otklik.people import names
from otklik.people.models import User
from otklik.web import settlements
from otklik.web.citizen.review_form import EVERYBODY
from otklik.web.hotline import placing, topics
from otklik.web.pin import NOWHERE, Pin, is_pressed
from otklik.web.typed import whole

OWN: Final = "own-"  # before the code of an own field
NAMES: Final = (
    "settlement", "settlement_id", "settlement_choice", "address", "side", "kind", "topic", "topic_code",
    "topic_choice", "text", "name", "phone", "email", "to_account", "wants_call", "agreed", "pin", "view", "visibility",
)  # fmt: skip
_TEXT_KEPT: Final = intake.TEXT_MAX * 2  # characters of one field of a draft
_FIELDS_KEPT: Final = 60  # own fields of a draft


@dataclass(slots=True)
class Form:
    said: Mapping[str, str]
    topic: classifier.TopicCard | None = None
    settlement_id: int | None = None
    settlements: list[tuple[str, str]] = field(default_factory=list)  # to choose from
    topics: list[tuple[str, str]] = field(default_factory=list)
    sides: list[tuple[str, str]] = field(default_factory=list)
    where: whereabouts.Where | None = None
    pin: Pin = NOWHERE
    picture: Pin = NOWHERE  # as the map shows it: without a point put by hand that of the address
    errors: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.said.get(name, "")

    @property
    def kind(self) -> str:
        return self.get("kind") if self.get("kind") in list(Kind) else Kind.PROBLEM.value

    @property
    def kept(self) -> dict[str, str]:
        """The hidden fields of the map: what its picture shows, and the point put by hand alone."""
        stays = self.pin.view and self.get("view").endswith(",")
        return placing.written(Pin(self.pin.point, self.picture.view), None if stays else self.settlement_id)

    @property
    def drawn(self) -> dict[str, str]:
        """What the address of the picture says."""
        return placing.written(self.picture, None)

    @property
    def own(self) -> list[own_fields.Field]:
        return list(self.topic.fields) if self.topic else []


def typed(post: Mapping[str, str]) -> dict[str, str]:
    """What a draft keeps of a form, wrong or not; what is no field of it falls out. A press on the map is in it."""
    own = [name for name in post if name.startswith(OWN)][:_FIELDS_KEPT]
    kept = {name: post[name][:_TEXT_KEPT] for name in (*NAMES, *own) if post.get(name)}
    if is_pressed(post):
        row = settlements.pick(kept).row
        kept |= placing.pressed(kept, row.id if row else None, post)
    return {name: value.replace("\r\n", "\n") for name, value in kept.items()}


def read(said: Mapping[str, str]) -> Form:
    """As far as it is filled in: what is chosen is found, nothing is complained of."""
    form = Form(said=said)
    picked = settlements.pick(said)
    form.settlement_id = picked.row.id if picked.row else None
    form.settlements = picked.options
    form.pin = placing.read({**said, "settlement_id": str(form.settlement_id or "")})
    _find_topic(form)
    return form


def place(form: Form, *, now: datetime) -> None:
    """Where it is: `where`, or what is to be asked (`sides`). A point put on the map beats the address."""
    form.picture = form.pin
    address = " ".join(form.get("address").split())[: intake.ADDRESS_MAX]
    if not address or form.settlement_id is None:
        return
    try:
        form.where = whereabouts.find(
            settlement_id=form.settlement_id,
            address=address,
            point=form.pin.point,
            side=whole(form.get("side")),
            on=timezone.localdate(now),
        )
        form.picture = placing.shown(form.pin, form.where)
    except whereabouts.NearBorder as border:
        form.sides = [(str(choice.id), choice.name) for choice in border.choices]


def check(form: Form) -> None:
    """Everything that is missing or wrong, into `errors`: a field each."""
    errors = {
        "settlement": settlements.pick(form.said).trouble,
        "address": "" if form.get("address").strip() else _("Спросите улицу и дом или что рядом."),
        "side": _("Место у самой границы: спросите, на чьей оно стороне.") if form.sides else "",
        "topic": _topic_trouble(form),
        "text": _text_trouble(form.get("text")),
        "name": "" if form.get("name").strip() else _("Спросите, как обращаться к звонящему."),
        "phone": _phone_trouble(form.get("phone")),
        "email": _email_trouble(form.get("email").strip()),
        "agreed": ""
        if form.get("agreed") == "1"
        else _("Прочитайте согласие и отметьте, что звонящий согласен."),
    }
    _values, wrong = own_fields.read(form.own, _raw(form))
    form.errors = {name: words for name, words in errors.items() if words}
    form.errors |= {OWN + code: words for code, words in wrong.items()}


def caller(form: Form) -> Caller:
    """Raises ValidationError: no such number."""
    return Caller(
        name=form.get("name").strip()[:150],
        phone=names.phone(form.get("phone")),
        wants_call=form.get("wants_call") == "1",
        agreed=form.get("agreed") == "1",
    )


def filing(form: Form, *, key: UUID, account: User | None, operator: User) -> intake.Filing:
    """A form that was checked, in intake's words."""
    if form.topic is None or form.where is None:
        raise ValueError("not checked")
    values, _wrong = own_fields.read(form.own, _raw(form))
    email = form.get("email").strip().lower()
    return intake.Filing(
        client_key=key,
        from_draft=True,
        filed_by=operator,
        kind=Kind(form.kind),
        topic=Topic.objects.get(pk=form.topic.id),
        text=form.get("text"),
        address=form.where.address,
        author=intake.Author(
            name=form.get("name"),
            email=email or (account.email if account else ""),
            phone=names.phone(form.get("phone")),
            account=account,
            vouched=True,
        ),
        channel="hotline",
        settlement_id=form.where.settlement_id,
        lon=form.where.lon,
        lat=form.where.lat,
        territory_id=form.where.territory_id,
        fields=[list(pair) for pair in own_fields.shown(form.own, values)],
        confidential=form.get("visibility") != EVERYBODY,
    )


def _find_topic(form: Form) -> None:
    """By its code while the words beside it are still its title, by the choice, by words that only one topic has."""
    words, code = form.get("topic"), form.get("topic_choice") or form.get("topic_code")
    found = classifier.topic(code) if code else None
    if found and (form.get("topic_choice") or found.title.lower() == words.strip().lower()):
        form.topic = found
        return
    called = topics.titled(words) or topics.like(words)
    if len(called) == 1:
        form.topic = classifier.topic(called[0].code)
    else:
        form.topics = [(one.code, f"{one.title} ({one.category})") for one in called]


def _topic_trouble(form: Form) -> str:
    if form.topic is None:
        return (
            _("Таких тем несколько. Выберите нужную ниже.")
            if form.topics
            else _("Выберите тему: начните вводить её название.")
        )
    if form.topic.emergency_advice:
        return form.topic.emergency_advice
    if form.kind not in form.topic.kinds:
        return _("Для такого вида обращения этой темы нет. Выберите другую.")
    return ""


def _text_trouble(text: str) -> str:
    if not text.strip():
        return _("Запишите, что случилось: хотя бы в нескольких словах.")
    return intake.too_long() if len(text.strip()) > intake.TEXT_MAX else ""


def _phone_trouble(typed: str) -> str:
    try:
        names.phone(typed)
    except ValidationError as wrong:
        return str(wrong.messages[0])
    return ""


def _email_trouble(typed: str) -> str:
    if not typed:
        return ""
    try:
        validate_email(typed)
        names.email(typed)
    except ValidationError:
        return _("Такого адреса почты нет. Спросите ещё раз или оставьте пустым.")
    return ""


def _raw(form: Form) -> dict[str, Any]:
    return {one.code: form.get(OWN + one.code) for one in form.own}
