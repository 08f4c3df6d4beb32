"""One voter, one voice: the database decides, in the statement that takes the vote. See docs/adr/0009-polls.md."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import uuid4

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.kit.replica import rows
from otklik.people import organisations
from otklik.people.models import User
from otklik.places import queries as places
from otklik.polls import answers, asking, queries, receipts, words
from otklik.polls import standing as rules
from otklik.polls.models import Ballot, Right
from otklik.polls.standing import Standing, Voter


class CannotVote(Refusal):
    """`standing` says why, `text` says it to the voter."""

    code = "cannot_vote"
    status = 403

    def __init__(self, standing: Standing) -> None:
        super().__init__(str(words.STANDING[standing]))
        self.standing = standing


class AlreadyVoted(CannotVote):
    """Also on a repeat with the same answers, and of two devices at once for the one that was later."""

    code = "already_voted"
    status = 409

    def __init__(self) -> None:
        super().__init__(Standing.VOTED)


class WrongAnswers(Refusal):
    """fields: code of the question → what is wrong, for the voter. Nothing was stored, the voice is not used."""

    code = "wrong_answers"
    status = 422

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("Голос ещё не принят: исправьте отмеченные ответы."))
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Receipt:
    """For the voter's eyes only, once: we do not know whose it is."""

    code: str
    answers: answers.Answers  # as they were counted
    is_new: bool = True  # False: this very ballot was there already


def nobody() -> Voter:
    return Voter()


_KNOWN: Final = """
SELECT (SELECT territory_code FROM places_settlement WHERE code = %s),
       (SELECT territory_code FROM places_settlement WHERE code = %s),
       (SELECT uid FROM socialaccount_socialaccount WHERE user_id = %s AND provider = 'esia')
"""


def citizen(user: User) -> Voter:
    """One statement."""
    (area, before, uid), *_ = rows(_KNOWN, [user.home_code, user.home_before, user.pk])
    return Voter(
        key=f"u{user.pk}",
        esia=esia_key(uid) if uid else "",
        area=area or "",
        area_before=before or "",
        home_since=user.home_since,
        home_confirmed=user.home_source == "esia",
        born_on=user.born_on,
    )


def esia_key(uid: str) -> str:
    """A secret stands between: the right outlives the account, the number at Госуслуги must not."""
    return f"e{salted_hmac('otklik.polls.esia', uid, algorithm='sha256').hexdigest()[:32]}"


def organisation(user: User, organisation_id: int) -> Voter:
    """The organisation, when the person represents it; else the person. Two statements at most."""
    if organisations.represents(user.pk, organisation_id):
        return Voter(key=f"o{organisation_id}")
    return citizen(user)


def browser(mark: str) -> Voter:
    """mark: random, of a cookie; only for straw polls."""
    return Voter(key=f"b{salted_hmac('otklik.polls.browser', mark, algorithm='sha256').hexdigest()[:32]}")


def standing(poll: asking.Poll, voter: Voter, *, now: datetime) -> Standing:
    """One statement at most."""
    found = rules.standing(poll, voter, today=timezone.localdate(now), now=now)
    return Standing.VOTED if found is Standing.CAN and _voted(poll, voter) else found


def _voted(poll: asking.Poll, voter: Voter) -> bool:
    return Right.objects.filter(poll=poll.id, voter=rules.key(poll, voter)).exists()


def vote(
    *,
    poll_code: str,
    voter: Voter,
    given: Mapping[str, Any],
    now: datetime,
    poll: asking.Poll | None = None,
    once: str = "",
) -> Receipt:
    """Take the vote, or tell why not; nothing else is written down, neither when nor by whom.

    given: {code of the question: answer}, see `answers`. Three statements, one more for each place.
    poll: as the caller has just read it, which spares two; whether it still takes votes the last statement looks.
    once: random, of the form that was filled in. Sent again with the same answers after a lost answer, it gets the same
    receipt: salt and blind are made of it and the voter by our secret. It is stored nowhere: nobody makes them later.
    Raises queries.NoSuchPoll, CannotVote, AlreadyVoted, WrongAnswers.
    """
    poll = poll or queries.poll(poll_code)
    found = rules.standing(poll, voter, today=timezone.localdate(now), now=now)
    if found is not Standing.CAN:
        raise CannotVote(found)
    try:
        said = _checked(poll, given, now)
    except WrongAnswers:
        if _voted(poll, voter):
            raise AlreadyVoted from None  # nobody mends answers for nothing
        raise
    chance = {"chance": partial(_made_of, poll.code, rules.key(poll, voter), once)} if once else {}
    sealed = receipts.seal(poll.code, poll.questions, said, **chance)
    try:
        _store(poll, voter, said, sealed)
    except AlreadyVoted:
        if once and Ballot.objects.filter(poll=poll.id, receipt=sealed.receipt).exists():
            return Receipt(sealed.receipt, said, is_new=False)
        raise
    return Receipt(sealed.receipt, said)


def _made_of(poll_code: str, voter: str, once: str, what: str) -> str:
    made = salted_hmac(f"otklik.polls.{what}", "\n".join((poll_code, voter, once)), algorithm="sha256")
    return made.hexdigest()[:32]


def _checked(poll: asking.Poll, given: Mapping[str, Any], now: datetime) -> answers.Answers:
    on = timezone.localdate(now)
    try:
        return answers.checked(
            poll.questions,
            given,
            inside=lambda lon, lat: not isinstance(places.at_point(lon, lat, on=on), places.Outside),
        )
    except answers.BadAnswers as e:
        known = {question.code: question for question in poll.questions}
        raise WrongAnswers({c: words.fault(f, known.get(c)) for c, f in e.errors.items()}) from e


# The lock lasts as long as this one statement and holds up the end of the poll (`ending`), not other votes. Once the
# poll has ended the condition is looked at again, by the clock of the database: no web server's clock lets a vote in.
_VOTE: Final = """
WITH taking AS (
  SELECT id FROM polls_poll WHERE id = %(poll)s AND state = 'open'
    AND opens_at <= clock_timestamp() AND clock_timestamp() < closes_at FOR KEY SHARE
), used AS (
  INSERT INTO polls_right (poll_id, voter, mixed) SELECT id, %(voter)s, false FROM taking
  ON CONFLICT DO NOTHING RETURNING poll_id
), cast_ AS (
  INSERT INTO polls_ballot (id, poll_id, receipt, salt, blind, answers, area, mixed)
  SELECT %(id)s, poll_id, %(receipt)s, %(salt)s, %(blind)s, %(answers)s, %(area)s, false FROM used
)
SELECT (SELECT count(*) FROM taking), (SELECT count(*) FROM used)
"""


def _store(poll: asking.Poll, voter: Voter, said: answers.Answers, sealed: receipts.Sealed) -> None:
    values: dict[str, Any] = {
        "poll": poll.id,
        "voter": rules.key(poll, voter),
        "id": uuid4(),
        "receipt": sealed.receipt,
        "salt": sealed.salt,
        "blind": sealed.blind,
        "answers": json.dumps(said, ensure_ascii=False),
        "area": rules.area(poll, voter),
    }
    with connection.cursor() as cursor:
        cursor.execute(_VOTE, values)
        taking, used = cursor.fetchone()
    if not taking:
        raise CannotVote(Standing.OVER)
    if not used:
        raise AlreadyVoted
