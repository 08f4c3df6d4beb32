"""The one table of roles and actions. docs/roles.md is made from it: `otklik roles > docs/roles.md`."""

from enum import StrEnum
from typing import Final

from django.contrib.auth.models import AnonymousUser

from otklik.people.models import User

VISITOR: Final = "visitor"  # not signed in
ROLES: Final = (VISITOR, *(role.value for role in User.Role))


class Action(StrEnum):
    """What an address is for. Each has at least one address, each address has exactly one."""

    READ_PUBLIC = "read_public"
    ENTER = "enter"
    FILE_APPEAL = "file_appeal"
    USE_LINK = "use_link"
    OWN_CABINET = "own_cabinet"
    OWN_ACCOUNT = "own_account"
    COMPLAIN = "complain"
    TAKE_PART = "take_part"
    VOTE = "vote"
    MODERATE = "moderate"
    DECIDE_ROUTING = "decide_routing"
    SEE_EXCHANGE = "see_exchange"
    WORK_FOR_AUTHORITY = "work_for_authority"
    PUBLISH_WORKS = "publish_works"
    ANNOUNCE_WORKS = "announce_works"
    SIGN_ANSWERS = "sign_answers"
    SEE_FIGURES = "see_figures"
    TAKE_CALLS = "take_calls"
    EXPORT_CALLS = "export_calls"
    ANNOUNCE_CALLS = "announce_calls"
    GIVE_ROLES = "give_roles"
    EDIT_LETTERS = "edit_letters"
    EDIT_WORDS = "edit_words"
    CONFIRM_ORGANISATIONS = "confirm_organisations"
    SUPERVISE = "supervise"
    READ_STAFF_JOURNAL = "read_staff_journal"
    WRITE_ARTICLES = "write_articles"
    ADMINISTER = "administer"
    FOLLOW_TERMS = "follow_terms"
    SEE_GUARANTEE = "see_guarantee"
    KEEP_CARD = "keep_card"
    BUILD_POLLS = "build_polls"
    SEE_GROWTH = "see_growth"


MEANING: Final = {
    Action.READ_PUBLIC: "read what is public; settings of one's own browser",
    Action.ENTER: "register, confirm the e-mail, sign in and out, set a new password",
    Action.FILE_APPEAL: "file an appeal: the draft belongs to the browser or the account that began it",
    Action.USE_LINK: "what the link in a letter opens: confirm, answer, rate, withdraw one's own appeal",
    Action.OWN_CABINET: "one's own appeals and profile",
    Action.OWN_ACCOUNT: "one's own password, second factors, sessions, addresses; open before a second factor is there",
    Action.COMPLAIN: "say what is wrong with a published appeal",
    Action.TAKE_PART: "support, follow and comment on what others wrote, save searches; one's own are left out",
    Action.VOTE: "fill in a ballot; whose is taken the poll itself says (polls.standing)",
    Action.MODERATE: "publish, refuse, ask, correct, merge: within one's territories and topics",
    Action.DECIDE_ROUTING: "choose the authority, decide returns: within one's territories and topics",
    Action.SEE_EXCHANGE: "the ledger of MSED, «send again»; not for moderators with territories or topics",
    Action.WORK_FOR_AUTHORITY: "see and answer the appeals at one's authority; a head: at its subordinates too",
    Action.PUBLISH_WORKS: "planned works and outages: those of one's authority, administrators: of any",
    Action.ANNOUNCE_WORKS: "what a program of an organisation posts: its key is the right, an account is not asked for",
    Action.SIGN_ANSWERS: "sign the answers of one's authority or send them back, edit its templates and rules",
    Action.SEE_FIGURES: "figures of authorities by topic; officials: of their own, a head: of its subordinates too",
    Action.TAKE_CALLS: "the desk of the hotline: cards of callers, appeals by phone, call-backs, the journal of calls",
    Action.EXPORT_CALLS: "the journal of calls as a file; the numbers of all callers on its page",
    Action.ANNOUNCE_CALLS: "what a telephone exchange posts: its signature is the right, an account is not asked for",
    Action.EDIT_LETTERS: "change the words of letters, read their versions",
    Action.EDIT_WORDS: "the list of words that are marked for moderators",
    Action.GIVE_ROLES: "find people, give and take rights, read the journal of rights",
    Action.CONFIRM_ORGANISATIONS: "say whether a person may act for an organisation",
    Action.SUPERVISE: "see what is overdue or stands still in the whole region, take appeals under control",
    Action.READ_STAFF_JOURNAL: "read who of the staff saw personal data and who changed what",
    Action.FOLLOW_TERMS: "own reminders of terms and their calendar: of one's authority, supervisors: of the region",
    Action.SEE_GUARANTEE: "what the guarantee check found stuck in the region",
    Action.WRITE_ARTICLES: "write articles of the knowledge base, read what did not help; an administrator publishes",
    Action.KEEP_CARD: "the card of one's authority in the directory; a head: of its subordinates too",
    Action.BUILD_POLLS: "write polls, publish them, end them early, release texts, tell how a result was used",
    Action.SEE_GROWTH: "which topics grow, by municipality",
    Action.ADMINISTER: "change what the portal works by: bodies, duties, classifier, ready words, terms, land, look",
}

