"""POST requests: an appeal by a program, on the way of the wizard: a letter asks the author, a moderator reads."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from typing import Final
from uuid import UUID

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Struct

from otklik.appeals import whereabouts
from otklik.appeals.lifecycle import Kind
from otklik.appeals.steps import intake
from otklik.classifier import fields as own_fields
from otklik.classifier import queries as classifier
from otklik.classifier.models import Topic
from otklik.kit import clock, links
from otklik.kit.errors import Refusal
from otklik.web.api.asking import BadQuery
from otklik.web.api.program import key_of
from otklik.web.map import narrow

PURPOSE: Final = "open311"  # the purpose of the signed link
_KEY_MAX: Final = 200  # characters of Idempotency-Key that are read


class TooOften(Refusal):
    """By one machine, or for one e-mail."""

    code = "too_often"
    status = 429


class Filed(Struct):
    token: str
    service_notice: str
    account_id: str | None = None


def take(request: HttpRequest) -> list[Filed]:
    """A repeat, by the same Idempotency-Key or of the same words on the same day, gives the same token.

    Raises BadQuery, TooOften, intake.BadFiling, intake.Emergency.
    """
    now = clock.now()
    key_id = key_of(request)
    filing = replace(_read(request.POST, _client_key(request, now), now=now), key_id=key_id)
    action = "open311_key" if key_id else PURPOSE
    if not ratelimit.consume(request, action=action, key=filing.author.email.lower()):
        raise TooOften(_("Слишком частые запросы"))
    appeal = intake.receive(filing, now=now)
    notice = _(
        "На почту автора отправлено письмо: откройте ссылку из него. Затем обращение прочтёт модератор."
    )
    return [Filed(links.sign(PURPOSE, appeal.pk, at=appeal.received_at), notice)]


def _client_key(request: HttpRequest, now: datetime) -> UUID:
    """Nobody reaches another's appeal by guessing a key: the e-mail is a part of it."""
    said = request.headers.get("Idempotency-Key", "")[:_KEY_MAX]
    whole = (
        ("key", said, request.POST.get("email", ""))
        if said
        else ("body", str(timezone.localdate(now)), *map(str, sorted(request.POST.lists())))
    )
    return UUID(bytes=blake2b(repr(whole).encode("utf-8", "replace"), digest_size=16).digest())


def _read(post: Mapping[str, str], key: UUID, *, now: datetime) -> intake.Filing:
    topic = classifier.subject(post.get("service_code", ""))
    if topic is None:
        raise BadQuery({"service_code": _("нужен код из списка services.")})
    author = _author(post)
    where = _where(post, now)
    return intake.Filing(
        client_key=key,
        kind=_kind(post.get("kind", ""), topic),
        topic=topic,
        text=post.get("description", "").replace("\r\n", "\n"),
        address=where.address,
        author=author,
        channel="app",
        lon=where.lon,
        lat=where.lat,
        territory_id=where.territory_id,
        fields=_answers(post, topic),
    )


def _author(post: Mapping[str, str]) -> intake.Author:
    name = " ".join(
        part for part in (post.get("first_name", "").strip(), post.get("last_name", "").strip()) if part
    )
    author = intake.Author(name=name, email=post.get("email", "").strip())
    if wrong := intake.wrong_author(author):
        called = {"name": "first_name", "email": "email"}
        raise BadQuery({called[field]: words for field, words in wrong.items()})
    return author


def _kind(said: str, topic: Topic) -> Kind:
    """Our extension; a problem where nothing is said and the topic takes one."""
    if said and said not in topic.kinds:
        raise BadQuery({"kind": _("нужно одно из: %(values)s.") % {"values": ", ".join(topic.kinds)}})
    return Kind(said or ("problem" if "problem" in topic.kinds else topic.kinds[0]))


def _where(post: Mapping[str, str], now: datetime) -> whereabouts.Where:
    """The territory of the point; near a border and without a point a desk will say which."""
    address, point = post.get("address_string", "").strip()[: intake.ADDRESS_MAX], _point(post)
    if not (address or point):
        raise BadQuery({"lat": _("нужны lat и long или address_string.")})
    if point and not address:
        address = f"{point[1]:.6f}, {point[0]:.6f}"
    on = timezone.localdate(now)
    try:
        return whereabouts.find(settlement_id=None, address=address, point=point, side=None, on=on)
    except whereabouts.NearBorder:
        lon, lat = point or (None, None)
        return whereabouts.Where(address, None, lon, lat, None)


def _point(post: Mapping[str, str]) -> tuple[float, float] | None:
    said = post.get("lat", ""), post.get("long", "")
    if not any(said):
        return None
    lat, lon = map(narrow.number, said)
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
        raise BadQuery({"lat": _("нужны широта и долгота в градусах: lat и long.")})
    return lon, lat


def _answers(post: Mapping[str, str], topic: Topic) -> list[list[str]]:
    declared = own_fields.parse_declarations(topic.fields)
    given = {field.code: post.get(f"attribute[{field.code}]", "") for field in declared}
    values, wrong = own_fields.read(declared, given)
    if wrong:
        raise BadQuery({f"attribute[{code}]": words for code, words in wrong.items()})
    return [list(pair) for pair in own_fields.shown(declared, values)]
