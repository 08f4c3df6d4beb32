"""What officials are told of the work that comes to them. One function per letter; each is called by exactly one step.

News like those of citizens: each person's language, pace and wish for letters hold. Of the author there is nothing in
them; what officials write to each other is read at the desk.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.conf import settings
from procrastinate.contrib.django import app

from otklik.appeals import letters
from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.authorities.staff import members
from otklik.outbox.put import Note
from otklik.people import reach
from otklik.people.models import User

_PRIVATE: Final = ("name", "page")  # what a citizen's letter says besides


def received(appeal: Appeal, *, now: datetime) -> None:
    """It lies at the desk of its authority, for the first time or returned. One job: a moderator decides meanwhile."""
    tell_desk.defer(appeal_id=appeal.pk, authority_id=appeal.authority_id or 0, at=now.isoformat())


@app.task(queue="letters")
def tell_desk(*, appeal_id: int, authority_id: int, at: str) -> None:
    """To who works on it, else to the clerks. Run twice, it tells nobody twice; nobody once the appeal has gone on."""
    appeal = Appeal.objects.select_related("topic").get(pk=appeal_id)
    if (appeal.authority_id, appeal.state) != (authority_id, State.REGISTERED):
        return
    officials = members(authority_id)
    named = [one for one in officials if one.pk == appeal.executor_id]
    now, returned = datetime.fromisoformat(at), appeal.returns > 0
    _tell(named or _clerks(officials), "desk-received", appeal, now=now, returned=returned)


def handed(appeal: Appeal, executor: User, *, by: User, now: datetime) -> None:
    """To the executor, unless they took it themselves."""
    _tell([executor], "desk-handed", appeal, but=by, now=now)


def to_sign(appeal: Appeal, *, by: User, now: datetime) -> None:
    """An answer waits for the signature: to the heads of the body, where it has none to those of the body above."""
    body = appeal.authority
    heads = _heads(body.pk) if body else []
    if not heads and body and body.superior_id:
        heads = _heads(body.superior_id)
    _tell(heads, "desk-to-sign", appeal, but=by, now=now)


def sent_back(appeal: Appeal, writer_id: int | None, *, now: datetime) -> None:
    """The head did not sign: to who wrote the answer, while they serve; else to who works on the appeal."""
    officials = members(appeal.authority_id or 0)
    for wanted in (writer_id, appeal.executor_id):
        if named := [one for one in officials if one.pk == wanted]:
            return _tell(named, "desk-sent-back", appeal, now=now)
    return _tell(_clerks(officials), "desk-sent-back", appeal, now=now)


def asked(appeal: Appeal, *, opinion_id: int, asked_id: int, due_on: date, now: datetime) -> None:
    """Another body wants an opinion: to the clerks of the one that is asked."""
    people = _clerks(members(asked_id))
    asker = appeal.authority.name if appeal.authority else ""
    link = f"{settings.BASE_URL}/desk/opinions/{opinion_id}"
    _tell(people, "desk-opinion", appeal, now=now, link=link, asker=asker, due_on=f"{due_on:%d.%m.%Y}")


def _clerks(officials: list[User]) -> list[User]:
    """Like reminders of terms: the head is told where there is no clerk."""
    return [one for one in officials if one.role == User.Role.CLERK] or officials


def _heads(authority_id: int) -> list[User]:
    return [one for one in members(authority_id) if one.role == User.Role.HEAD]


def _tell(  # an event: what of which appeal, to whom and when
    people: Iterable[User],
    kind: str,
    appeal: Appeal,
    *,
    now: datetime,
    but: User | None = None,
    **more: object,
) -> None:
    """The moment names the event: a second letter of it is not written, whoever tells."""
    keys = [one.pk for one in people if one != but]
    if not keys:
        return
    about = {name: said for name, said in letters.about(appeal).items() if name not in _PRIVATE}
    said = {**about, "link": f"{settings.BASE_URL}/desk/authority/{appeal.number}", **more}
    note = Note(kind, said, about=appeal.number, once=f"{kind} {appeal.number} {now:%Y%m%d%H%M%S%f}")
    reach.tell_many(User.objects.filter(pk__in=keys), note)
