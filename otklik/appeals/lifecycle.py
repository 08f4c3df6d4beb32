"""The life of an appeal: its kinds, its states and the moves between them.

Read this file first. It is pure Python: no Django, no clock, no database.
`journal.move` is the only function that applies a move to a stored appeal.

A problem and a proposal travel the whole route. Thanks are moderated, published, passed to the authority
for information and closed once МСЭД has registered them: nobody owes them an answer, so they have no term.
"""

from enum import StrEnum
from typing import Final, NamedTuple


class Kind(StrEnum):
    PROBLEM = "problem"
    PROPOSAL = "proposal"
    THANKS = "thanks"


class State(StrEnum):
    UNCONFIRMED = "unconfirmed"  # received, waits for the author to confirm the e-mail
    MODERATION = "moderation"  # waits for a moderator (48 h)
    QUESTION = "question"  # the moderator asked the author; the 48 h stand still
    REFUSED = "refused"  # by the moderator, or nobody answered the question; final
    PUBLISHED = "published"  # on the map and in lists; nobody to send it to yet (desk queue)
    SENDING = "sending"  # assigned, on its way through МСЭД
    REGISTERED = "registered"  # МСЭД gave its number, the authority works on it
    ANSWERED = "answered"  # the answer is public, the author may rate it
    RETURNED = "returned"  # the author says it is not solved; a moderator decides what next
    CLOSED = "closed"  # final
    WITHDRAWN = "withdrawn"  # by the author, or the e-mail was never confirmed; final
    DUPLICATE = "duplicate"  # of another appeal, which carries on; final unless the merge is taken back


class Move(StrEnum):
    RECEIVE = "receive"  # the first row of every journal
    CONFIRM = "confirm"
    LAPSE = "lapse"
    CORRECT = "correct"
    ASK = "ask"
    REPLY = "reply"
    CLARIFY = "clarify"  # the author adds words or photos, for the desk and the authority only
    EXPIRE = "expire"
    REFUSE = "refuse"
    PUBLISH = "publish"
    MERGE = "merge"
    ASSIGN = "assign"
    UNROUTED = "unrouted"
    REGISTER = "register"
    READDRESS = "readdress"
    PROGRESS = "progress"
    ANSWER = "answer"
    RATE = "rate"
    RETURN = "return"
    ALLOW = "allow"  # a moderator lets a further return go back to the authority
    RESEND = "resend"
    CLOSE = "close"
    FILE = "file"  # thanks are put on file: read, no answer owed
    WITHDRAW = "withdraw"
    SPLIT = "split"  # a merge was a mistake: the duplicate is an appeal of its own again
    REDACT = "redact"  # a moderator hides words, a photo or the author from everybody
    WITHHOLD = "withhold"  # … the whole appeal: nobody but its author and the desks sees it
    RESTORE = "restore"  # … and shows it again
    HAND = "hand"  # the authority names the person who works on it
    FORWARD = "forward"  # the authority says that another one is competent
    EXTEND = "extend"  # the authority needs longer; the reason is public
    RECKON = "reckon"  # a due moment is computed anew: a changed calendar or rule
    CONTROL = "control"  # a supervisor takes the appeal under control
    RELEASE = "release"  # … and lets it go again


class Leg(NamedTuple):
    """One row of the table: a move takes an appeal of `kinds` from any of `sources` to `target`.

    target None: the appeal stays where it is and the journal gains a row.
    """

    sources: frozenset[State]
    target: State | None
    kinds: frozenset[Kind] = frozenset(Kind)


_S = State
_OWED: Final = frozenset({Kind.PROBLEM, Kind.PROPOSAL})  # kinds that are owed an answer
_IN_MSED: Final = frozenset({_S.SENDING, _S.REGISTERED})
_OPEN: Final = frozenset({_S.MODERATION, _S.QUESTION, _S.PUBLISHED, *_IN_MSED, _S.ANSWERED, _S.RETURNED})

_ONCE_PUBLIC: Final = (_OPEN - {_S.MODERATION, _S.QUESTION}) | {_S.CLOSED, _S.WITHDRAWN, _S.DUPLICATE}

# The author may still add to it: confirmed, and not answered yet.
CLARIFIABLE: Final = frozenset({_S.MODERATION, _S.QUESTION, _S.PUBLISHED, _S.SENDING, _S.REGISTERED})

START: Final = frozenset({_S.UNCONFIRMED, _S.MODERATION})

