"""«Поддержать» and «Следить»: other people beside an appeal. No state changes, so these are no steps.

The counts on the appeal are kept with the rows, under the appeal's lock; nobody ever counts rows for a page.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from otklik.appeals import labels, letters, public
from otklik.appeals.lifecycle import Decision, State
from otklik.appeals.models import Answer, Appeal, Follow, Support
from otklik.appeals.queries import merged
from otklik.appeals.rules import number
from otklik.appeals.rules.heat import heat
from otklik.kit.errors import Refusal
from otklik.outbox.put import Note
from otklik.people import reach
from otklik.people.models import User

# Letters to followers: the templates of the same names.
ANSWERED: Final = "followed-answered"
RETURNED: Final = "followed-returned"
CLOSED: Final = "followed-closed"
_NEWS: Final = {ANSWERED: "answered", RETURNED: "returned", CLOSED: "closed"}  # in merged-news


class NotPublic(Refusal):
    """There is no such appeal, or not everybody may see it."""

    code = "not_public"
    status = 404


class OwnAppeal(Refusal):
    """The author is told everything anyway and does not support themselves."""

    code = "own_appeal"


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a person stands to an appeal."""

    is_author: bool
    supports: bool
    follows: bool


def support(*, number: str, user: User, now: datetime) -> None:
    """Once a person; a repeat changes nothing. Raises NotPublic, OwnAppeal."""
    _join(Support, "supporters", number=number, user=user, now=now)


def unsupport(*, number: str, user: User) -> None:
    """Take it back; a repeat changes nothing."""
    _leave(Support, "supporters", number=number, user=user)


def follow(*, number: str, user: User, now: datetime) -> None:
    """From now on the person is told of the answer, a return and the end; a repeat changes nothing.

    Raises NotPublic, OwnAppeal.
    """
    _join(Follow, "followers", number=number, user=user, now=now)


def unfollow(*, number: str, user: User) -> None:
    """No more news, of an appeal that was withdrawn since as well; a repeat changes nothing."""
    _leave(Follow, "followers", number=number, user=user)


def stand(appeal_id: int, user_id: int) -> Stand:
    """One statement."""
    rows = {"appeal": OuterRef("pk"), "user": user_id}
    found = Appeal.objects.filter(pk=appeal_id).values_list(
        "author_id", Exists(Support.objects.filter(**rows)), Exists(Follow.objects.filter(**rows))
    )
    author_id, supports, follows = found.get()
    return Stand(is_author=author_id == user_id, supports=supports, follows=follows)


def tell_later(appeal: Appeal, kind: str) -> None:
    """Called by the step that makes the news, in its transaction: one job, however many follow; none for nobody."""
    if appeal.followers or appeal.duplicates.filter(state=State.DUPLICATE).exists():
        tell_followers.defer(appeal_id=appeal.pk, kind=kind, turn=appeal.returns)


@app.task(queue="letters")
def tell_followers(*, appeal_id: int, kind: str, turn: int) -> None:
    """Write the news down for each follower and each author of a merged appeal who wants letters. Run twice, it tells
    nobody twice.

    turn: returns of the appeal at that time, for an appeal may be answered again.
    """
    appeal = Appeal.objects.select_related("topic", "author").get(pk=appeal_id)
    joined = merged.authors(appeal_id)
    following = Q(pk__in=Follow.objects.filter(appeal=appeal).values("user"))
    if appeal.withheld:  # to authors of what was merged with it the answer is owed, to others it is not shown
        following = Q(pk__in=[])
    people = User.objects.filter(following | Q(pk__in=[one.user_id for one in joined if one.user_id]))
    if appeal.author_id:  # an account that took the appeal over since
        people = people.exclude(pk=appeal.author_id)
    news, once = {**letters.about(appeal), **_answer(appeal, kind)}, f"{kind} {appeal.number} {turn}"
    del news["name"]  # the author's
    said = {**news, "followed": f"{settings.BASE_URL}/mine/followed"}
    reach.tell_many(people, Note(kind, said, about=appeal.number, once=once))
    for one in _strangers(appeal, joined, people):
        own = {"name": one.name, "number": number.spoken(one.number), "news": _NEWS[kind]}
        original = {"original": news["number"], "original_page": news["page"]}
        note = Note("merged-news", {**news, **original, **own}, about=one.number, once=once)
        reach.tell(None, note, email=one.email)


def _strangers(appeal: Appeal, joined: list[merged.Author], people: QuerySet[User]) -> list[merged.Author]:
    """Authors without an account, each e-mail once, but for who is told already."""
    found = {one.email: one for one in joined if one.user_id is None and one.email}
    if not found:
        return []
    author = appeal.author
    told = {appeal.author_email.lower(), author.email.lower() if author else ""}
    told |= {email.lower() for email in people.filter(email__in=list(found)).values_list("email", flat=True)}
    return [one for email, one in found.items() if email not in told]


def _answer(appeal: Appeal, kind: str) -> dict[str, Any]:
    answer = Answer.objects.filter(appeal=appeal).order_by("-id").first() if kind == ANSWERED else None
    if answer is None:
        return {}
    return {"decision": str(labels.DECISION[Decision(answer.decision)]), "text": answer.text}


@transaction.atomic
def _join(rows: type[Support | Follow], count: str, *, number: str, user: User, now: datetime) -> None:
    appeal = _locked(public.SHOWN, number=number)
    if appeal.author_id == user.pk:
        raise OwnAppeal(_("Это ваше обращение: вы и так узнаете о нём всё."))
    _row, is_new = rows.objects.get_or_create(appeal=appeal, user=user, defaults={"at": now})
    if is_new:
        _count(appeal, count, 1)


@transaction.atomic
def _leave(rows: type[Support | Follow], count: str, *, number: str, user: User) -> None:
    appeal = _locked(number=number)
    gone, _rows = rows.objects.filter(appeal=appeal, user=user).delete()
    if gone:
        _count(appeal, count, -1)


@transaction.atomic
def count_caller(appeal_id: int, more: int) -> None:
    """Somebody without an account supports it by telephone (`hotline.filing` knows who), or takes it back."""
    _count(_locked(pk=appeal_id), "supporters", more)


def hold(appeal_id: int) -> None:
    """Its counts are ours until commit: whether somebody is counted already is looked up under this."""
    _locked(pk=appeal_id)


def _count(appeal: Appeal, count: str, more: int) -> None:
    """appeal: locked by us. With its supporters its place in the list of the popular changes."""
    changed = {count: getattr(appeal, count) + more}
    if count == "supporters" and appeal.published_at:
        changed["heat"] = heat(appeal.published_at, supporters=changed[count])
    Appeal.objects.filter(pk=appeal.pk).update(**changed)


def _locked(*rules: Q, **which: Any) -> Appeal:
    """Its counts are ours until commit, its other columns anybody's to read. Raises NotPublic."""
    appeal = Appeal.objects.select_for_update(no_key=True).filter(*rules, **which).first()
    if appeal is None:
        raise NotPublic(_("Этого обращения нет в открытом доступе."))
    return appeal
