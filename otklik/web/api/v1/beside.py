"""Support, follow, comment on and complain about what others wrote: the buttons of an appeal's page."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from otklik.appeals import comments as saying
from otklik.appeals import complaints as complaining
from otklik.appeals import following
from otklik.appeals.lifecycle import CommentReason, ComplaintReason
from otklik.appeals.queries import brief, comments, lists
from otklik.appeals.rules import number as numbers
from otklik.kit import clock
from otklik.people.models import Device
from otklik.web.access import Action
from otklik.web.api.endpoint import Who, does, reads, writes
from otklik.web.api.v1.appeals import Page, listed
from otklik.web.api.words import Cursor


class Switch(Struct):
    on: bool


@does(_("Поддержать обращение"), takes=Switch, refuses=(409, 413, 415, 422), action=Action.TAKE_PART)
def support(said: Switch, *, device: Device, number: str) -> None:
    """`on` false takes it back. 409 `own_appeal`: nobody supports themselves."""
    if said.on:
        following.support(number=_plain(number), user=device.user, now=clock.now())
    else:
        following.unsupport(number=_plain(number), user=device.user)


@does(_("Следить за обращением"), takes=Switch, refuses=(409, 413, 415, 422), action=Action.TAKE_PART)
def follow(said: Switch, *, device: Device, number: str) -> None:
    """`on` false ends it, also of an appeal that is not public any more. 409 `own_appeal`: its author is told."""
    if said.on:
        following.follow(number=_plain(number), user=device.user, now=clock.now())
    else:
        following.unfollow(number=_plain(number), user=device.user)


class Asked(Struct):
    cursor: Cursor = ""


@reads(_("За чем я слежу"), asks=Asked, gives=Page, action=Action.TAKE_PART)
def followed(asked: Asked, *, device: Device) -> Page:
    """The last followed first. Of what is not public any more only the stage is told; what was taken off is gone."""
    page = lists.followed(device.user_id, cursor=asked.cursor)
    return Page([listed(row) for row in page.rows], next=page.older, previous=page.newer)


class Unread(Struct):
    """A comment of one's own that nobody else reads; reason: why it never will be, null while it waits."""

    text: str
    at: datetime
    reason: CommentReason | None


class Stand(Struct):
    mine: bool
    supports: bool
    follows: bool
    supporters: int
    followers: int
    may_comment: bool
    unread: list[Unread]


@reads(_("Что я сделал с обращением"), gives=Stand, action=Action.TAKE_PART)
def stand(asked: object, *, device: Device, number: str) -> Stand:
    """Where the person stands to a public appeal, as its page shows it to them."""
    found = _public(number)
    there = following.stand(found.id, device.user_id)
    own = comments.own(found.id, device.user_id) if settings.COMMENTS else []
    return Stand(
        mine=there.is_author,
        supports=there.supports,
        follows=there.follows,
        supporters=found.supporters,
        followers=found.followers,
        may_comment=settings.COMMENTS,
        unread=[Unread(one.text, one.at, one.reason) for one in own],
    )


class Comment(Struct):
    author: str
    text: str
    at: datetime


class Comments(Struct):
    comments: list[Comment]
    next: str | None
    previous: str | None


@reads(_("Комментарии к обращению"), asks=Asked, gives=Comments, keeps=15)
def said_of(asked: Asked, *, number: str) -> Comments:
    """Twenty a page, the newest first, as a moderator let them through. 404: not public, or the region has none."""
    found = _public(number)
    if not settings.COMMENTS:
        raise Http404
    page = comments.shown(found.id, cursor=asked.cursor)
    told = [Comment(one.author, one.text, one.at) for one in page.rows]
    return Comments(told, next=page.older, previous=page.newer)


class NewComment(Struct):
    text: Annotated[str, Meta(extra_json_schema={"maxLength": saying.TEXT_MAX})]


class Noted(Struct):
    """Of the appeal that it is about."""

    number: str


@writes(
    _("Написать комментарий"),
    takes=NewComment,
    gives=Noted,
    refuses=(413, 415, 422),
    action=Action.TAKE_PART,
    who=Who.OWNER,
)
def comment(said: NewComment, *, key: UUID, device: Device, number: str) -> tuple[Noted, bool]:
    """Everybody reads it once a moderator has. 429 `too_often`: a person has not so much to say."""
    plain = _plain(number)
    is_new = saying.write(number=plain, user=device.user, key=key, words=said.text, now=clock.now())
    return Noted(plain), is_new


class Complaint(Struct):
    """words: wanted where the reason is `other`."""

    reason: ComplaintReason
    words: Annotated[str, Meta(extra_json_schema={"maxLength": complaining.WORDS_MAX})] = ""


@writes(
    _("Пожаловаться на обращение"),
    takes=Complaint,
    gives=Noted,
    refuses=(413, 415, 422),
    action=Action.COMPLAIN,
    who=Who.ANYBODY,
    with_request=True,
)
def complain(
    said: Complaint, *, key: UUID, device: Device | None, number: str, request: HttpRequest
) -> tuple[Noted, bool]:
    """A moderator reads it; of one account once. 429 `too_often`."""
    who = complaining.Who(device.user if device else None, get_ip(request))
    plain = _plain(number)
    is_new = complaining.complain(
        number=plain, who=who, key=key, reason=said.reason, words=said.words, now=clock.now()
    )
    return Noted(plain), is_new


def _public(number: str) -> brief.Brief:
    found = brief.brief(_plain(number))
    if found is None:
        raise Http404
    return found


def _plain(number: str) -> str:
    return numbers.read(number) or ""