MOVES: Final[dict[Move, Leg]] = {
    Move.CONFIRM: Leg(frozenset({_S.UNCONFIRMED}), _S.MODERATION),
    Move.LAPSE: Leg(frozenset({_S.UNCONFIRMED}), _S.WITHDRAWN),
    Move.CORRECT: Leg(frozenset({_S.MODERATION, _S.QUESTION, _S.PUBLISHED}), None),
    Move.ASK: Leg(frozenset({_S.MODERATION}), _S.QUESTION),
    Move.REPLY: Leg(frozenset({_S.QUESTION}), _S.MODERATION),
    Move.CLARIFY: Leg(CLARIFIABLE, None),
    Move.EXPIRE: Leg(frozenset({_S.QUESTION}), _S.REFUSED),
    Move.REFUSE: Leg(frozenset({_S.MODERATION}), _S.REFUSED),
    Move.PUBLISH: Leg(frozenset({_S.MODERATION}), _S.PUBLISHED),
    Move.MERGE: Leg(frozenset({_S.MODERATION, _S.QUESTION, _S.PUBLISHED}), _S.DUPLICATE),
    Move.ASSIGN: Leg(frozenset({_S.PUBLISHED}), _S.SENDING),
    Move.UNROUTED: Leg(frozenset({_S.PUBLISHED}), None),
    Move.REGISTER: Leg(frozenset({_S.SENDING}), _S.REGISTERED),
    Move.READDRESS: Leg(_IN_MSED, _S.PUBLISHED),
    Move.PROGRESS: Leg(_IN_MSED, None),
    # an answer may overtake the registration
    Move.ANSWER: Leg(_IN_MSED, _S.ANSWERED, _OWED),
    Move.RATE: Leg(frozenset({_S.ANSWERED}), None, _OWED),
    Move.RETURN: Leg(frozenset({_S.ANSWERED}), _S.RETURNED, _OWED),
    Move.ALLOW: Leg(frozenset({_S.RETURNED}), None, _OWED),
    Move.RESEND: Leg(frozenset({_S.RETURNED}), _S.SENDING, _OWED),
    Move.CLOSE: Leg(frozenset({_S.ANSWERED, _S.RETURNED}), _S.CLOSED, _OWED),
    Move.FILE: Leg(frozenset({_S.REGISTERED}), _S.CLOSED, frozenset({Kind.THANKS})),
    Move.WITHDRAW: Leg(
        frozenset({_S.UNCONFIRMED, _S.MODERATION, _S.QUESTION, _S.PUBLISHED, _S.SENDING, _S.REGISTERED}),
        _S.WITHDRAWN,
    ),
    Move.SPLIT: Leg(frozenset({_S.DUPLICATE}), _S.MODERATION),
    # a duplicate's photos are shown with the original
    Move.REDACT: Leg(_OPEN | {_S.CLOSED, _S.DUPLICATE}, None),
    # it goes on its way; what its author took back or what was merged is withheld with the page that it kept
    Move.WITHHOLD: Leg(_ONCE_PUBLIC, None),
    Move.RESTORE: Leg(frozenset(State) - {_S.UNCONFIRMED}, None),
    Move.HAND: Leg(_IN_MSED, None),
    Move.FORWARD: Leg(_IN_MSED, _S.PUBLISHED),
    Move.EXTEND: Leg(_IN_MSED, None, _OWED),
    Move.RECKON: Leg(_OPEN, None),
    Move.CONTROL: Leg(_OPEN, None),
    Move.RELEASE: Leg(frozenset(State) - {_S.UNCONFIRMED}, None),  # what has come to its end too
}

FINAL: Final = frozenset({_S.REFUSED, _S.CLOSED, _S.WITHDRAWN, _S.DUPLICATE})
# What everyone may see, unless it is withheld (appeals.public). A withdrawn appeal and a duplicate were perhaps never
# published: they are not listed.
PUBLIC: Final = frozenset({_S.PUBLISHED, _S.SENDING, _S.REGISTERED, _S.ANSWERED, _S.RETURNED, _S.CLOSED})
# Has an answer that everyone may read («Решения»).
ANSWERED: Final = frozenset({_S.ANSWERED, _S.CLOSED})


class Stage(StrEnum):
    """The eight stages that citizens see, in the order of the brief («Типовой маршрут»)."""

    RECEIVED = "received"
    MODERATION = "moderation"
    PUBLISHED = "published"
    SENT = "sent"
    IN_WORK = "in_work"
    ANSWERED = "answered"
    RATED = "rated"
    CLOSED = "closed"


STAGE_OF_STATE: Final[dict[State, Stage]] = {
    _S.UNCONFIRMED: Stage.RECEIVED,
    _S.MODERATION: Stage.MODERATION,
    _S.QUESTION: Stage.MODERATION,
    _S.REFUSED: Stage.MODERATION,
    _S.PUBLISHED: Stage.PUBLISHED,
    _S.SENDING: Stage.SENT,
    _S.REGISTERED: Stage.IN_WORK,
    _S.ANSWERED: Stage.ANSWERED,
    _S.RETURNED: Stage.RATED,
    _S.CLOSED: Stage.CLOSED,
    _S.WITHDRAWN: Stage.CLOSED,
    _S.DUPLICATE: Stage.CLOSED,
}

