"""`otklik import appeals FILE`: appeals that were written down elsewhere, by an earlier portal or at a counter.

A row without an answer begins its life here like any other appeal: it waits for a moderator. A row with an answer
is history: it is stored closed, nothing is sent to anybody, and its author's name and e-mail are not taken over.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from otklik.appeals import facets, journal, whereabouts
from otklik.appeals.lifecycle import Decision, Kind, Move
from otklik.appeals.models import Answer, Appeal
from otklik.appeals.steps import intake
from otklik.appeals.steps.intake import Author, Filing
from otklik.appeals.whereabouts import NearBorder, Where
from otklik.authorities.models import Authority
from otklik.classifier.models import Topic
from otklik.kit.errors import Refusal
from otklik.kit.importing import BadValue, Report, Row, RowError, read_rows, refuse_repeats, trial_or_real
from otklik.people.models import User
from otklik.places import queries as places
from otklik.places.models import Settlement

_SPACE: Final = UUID("0e11a000-0000-4000-8000-0000000000a1")  # client keys of what is imported
_NOBODY: Final = "Автор не указан"


@dataclass(frozen=True, slots=True)
class _Known:
    """What rows may name, by code; read once for the file."""

    topics: Mapping[str, Topic]
    settlements: Mapping[str, int]
    authorities: Mapping[str, Authority]
    accounts: Mapping[str, User]
    stored: frozenset[UUID]
    now: datetime

    @classmethod
    def read(cls, emails: set[str], now: datetime) -> "_Known":
        return cls(
            topics={topic.code: topic for topic in Topic.objects.all()},
            settlements=dict(Settlement.objects.values_list("code", "id")),
            authorities={one.code: one for one in Authority.objects.all()},
            accounts={user.email: user for user in User.objects.filter(email__in=emails)},
            stored=frozenset(Appeal.objects.filter(channel="import").values_list("client_key", flat=True)),
            now=now,
        )


@dataclass(frozen=True, slots=True)
class _Ending:
    """How an appeal of the past ended."""

    authority: Authority
    text: str
    decision: Decision
    signatory: str
    number: str
    answered_at: datetime
    rating: int | None


def import_appeals(path: Path, *, dry_run: bool, now: datetime) -> Report:
    """CSV or JSON: id (theirs), kind, topic (code), text, received_at; where known: settlement (code), address,
    lon, lat, territory (OKTMO, where there is no settlement), author_name, author_email.

    History has besides: answer, answered_at, authority (code), decision, signatory, answer_number, rating (1–5).
    Moments without a zone are local; one after `now` is an error. Found again by id: what was imported once is
    never changed. A place that nobody can tell leaves the appeal to the desk. Raises BadFile.
    """
    report = Report()
    with trial_or_real(dry_run=dry_run):
        known = _Known.read(_emails(path), now)
        for number, filing, at, ending in _filings(path, known, report):
            with report.row(number):
                _store(filing, at, ending)
                report.created += 1
    return report


def client_key(their_id: str) -> UUID:
    """Key of the appeal that a file calls `their_id`."""
    return uuid5(_SPACE, their_id)


def _emails(path: Path) -> set[str]:
    rows = read_rows(path, need=("id", "kind", "topic", "text", "received_at"))
    return {str(row.values.get("author_email") or "").strip().lower() for row in rows}


def _filings(
    path: Path, known: _Known, report: Report
) -> Iterator[tuple[int, Filing, datetime, _Ending | None]]:
    seen: set[str] = set()
    for row in read_rows(path, need=("id", "kind", "topic", "text", "received_at")):
        with report.row(row.number):
            their_id = row.text("id", longest=100, required=True)
            refuse_repeats(seen, their_id, "id")
            if client_key(their_id) in known.stored:
                report.unchanged += 1
                continue
            at = _moment(row, "received_at", known.now)
            if at is None:
                raise BadValue("received_at", "пусто; заполните")
            ending = _ending(row, known, at)
            yield row.number, _filing(row, known, at, report, history=ending is not None), at, ending


def _filing(row: Row, known: _Known, at: datetime, report: Report, *, history: bool) -> Filing:
    code = row.text("topic", longest=64, required=True)
    if code not in known.topics:
        raise BadValue("topic", f"темы «{code}» нет в классификаторе; исправьте код или загрузите тему")
    where = _where(row, known, timezone.localtime(at).date(), report)
    return Filing(
        client_key=client_key(row.text("id", longest=100)),
        kind=Kind(row.choice("kind", [kind.value for kind in Kind])),
        topic=known.topics[code],
        text=_words(row, "text"),
        address=where.address or "Адрес не указан",
        author=Author(name=_NOBODY, email="", vouched=True) if history else _author(row, known),
        channel="import",
        settlement_id=where.settlement_id,
        lon=where.lon,
        lat=where.lat,
        territory_id=where.territory_id,
    )


def _author(row: Row, known: _Known) -> Author:
    email = row.text("author_email", longest=254).lower()
    try:
        if email:
            validate_email(email)
    except ValidationError as e:
        raise BadValue("author_email", f"«{email}» не адрес электронной почты") from e
    name = row.text("author_name", longest=150) or _NOBODY
    return Author(name=name, email=email, account=known.accounts.get(email), vouched=True)


def _where(row: Row, known: _Known, on: date, report: Report) -> Where:
    """As far as the row tells; never a guess."""
    code, address = row.text("settlement", longest=36), row.text("address", longest=intake.ADDRESS_MAX)
    if code and code not in known.settlements:
        raise BadValue(
            "settlement", f"населённого пункта «{code}» в базе нет; загрузите его или исправьте код"
        )
    lon, lat = row.number_between("lon", -180, 180), row.number_between("lat", -85, 85)
    if (lon is None) != (lat is None):
        raise BadValue("lon" if lon is None else "lat", "пусто; укажите обе координаты или ни одной")
    point = None if lon is None or lat is None else (lon, lat)
    settlement = known.settlements.get(code)
    try:
        where = whereabouts.find(settlement_id=settlement, address=address, point=point, side=None, on=on)
    except NearBorder as border:
        report.notes.append(RowError(row.number, "lon", f"точка у границы ({border.text}); решит модератор"))
        return Where(address, settlement, lon, lat, None)
    if where.territory_id is None and point is None:
        return _by_territory(row, where, on, report)
    return where


def _by_territory(row: Row, where: Where, on: date, report: Report) -> Where:
    code = row.text("territory", longest=11)
    found = places.territory_by_code(code, on=on) if code else None
    if code and found is None:
        report.notes.append(
            RowError(row.number, "territory", f"территории {code} на {on} нет; решит модератор")
        )
    return Where(where.address, where.settlement_id, None, None, found.id if found else None)


def _ending(row: Row, known: _Known, received_at: datetime) -> _Ending | None:
    text = _words(row, "answer")
    if not text:
        return None
    code = row.text("authority", longest=64, required=True)
    if code not in known.authorities:
        raise BadValue("authority", f"органа «{code}» в базе нет; загрузите органы или исправьте код")
    answered_at = _moment(row, "answered_at", known.now) or received_at
    if answered_at < received_at:
        raise BadValue("answered_at", "ответ раньше обращения; исправьте дату")
    decision = row.choice("decision", [one.value for one in Decision], default=Decision.EXPLAINED.value)
    return _Ending(
        authority=known.authorities[code],
        text=text,
        decision=Decision(decision),
        signatory=row.text("signatory", longest=300),
        number=row.text("answer_number", longest=63),
        answered_at=answered_at,
        rating=row.whole("rating", low=1, high=5),
    )


def _store(filing: Filing, at: datetime, ending: _Ending | None) -> None:
    try:
        appeal = intake.receive(filing, now=at)
    except Refusal as refusal:
        raise BadValue("", refusal.text) from refusal
    if ending is not None:
        _end(appeal, ending, at)


def _end(appeal: Appeal, ending: _Ending, at: datetime) -> None:
    """The moves of a finished life, at the moments when they happened. No letters, nothing to МСЭД."""
    authority, done = ending.authority, ending.answered_at
    detail = {"authority": authority.name, "why": "import"}
    facts = {"authority": authority, "assigned_why": "import"}
    shown = facets.at_publication(appeal.pk, published_at=at)
    journal.move(appeal.pk, Move.PUBLISH, actor=None, now=at, facts=shown)
    journal.move(appeal.pk, Move.ASSIGN, actor=None, now=at, detail=detail, facts=facts)
    journal.move(appeal.pk, Move.REGISTER, actor=None, now=at)
    if appeal.kind == Kind.THANKS:
        journal.move(appeal.pk, Move.FILE, actor=None, now=done, facts={"closed_at": done})
        return
    told: dict[str, Any] = {"decision": ending.decision.value, "number": ending.number}
    journal.move(appeal.pk, Move.ANSWER, actor=None, now=done, detail=told, facts={"answered_at": done})
    Answer.objects.create(
        appeal=appeal,
        message_uid=uuid5(appeal.client_key, "answer"),
        text=ending.text,
        decision=ending.decision.value,
        signatory=ending.signatory,
        number=ending.number,
        on=timezone.localtime(done).date(),
        received_at=done,
    )
    closed = {"closed_at": done, "rating": ending.rating}
    detail_of_end = {"rated": ending.rating is not None}
    journal.move(appeal.pk, Move.CLOSE, actor=None, now=done, detail=detail_of_end, facts=closed)


def _words(row: Row, name: str) -> str:
    """Text with its lines, which `Row.text` would join."""
    row.text(name, longest=intake.TEXT_MAX)
    return str(row.values.get(name) or "").strip()


def _moment(row: Row, name: str, now: datetime) -> datetime | None:
    found = row.text(name, longest=40)
    if not found:
        return None
    try:
        moment = parse_datetime(found)
    except ValueError:
        moment = None
    if moment is None:
        day = row.day(name)
        moment = datetime(day.year, day.month, day.day, 12) if day else None  # noqa: DTZ001  # made aware below
    if moment is None:
        return None
    aware = timezone.make_aware(moment) if timezone.is_naive(moment) else moment
    if aware > now:
        raise BadValue(name, f"«{found}» ещё не наступило; исправьте дату")
    return aware
