"""/api/v1/polls: what is asked, the vote of who is signed in, results and the check of a receipt."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Meta, Struct

from otklik.kit import clock
from otklik.people.models import Device
from otklik.polls import asking, lookup, models, queries, receipts, voting
from otklik.polls import results as counts
from otklik.polls.queries import When
from otklik.web.access import Action
from otklik.web.api.asking import BadBody
from otklik.web.api.endpoint import Who, does, reads, writes
from otklik.web.api.words import Code, Cursor, Row
from otklik.web.citizen.share import whole
from otklik.web.polls import wording
from otklik.web.polls.tongue import said

Stage = Literal["soon", "open", "counting", "counted"]
Kind = Literal["single", "multiple", "scale", "ranking", "text", "place"]
Voters = Literal["citizens", "organisations", "anybody"]
Answers = dict[str, str | int | float | list[str | float]]


class PollsAsked(Struct):
    stage: Literal["open", "soon", "finished"] = "open"
    cursor: Cursor = ""


class PollBrief(Struct):
    """age_from: 0 is of any age. territories: empty is the whole region. results: shown at once or after the end."""

    code: str
    url: str
    stage: Stage
    title: str
    text: str
    voters: Voters
    territories: list[str]
    age_from: int
    opens_at: datetime
    closes_at: datetime
    results: Literal["end", "live"]
    quorum: int


class Polls(Struct):
    polls: list[PollBrief]
    next: str | None
    previous: str | None


@reads(gettext_lazy("Опросы"), asks=PollsAsked, gives=Polls, refuses=(400,), keeps=10)
def listing(asked: PollsAsked) -> Polls:
    """Open ones by their end, coming ones by their beginning, finished ones with the newest first; texts in the
    language of `Accept-Language` where the poll has it.
    """
    now = clock.now()
    cut = queries.shown(now=now, when=When(asked.stage), cursor=asked.cursor)
    return Polls([_brief(row, now) for row in cut.rows], cut.older, cut.newer)


class PollOption(Struct):
    code: str
    label: str


class PollQuestion(Struct):
    """type: single takes the code of an option; multiple and ranking lists of codes, a ranking the best first; scale a
    mark from min to max; text words; place [lon, lat]. least, most: of options, of a text of its characters. after,
    chosen: it is asked only if that earlier question has one of these for its answer.
    """

    code: str
    type: Kind
    text: str
    help: str
    required: bool
    options: list[PollOption]
    least: int
    most: int
    min: int
    max: int
    after: str | None
    chosen: list[str]


class PollWhole(PollBrief):
    questions: list[PollQuestion]
    reason: str | None  # of an end before its time
    outcome: str | None


@reads(gettext_lazy("Опрос с вопросами"), gives=PollWhole, refuses=(404,), keeps=10)
def poll(asked: object, *, poll_code: str) -> PollWhole:
    """`reason`: why it was ended before its time. `outcome`: how the result was used."""
    found, now = queries.poll(poll_code), clock.now()
    return PollWhole(
        **{name: getattr(_brief(found, now), name) for name in PollBrief.__struct_fields__},
        questions=[_question(one, found) for one in found.questions],
        reason=found.ended_why or None,
        outcome=said(found.outcome, found.languages) or None,
    )


class Ballot(Struct):
    """ballot: answers by the code of the question. organisation: in polls of organisations, whose vote it is."""

    ballot: Answers
    organisation: Row | None = None


class BallotTaken(Struct):
    """receipt: show it to the person and keep it with them; it is told once. ballot: as it is counted."""

    receipt: str
    ballot: Answers


@writes(
    gettext_lazy("Проголосовать"),
    takes=Ballot,
    gives=BallotTaken,
    refuses=(404, 409, 413, 415, 422),
    action=Action.TAKE_PART,
    who=Who.OWNER,
)
def vote(taken: Ballot, *, key: UUID, device: Device, poll_code: str) -> tuple[BallotTaken, bool]:
    """One voice. A repeat with the same key and answers gets the same receipt, any other 409 `already_voted`, from
    whatever device. Without the key nobody can tell the receipt again: the portal does not know whose it is. 403
    `cannot_vote` says why not, 422 `wrong_answers` names the questions in `fields`. Straw polls are for browsers only.
    """
    found = queries.poll(poll_code)
    voter = (
        voting.organisation(device.user, taken.organisation)
        if taken.organisation and found.voters == models.Poll.Voters.ORGANISATIONS
        else voting.citizen(device.user)
    )
    if found.voters == models.Poll.Voters.ANYBODY:
        raise BadBody({"poll_code": _("в опросе без проверки личности голосуют на странице портала.")})
    kept = voting.vote(
        poll_code=found.code, voter=voter, given=taken.ballot, now=clock.now(), poll=found, once=key.hex
    )
    return BallotTaken(kept.code, kept.answers), kept.is_new


class PollLine(Struct):
    """code: of the option, the mark, or the south-western corner «lat,lon» of a hundredth of a degree. share: percent
    of those who answered.
    """

    code: str
    label: str
    votes: int
    share: float
    mean_place: float | None
    points: int


class PollOutcome(Struct):
    code: str
    votes: int
    mean: float | None
    options: list[PollLine]


class PollArea(Struct):
    territory_code: str
    votes: int


class PollResults(Struct):
    """valid: whether the quorum was reached; null where there is none, or before the end. final: all is counted."""

    votes: int
    final: bool
    valid: bool | None
    questions: list[PollOutcome]
    areas: list[PollArea]


class PollResultsAsked(Struct):
    area: Code = ""


@reads(
    gettext_lazy("Результаты опроса"), asks=PollResultsAsked, gives=PollResults, refuses=(403, 404), keeps=10
)
def results(asked: PollResultsAsked, *, poll_code: str) -> PollResults:
    """403 `results_hidden`: not before the end, or too few votes in this municipality to be shown apart."""
    poll = queries.poll(poll_code)
    found = counts.results(poll, asked.area)
    return PollResults(
        votes=found.ballots,
        final=found.final,
        valid=found.valid,
        questions=[_outcome(one, poll) for one in found.outcomes],
        areas=[PollArea(code, n) for code, n in found.areas],
    )


class PollReceipt(Struct):
    receipt: Annotated[str, Meta(max_length=100)]


class PollChecked(Struct):
    """fits: the receipt is made of these answers. Of a text only its digest is there, of a place its square."""

    fits: bool
    ballot: Answers


@does(
    gettext_lazy("Проверить код бюллетеня"),
    takes=PollReceipt,
    gives=PollChecked,
    refuses=(404, 413, 415, 422),
    action=Action.READ_PUBLIC,
    who=Who.NOBODY,
)
def check(taken: PollReceipt, *, poll_code: str) -> PollChecked:
    """Of a counted poll. 404: no such ballot, or it is not counted yet. By POST, so that no log keeps a code."""
    poll = queries.poll(poll_code)
    found = lookup.ballot(poll, receipts.normal(taken.receipt)) if poll.table else None
    if found is None:
        raise Http404
    return PollChecked(found.fits, found.answers)


def _brief(poll: asking.Poll | models.Poll, now: datetime) -> PollBrief:
    return PollBrief(
        code=poll.code,
        url=whole(reverse("poll", args=[poll.code])),
        stage=wording.phase(poll, now).value,
        title=said(poll.title, poll.languages),
        text=said(poll.about, poll.languages),
        voters=poll.voters,  # type: ignore[arg-type]  # the database keeps to these
        territories=list(poll.territory_codes),
        age_from=poll.age_from,
        opens_at=poll.opens_at,  # type: ignore[arg-type]  # of all but drafts
        closes_at=poll.closes_at,  # type: ignore[arg-type]
        results=poll.results,  # type: ignore[arg-type]
        quorum=poll.quorum,
    )


def _question(one: asking.Question, poll: asking.Poll) -> PollQuestion:
    return PollQuestion(
        code=one.code,
        type=one.kind,  # type: ignore[arg-type]  # the database keeps to these
        text=said(one.text, poll.languages),
        help=said(one.hint, poll.languages),
        required=one.required,
        options=[PollOption(option.code, said(option.text, poll.languages)) for option in one.options],
        least=one.least,
        most=one.most,
        min=one.low,
        max=one.high,
        after=one.after or None,
        chosen=list(one.when),
    )


def _outcome(one: counts.Outcome, poll: asking.Poll) -> PollOutcome:
    lines = [
        PollLine(
            row.code, said(row.text, poll.languages), row.n, round(row.share, 2), row.mean_place, row.points
        )
        for row in one.lines
    ]
    return PollOutcome(one.question.code, one.answered, one.mean, lines)
