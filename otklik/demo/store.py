"""The demo's stories written into the tables, as if they had happened.

History has no moves left to make, so rows are made in their final state, with the journal that led there: in memory
first, then in a few statements.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import connection, transaction
from django.utils import timezone

from otklik.appeals.lifecycle import FINAL, MOVES, Kind, State
from otklik.appeals.lifecycle import Move as M
from otklik.appeals.models import Answer, Appeal, Change, Dispatch, JournalRow
from otklik.appeals.rules import number
from otklik.appeals.rules.heat import heat
from otklik.appeals.steps.assignment import term
from otklik.authorities.models import Authority, Membership
from otklik.authorities.queries import Way, way_to
from otklik.classifier import fields as own_fields
from otklik.classifier.models import Topic
from otklik.demo import desks
from otklik.demo.appeals import Story, stories
from otklik.demo.life import Deed
from otklik.demo.people import ACCOUNTS
from otklik.demo.region import make_region
from otklik.demo.surge import surge
from otklik.demo.wave import crowd
from otklik.people.models import User
from otklik.places.models import Settlement, Territory
from otklik.stats import folding

_SPACE: Final = UUID("0e11a000-0000-4000-8000-0000000000de")
_BATCH: Final = 2000  # rows in a statement
_SENDS: Final = frozenset({M.ASSIGN, M.RESEND})


def create_accounts(password: str) -> None:
    """Make the demo's accounts that are not there yet; those that are keep their password."""
    for account in ACCOUNTS:
        user = User.objects.filter(email=account.email).first()
        user = user or User.objects.create_user(
            account.email,
            password,
            name=account.name,
            role=account.role,
            territory_codes=list(account.territory_codes),
        )
        authority = Authority.objects.filter(code=account.authority_code).first()
        if authority:
            Membership.objects.get_or_create(user=user, authority=authority)
    desks.set_up()


def store_appeals(*, seed: int, n: int, now: datetime) -> int:
    """Write `n` appeals of two years and what has grown since; return how many. Only into a portal without any."""
    if n == 0 or Appeal.objects.exists():
        return 0
    tables, region = _Tables.read(), make_region(seed)
    told = chain(
        stories(seed, n, region, now=now), surge(seed, region, now=now), crowd(seed, region, now=now)
    )
    lives = [_Life(place, story, tables) for place, story in enumerate(told)]
    for life in lives:
        life.make(lives)
    with transaction.atomic():
        # a duplicate points at an appeal that must have its key first
        Appeal.objects.bulk_create([life.appeal for life in lives if life.appeal.original is None], _BATCH)
        Appeal.objects.bulk_create(
            [life.appeal for life in lives if life.appeal.original is not None], _BATCH
        )
        JournalRow.objects.bulk_create([row for life in lives for row in life.journal], _BATCH)
        Dispatch.objects.bulk_create([row for life in lives for row in life.dispatches], _BATCH)
        Answer.objects.bulk_create([row for life in lives for row in life.answers], _BATCH)
        Change.objects.bulk_create([Change(appeal=life.appeal) for life in lives], _BATCH)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE appeals_appeal, appeals_journalrow, appeals_answer")
    folding.fold()
    return len(lives)


@dataclass(frozen=True, slots=True)
class _Tables:
    """What the region has, by code."""

    topics: Mapping[str, Topic]
    authorities: Mapping[str, Authority]
    settlements: Mapping[str, int]
    territories: Mapping[str, list[Territory]]
    citizen: User | None
    moderator: User | None

    @classmethod
    def read(cls) -> "_Tables":
        territories: dict[str, list[Territory]] = {}
        for territory in Territory.objects.defer("geom"):
            territories.setdefault(territory.code, []).append(territory)
        return cls(
            topics={topic.code: topic for topic in Topic.objects.select_related("category")},
            authorities={authority.code: authority for authority in Authority.objects.all()},
            settlements=dict(Settlement.objects.values_list("code", "id")),
            territories=territories,
            citizen=User.objects.filter(role=User.Role.CITIZEN).first(),
            moderator=User.objects.filter(role=User.Role.MODERATOR).first(),
        )

    def territory(self, code: str, day: datetime) -> Territory | None:
        on = timezone.localtime(day).date()
        versions = self.territories.get(code, [])
        return next(
            (t for t in versions if t.valid_from <= on and (t.valid_to is None or on <= t.valid_to)), None
        )


def _received_here(story: Story) -> tuple[list[Deed], State]:
    """The deeds of a story whose body works at its desk: what is sent is there at once, thanks are on file."""
    deeds = list[Deed]()
    for deed in story.deeds:
        if deed.move is not M.REGISTER:
            deeds.append(deed)
        if deed.move in _SENDS:
            deeds.append(Deed(M.REGISTER, deed.at, "system", detail={"desk": True}))
    state = State.REGISTERED if story.state is State.SENDING else story.state
    if story.kind is Kind.THANKS and state is State.REGISTERED:
        deeds.append(Deed(M.FILE, deeds[-1].at, "system"))
        state = State.CLOSED
    return deeds, state