# The journal row that begins a stage.
STAGE_OF_MOVE: Final[dict[Move, Stage]] = {
    Move.RECEIVE: Stage.RECEIVED,
    Move.CONFIRM: Stage.MODERATION,
    Move.PUBLISH: Stage.PUBLISHED,
    Move.ASSIGN: Stage.SENT,
    Move.REGISTER: Stage.IN_WORK,
    Move.ANSWER: Stage.ANSWERED,
    Move.RATE: Stage.RATED,
    Move.CLOSE: Stage.CLOSED,
    Move.FILE: Stage.CLOSED,
}

# What happens to an appeal once everybody may read it; desks among themselves, and with the author, apart.
TOLD: Final = frozenset(
    {
        Move.MERGE, Move.SPLIT, Move.ASSIGN, Move.READDRESS, Move.FORWARD, Move.REGISTER, Move.PROGRESS, Move.EXTEND,
        Move.ANSWER, Move.RATE, Move.RETURN, Move.RESEND, Move.CLOSE, Move.FILE, Move.WITHDRAW,
    }
)  # fmt: skip

STAGES_OF_KIND: Final[dict[Kind, tuple[Stage, ...]]] = {
    Kind.PROBLEM: tuple(Stage),
    Kind.PROPOSAL: tuple(Stage),
    Kind.THANKS: tuple(s for s in Stage if s not in {Stage.ANSWERED, Stage.RATED}),
}


class Decision(StrEnum):
    """What the authority says it did. The citizen's own verdict is kept beside it, never over it."""

    SOLVED = "solved"
    EXPLAINED = "explained"
    PLANNED = "planned"  # by a date
    REFUSED = "refused"


class RefusalReason(StrEnum):
    """Why a moderator refuses (source: rules of existing portals, domain-rules B3)."""

    OFF_TOPIC = "off_topic"
    NO_FACTS = "no_facts"
    DUPLICATE_ANSWERED = "duplicate_answered"
    DUPLICATE_PENDING = "duplicate_pending"
    UNFOUNDED_ACCUSATION = "unfounded_accusation"
    OBSCENE_OR_INSULT = "obscene_or_insult"
    THREATS = "threats"
    HATE = "hate"
    PERSONAL_DATA_OF_OTHERS = "personal_data_of_others"
    PHOTO_FACES = "photo_faces"
    UNREADABLE = "unreadable"
    NOT_RUSSIAN = "not_russian"
    ADVERT = "advert"
    NO_ADDRESS = "no_address"
    EMERGENCY_CALL_112 = "emergency_call_112"
    NO_REPLY = "no_reply"  # set by the clock only: the author did not answer the question
    OTHER = "other"


class WithholdReason(StrEnum):
    """Why a moderator takes a published appeal off the portal."""

    PERSONAL_DATA = "personal_data"  # throughout: hiding words would leave nothing
    CHILD = "child"  # a crime against a child
    COURT = "court"  # a court or a body that may order it
    OTHER = "other"


class Attention(StrEnum):
    """Why an appeal waits at the desk although it is not on moderation."""

    NO_TERRITORY = "no_territory"  # the point lies in no territory of that day
    OUTSIDE = "outside"  # outside the region
    NOBODY = "nobody"  # no duty row for topic and territory
    NO_EXCHANGE = "no_exchange"  # the authority has neither a MEDO uid nor a desk here
    WRONG_ADDRESSEE = "wrong_addressee"  # МСЭД: «Ошибка адресации»
    MSED_REFUSED = "msed_refused"  # МСЭД refused for another reason
    MSED_CONFLICT = "msed_conflict"  # refused after it was registered
    RETURN_REVIEW = "return_review"  # a return beyond those by right
    FORWARDED = "forwarded"  # authorities forwarded it too often: a supervisor decides


class CommentState(StrEnum):
    """Of what others say under an appeal; not a state of the appeal."""

    WAITING = "waiting"  # for a moderator
    SHOWN = "shown"
    REFUSED = "refused"


class CommentReason(StrEnum):
    """Why a comment is not shown."""

    OFF_TOPIC = "off_topic"
    OBSCENE_OR_INSULT = "obscene_or_insult"
    THREATS = "threats"
    HATE = "hate"
    PERSONAL_DATA_OF_OTHERS = "personal_data_of_others"
    ADVERT = "advert"
    OTHER = "other"


class ComplaintReason(StrEnum):
    """What somebody finds wrong with a published appeal."""

    PERSONAL_DATA = "personal_data"
    PHOTO = "photo"
    OBSCENE_OR_INSULT = "obscene_or_insult"
    HATE = "hate"
    UNTRUE = "untrue"
    ADVERT = "advert"
    OTHER = "other"


class ComplaintVerdict(StrEnum):
    """What a moderator made of it."""

    HIDDEN = "hidden"  # something is hidden now
    KEPT = "kept"  # the appeal stays as it is
    WITHHELD = "withheld"  # taken off the portal; set by that move only
