"""A poll while it is written: begun, copied, changed, published, thrown away. After that it only ends (`ending`).

Every change carries the mark of what its form showed (`kit.marks`) and leaves a row in the journal of settings.
"""

from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.kit.marks import Changed, mark
from otklik.kit.slugs import slug
from otklik.people import changes
from otklik.people.models import User
from otklik.polls import asking, faults, pictures, telling
from otklik.polls.faults import Fault
from otklik.polls.lifecycle import State
from otklik.polls.models import Notice, Poll, Question

MOST: Final = 30  # questions
RESERVED: Final = frozenset({"new", "pictures"})  # in addresses of the desk
_BEGINNING: Final = 7_310_419  # advisory: one draft is begun at a time
# What a draft keeps, as `save` takes it; the questions are apart.
WRITTEN: Final = (
    "languages", "title", "about", "picture", "voters", "territory_codes", "confirmed_home", "age_from",
    "opens_at", "closes_at", "results", "quorum",
)  # fmt: skip
ASKED: Final = ("kind", "text", "hint", "required", "options", "rules", "asked_if")


class NoPoll(Refusal):
    code = "no_poll"
    status = 404


class Published(Refusal):
    """It is no draft any more: what people have begun to answer stays as it is."""

    code = "poll_published"


class NotReady(Refusal):
    """Cannot be published yet; `faults` is all of what is wrong."""

    code = "poll_not_ready"
    status = 422

    def __init__(self, found: list[Fault]) -> None:
        super().__init__(_("Опрос ещё не готов. Исправьте то, что перечислено."))
        self.faults = found


class TooMany(Refusal):
    code = "too_many_questions"
    status = 422


def written(poll: Poll) -> dict[str, Any]:
    """What `save` would keep, as plain values."""
    found = {name: getattr(poll, name) for name in WRITTEN}
    return found | {"picture": str(poll.picture) if poll.picture else None}


def asks(question: Question) -> dict[str, Any]:
    return {name: getattr(question, name) for name in ASKED}


def whole_mark(poll: Poll, questions: list[Question]) -> str:
    """Of all that would be published."""
    return mark([written(poll), [[one.code, asks(one)] for one in questions]])


@transaction.atomic
def begin(
    values: dict[str, Any],
    questions: list[tuple[str, dict[str, Any]]],
    *,
    code: str = "",
    newer_than: int = 0,
    by: User,
    now: datetime,
) -> Poll:
    """A new draft. Sent twice, the first one is returned, as long as it is the same.

    values: WRITTEN; questions: (code, ASKED) in their order. code: of what it is about, "" makes one of the title;
    the poll that has it is returned, whatever its state. newer_than: id of the poll that is copied.
    """
    with connection.cursor() as cursor:  # the second of two presses must see what the first has made
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_BEGINNING])
    found = (Poll.objects.filter(code=code) if code else _like(values, questions, by, newer_than)).first()
    if found:
        return found
    wanted = code or asking.words(values["title"], "")
    taken = set(Poll.objects.filter(code__startswith=slug(wanted, taken=())).values_list("code", flat=True))
    taken |= RESERVED
    poll = Poll.objects.create(code=slug(wanted, taken=taken), created_at=now, created_by=by, **_kept(values))
    made = [Question(poll=poll, code=c, order=n, **asked) for n, (c, asked) in enumerate(questions, start=1)]
    Question.objects.bulk_create(made)
    journal(poll, {}, written(poll) | ({"questions": _listed(made)} if made else {}), by, now)
    return poll


def copy(code: str, *, by: User, now: datetime) -> Poll:
    """A new draft with the questions and the audience of a poll in any state; its days are to be set anew."""
    old = poll_of(code)
    values = written(old) | {"opens_at": None, "closes_at": None}
    questions = [(one.code, asks(one)) for one in old.questions.order_by("order")]
    return begin(values, questions, newer_than=old.pk, by=by, now=now)


def _like(
    values: dict[str, Any], questions: list[tuple[str, dict[str, Any]]], by: User, newer_than: int
) -> QuerySet[Poll]:
    """Drafts of this person that have just this in them."""
    same = {name: value for name, value in _kept(values).items() if value is not None}
    empty = {f"{name}__isnull": True for name, value in _kept(values).items() if value is None}
    drafts = Poll.objects.filter(pk__gt=newer_than, state=State.DRAFT, created_by=by, **same, **empty)
    alike = [
        poll.pk
        for poll in drafts
        if [(o.code, asks(o)) for o in poll.questions.order_by("order")] == questions
    ]
    return Poll.objects.filter(pk__in=alike)


@transaction.atomic
def save(code: str, values: dict[str, Any], *, shown: str, by: User, now: datetime) -> Poll:
    """Keep WRITTEN. Raises NoPoll, Published, Changed."""
    poll = _draft(code)
    before = written(poll)
    _same(before, shown)
    for name, value in _kept(values).items():
        setattr(poll, name, value)
    poll.save(update_fields=[*WRITTEN])
    journal(poll, before, written(poll), by, now)
    return poll