@dataclass(slots=True)
class _Life:
    """One story turned into rows."""

    place: int  # in the sequence
    story: Story
    tables: _Tables
    appeal: Appeal = field(init=False)
    deeds: list[Deed] = field(init=False)
    journal: list[JournalRow] = field(default_factory=list)
    dispatches: list[Dispatch] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def __post_init__(self) -> None:
        key = uuid5(_SPACE, str(self.place))
        digits = number.make(lambda n: (key.int * 2654435761 + self.place) % n)
        topic = self.tables.topics[self.story.topic_code]
        story, received = self.story, self.story.received_at
        self.deeds, state = _received_here(story) if self._at_desk() else (list(story.deeds), story.state)
        self.appeal = Appeal(
            number=digits,
            client_key=key,
            kind=story.kind.value,
            channel=story.channel,
            category=topic.category,
            topic=topic,
            text=story.text,
            fields=self._own(topic),
            settlement_id=self.tables.settlements.get(story.settlement_code),
            address=story.address,
            point=Point(story.lon, story.lat, srid=4326),
            territory=self.tables.territory(story.territory_code, received),
            author=self._account(),
            author_name=story.author_name,
            author_email=story.author_email,
            state=state.value,
            state_since=self.deeds[-1].at,
            returns=sum(1 for deed in story.deeds if deed.move is M.RETURN),
            received_at=received,
            moderate_by=received + timedelta(hours=settings.MODERATION_HOURS),
            attention=story.attention,
            rating=story.rating,
            solved=story.solved,
            verdict=story.verdict,
        )

    def make(self, lives: "list[_Life]") -> None:
        """Play the deeds. Other lives are there already: a duplicate points at one of them."""
        if self.story.duplicate_of is not None:
            self.appeal.original = lives[self.story.duplicate_of].appeal
        state = ""
        for deed in self.deeds:
            state = self._play(deed, state)

    def _play(self, deed: Deed, was: str) -> str:
        first = State.UNCONFIRMED if self.story.confirmed_by_letter else State.MODERATION
        target = first if deed.move is M.RECEIVE else MOVES[deed.move].target
        state = was if target is None else target.value
        detail = dict(deed.detail)
        if deed.move is M.MERGE and self.appeal.original:
            detail["original"] = self.appeal.original.number
        if deed.move in _SENDS:
            detail |= {"authority": self._send(deed), **({"desk": True} if self._at_desk() else {})}
        self._note_facts(deed)
        if deed.move is M.REGISTER and self.dispatches:
            detail["number"] = self.dispatches[-1].registered_number
        self.journal.append(
            JournalRow(
                appeal=self.appeal,
                move=deed.move.value,
                from_state=was,
                to_state=state,
                actor=self._actor(deed),
                at=deed.at,
                reason=deed.reason,
                detail=detail,
            )
        )
        return state

    def _note_facts(self, deed: Deed) -> None:
        """The columns that the move would have written."""
        appeal, at = self.appeal, deed.at
        confirms = deed.move is M.CONFIRM or (deed.move is M.RECEIVE and not self.story.confirmed_by_letter)
        if confirms:
            appeal.email_confirmed_at = at
            appeal.moderate_by = at + timedelta(hours=settings.MODERATION_HOURS)
        elif deed.move is M.PUBLISH:
            appeal.published_at = at
            appeal.heat = heat(at, supporters=0)
            appeal.area = appeal.territory.code if appeal.territory else ""
        elif deed.move in (M.ASK, M.REPLY):
            appeal.question_by = at + timedelta(days=settings.QUESTION_DAYS) if deed.move is M.ASK else None
        elif deed.move is M.READDRESS:
            appeal.authority = None
        elif deed.move is M.REGISTER:
            self._register(at)
        elif deed.move is M.ANSWER:
            self._answer(at)
        if deed.move is not M.RECEIVE and MOVES[deed.move].target in FINAL:
            appeal.closed_at = at

    def _at_desk(self) -> bool:
        authority = self.tables.authorities.get(self.story.authority_code)
        return authority is not None and way_to(authority) is Way.DESK

    def _register(self, at: datetime) -> None:
        if not self.dispatches:
            return
        last = self.dispatches[-1]
        last.registered_number = f"ВХ-{1000 + self.place * 3 + last.round}/{at:%y}"
        last.registered_on = at.date()

    def _send(self, deed: Deed) -> str:
        authority = self.tables.authorities[self.story.authority_code]
        self.appeal.authority = authority
        self.appeal.assigned_why = "demo"
        day = timezone.localtime(deed.at).date()
        self.appeal.answer_by = term(self.appeal, since=day)
        if self._at_desk():
            return authority.name
        round_ = len(self.dispatches) + 1
        suffix = "" if round_ == 1 else f"/{round_}"
        self.dispatches.append(
            Dispatch(
                appeal=self.appeal,
                authority=authority,
                document_uid=uuid5(self.appeal.client_key, f"document {round_}"),
                number=f"{settings.MSED_PREFIX}{self.appeal.number}{suffix}",
                on=day,
                round=round_,
            )
        )
        return authority.name

    def _answer(self, at: datetime) -> None:
        told = self.story.answers[len(self.answers)]
        self.appeal.answered_at = at
        self.answers.append(
            Answer(
                appeal=self.appeal,
                dispatch=self.dispatches[-1] if self.dispatches else None,
                message_uid=uuid5(self.appeal.client_key, f"answer {len(self.answers)}"),
                text=told.text,
                decision=told.decision.value,
                planned_on=told.planned_on,
                signatory=told.signatory,
                number=told.number,
                on=told.on,
                received_at=at,
            )
        )

    def _account(self) -> User | None:
        """Every 150th story is the demo citizen's own, so that the cabinet shows something."""
        return self.tables.citizen if self.place % 150 == 149 else None

    def _actor(self, deed: Deed) -> User | None:
        return self.tables.moderator if deed.by == "moderator" else None

    def _own(self, topic: Topic) -> list[list[str]]:
        declared = own_fields.parse_declarations(topic.fields)
        values, _ = own_fields.read(declared, self.story.own)
        return [list(pair) for pair in own_fields.shown(declared, values)]