_PEOPLE: Final = frozenset(role.value for role in User.Role)
_EVERYBODY: Final = _PEOPLE | {VISITOR}
_MODERATORS: Final = frozenset({User.Role.MODERATOR.value, User.Role.SUPERVISOR.value, User.Role.ADMIN.value})
_SUPERVISORS: Final = frozenset({User.Role.SUPERVISOR.value, User.Role.ADMIN.value})
_OFFICIALS: Final = frozenset({User.Role.CLERK.value, User.Role.HEAD.value})

RIGHTS: Final[dict[Action, frozenset[str]]] = {
    Action.READ_PUBLIC: _EVERYBODY,
    Action.ENTER: _EVERYBODY,
    Action.FILE_APPEAL: _EVERYBODY,
    Action.USE_LINK: _EVERYBODY,
    Action.OWN_CABINET: _PEOPLE,
    Action.OWN_ACCOUNT: _PEOPLE,
    Action.COMPLAIN: _EVERYBODY,
    Action.TAKE_PART: _PEOPLE,
    Action.VOTE: _EVERYBODY,
    Action.MODERATE: _MODERATORS,
    Action.DECIDE_ROUTING: _MODERATORS,
    Action.SEE_EXCHANGE: _MODERATORS,
    Action.WORK_FOR_AUTHORITY: _OFFICIALS,
    Action.PUBLISH_WORKS: _OFFICIALS | {User.Role.ADMIN.value},
    Action.ANNOUNCE_WORKS: _EVERYBODY,
    Action.SIGN_ANSWERS: frozenset({User.Role.HEAD.value}),
    Action.SEE_FIGURES: _OFFICIALS
    | {User.Role.ANALYST.value, User.Role.SUPERVISOR.value, User.Role.ADMIN.value},
    Action.TAKE_CALLS: frozenset(
        {User.Role.OPERATOR.value, User.Role.SUPERVISOR.value, User.Role.ADMIN.value}
    ),
    Action.EXPORT_CALLS: frozenset({User.Role.SUPERVISOR.value, User.Role.ADMIN.value}),
    Action.ANNOUNCE_CALLS: _EVERYBODY,
    Action.GIVE_ROLES: frozenset({User.Role.ADMIN.value}),
    Action.EDIT_LETTERS: frozenset({User.Role.ADMIN.value}),
    Action.EDIT_WORDS: frozenset({User.Role.ADMIN.value}),
    Action.CONFIRM_ORGANISATIONS: frozenset({User.Role.ADMIN.value}),
    Action.SUPERVISE: _SUPERVISORS,
    Action.READ_STAFF_JOURNAL: _SUPERVISORS,
    Action.FOLLOW_TERMS: _OFFICIALS | {User.Role.SUPERVISOR.value, User.Role.ADMIN.value},
    Action.SEE_GUARANTEE: frozenset({User.Role.SUPERVISOR.value, User.Role.ADMIN.value}),
    Action.WRITE_ARTICLES: _MODERATORS,
    Action.KEEP_CARD: frozenset({User.Role.HEAD.value}),
    Action.BUILD_POLLS: frozenset({User.Role.ANALYST.value, User.Role.ADMIN.value}),
    Action.SEE_GROWTH: frozenset(
        {User.Role.ANALYST.value, User.Role.SUPERVISOR.value, User.Role.ADMIN.value}
    ),
    Action.ADMINISTER: frozenset({User.Role.ADMIN.value}),
}
# Shows appeals of every territory and topic at once.
WHOLE_REGION: Final = frozenset({Action.SEE_EXCHANGE})


def allowed(user: User | AnonymousUser | None, action: Action | str) -> bool:
    """Whether this account may; None and AnonymousUser are the visitor. Raises ValueError: no such action."""
    action = Action(action)
    if not isinstance(user, User):
        return VISITOR in RIGHTS[action]
    return user.role in RIGHTS[action] and not (action in WHOLE_REGION and is_limited(user))


def is_staff(user: User) -> bool:
    """Whoever has rights beyond a citizen's."""
    return user.role != User.Role.CITIZEN


def is_limited(user: User) -> bool:
    """A moderator who sees certain territories or topics only; those above moderators see everything."""
    return user.role == User.Role.MODERATOR and bool(user.territory_codes or user.topic_codes)