@transaction.atomic
def save_question(
    code: str, question_code: str, values: dict[str, Any], *, shown: str, by: User, now: datetime
) -> str:
    """Keep ASKED of a question, a new one with the code ""; return its code.

    shown: the mark of the question; of a new one that of all questions, so that one sent twice is added once.
    Raises NoPoll, Published, Changed, TooMany.
    """
    poll = _draft(code)
    questions = list(poll.questions.order_by("order"))
    before = _listed(questions)
    if question_code:
        question = next((one for one in questions if one.code == question_code), None)
        if question is None:
            raise NoPoll(_("Этого вопроса в опросе нет. Возможно, его убрали."))
        _same(asks(question), shown)
        for name in ASKED:
            setattr(question, name, values[name])
        question.save(update_fields=[*ASKED])
    else:
        _same([one.code for one in questions], shown)
        if len(questions) >= MOST:
            raise TooMany(_("В опросе уже %(n)d вопросов: больше не бывает.") % {"n": MOST})
        first = next((text for text in values["text"].values() if text), "")
        made = slug(first, taken={one.code for one in questions}, longest=40, sign="_")
        question = Question.objects.create(
            poll=poll, code=made, order=len(questions) + 1, **{name: values[name] for name in ASKED}
        )
        questions.append(question)
    journal(poll, {"questions": before}, {"questions": _listed(questions)}, by, now)
    return question.code


@transaction.atomic
def move_question(code: str, question_code: str, deed: str, *, by: User, now: datetime) -> None:
    """deed: up, down, remove. What is not there, or cannot go further, stays as it is. Raises NoPoll, Published."""
    poll = _draft(code)
    questions = list(poll.questions.order_by("order"))
    place = next((n for n, one in enumerate(questions) if one.code == question_code), None)
    if place is None:
        return
    before, question = _listed(questions), questions.pop(place)
    if deed == "remove":
        question.delete()
    else:
        to = place + {"up": -1, "down": 1}.get(deed, 0)
        questions.insert(min(max(to, 0), len(questions)), question)
    for n, one in enumerate(questions, start=1):
        one.order = n
    Question.objects.bulk_update(questions, ["order"])
    journal(poll, {"questions": before}, {"questions": _listed(questions)}, by, now)


@transaction.atomic
def drop(code: str, *, by: User, now: datetime) -> None:
    """Throw a draft away; nothing on a repeat. Raises Published."""
    if not Poll.objects.filter(code=code).exists():
        return
    poll = _draft(code)
    unused = pictures.of(poll, poll.questions.all())
    journal(poll, written(poll), {}, by, now)
    poll.delete()
    transaction.on_commit(lambda: pictures.forget(unused))


@transaction.atomic
def publish(code: str, *, shown: str, towns: faults.Towns, by: User, now: datetime) -> None:
    """Let people vote, at once or from `opens_at` on. From here on the database refuses every change of it.

    shown: `whole_mark` of what was looked at. Nothing on a repeat. Raises NoPoll, Changed, NotReady.
    """
    poll = locked(code)
    if poll.state == State.OPEN:
        return
    require_draft(poll)
    questions = list(poll.questions.order_by("order"))
    if whole_mark(poll, questions) != shown:
        raise Changed(_("Опрос изменился, пока вы смотрели. Посмотрите ещё раз и опубликуйте."))
    asked = tuple(asking.question(one) for one in questions)
    if found := faults.of(asking.poll(poll, asked), towns=towns, now=now):
        raise NotReady(found)
    opens_at = max(poll.opens_at or now, now)
    Poll.objects.filter(pk=poll.pk, state=State.DRAFT).update(
        state=State.OPEN, published_at=now, opens_at=opens_at
    )
    telling.note(poll.pk, poll.voters, Notice.What.OPEN)
    journal(poll, {"state": poll.state}, {"state": State.OPEN.value}, by, now)


def _kept(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in WRITTEN}


def _listed(questions: list[Question]) -> list[dict[str, Any]]:
    """For the journal, in their order; `label` is what its page shows."""
    return [
        {"label": asking.words(one.text, "") or one.code, "code": one.code, **asks(one)} for one in questions
    ]


def poll_of(code: str) -> Poll:
    poll = Poll.objects.filter(code=code).first()
    if poll is None:
        raise NoPoll(_("Такого опроса нет. Возможно, черновик уже удалён."))
    return poll


def locked(code: str) -> Poll:
    poll = Poll.objects.select_for_update(of=("self",)).filter(code=code).first()
    if poll is None:
        raise NoPoll(_("Такого опроса нет. Возможно, черновик уже удалён."))
    return poll


def _draft(code: str) -> Poll:
    poll = locked(code)
    require_draft(poll)
    return poll


def require_draft(poll: Poll) -> None:
    if poll.state != State.DRAFT:
        raise Published(
            _(
                "Опрос уже опубликован, изменить его нельзя."
                " Его можно завершить раньше срока или скопировать в новый черновик."
            )
        )


def _same(there: Any, shown: str) -> None:
    if mark(there) != shown:
        raise Changed(
            _(
                "Пока вы писали, это изменил другой сотрудник. Сверьте и сохраните ещё раз: ваш текст на месте."
            )
        )


def journal(poll: Poll, before: dict[str, Any], after: dict[str, Any], by: User, now: datetime) -> None:
    changes.write(
        by=by, what=f"poll:{poll.code}", before=_plain(before) or None, after=_plain(after) or None, now=now
    )


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Moments as JSON can have them."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }
