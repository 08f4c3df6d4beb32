"""Whose an appeal is: what was filed without an account joins the one that proves the same e-mail; a deleted account
leaves its appeals.
"""

from datetime import datetime
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from procrastinate.contrib.django import app

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Comment, Complaint, Draft, Enclosure, Follow, Photo, Support, Watch
from otklik.files import documents, photos
from otklik.kit import clock
from otklik.outbox.models import Message
from otklik.people import deletion
from otklik.people import queries as people
from otklik.people.models import User

NOBODY: Final = "Житель"  # in the place of a name that was deleted
# Taken over at once; somebody with more gets the rest by a job within seconds.
AT_ONCE: Final = 1000


@transaction.atomic
def take_over(user: User, email: str, *, now: datetime) -> int:
    """`user` has just proved that `email` is theirs: its appeals without an account become theirs; returns how many.

    Appeals that still wait for the link of their first letter join as well and go on waiting: anybody can have typed
    this address, so its owner says in the cabinet whether they wrote them. A repeat finds none.
    """
    orphans = Appeal.objects.filter(author=None, author_email=email.lower())
    proved = orphans.filter(email_confirmed_at__isnull=False)
    waiting = orphans.filter(state=State.UNCONFIRMED, received_at__lte=now)
    # Two looks, each on its own small index.
    keys = [key for some in (proved, waiting) for key in some.values_list("pk", flat=True)[:AT_ONCE]]
    taken = Appeal.objects.filter(pk__in=keys, author=None).update(author=user) if keys else 0
    if len(keys) >= AT_ONCE:
        take_over_more.defer(email=email.lower())
    return taken


@app.task(queue="people")
def take_over_more(*, email: str) -> None:
    """The rest, for whoever has that e-mail when the job runs."""
    user = people.holder_of(email)
    if user:
        take_over(user, email, now=clock.now())


@transaction.atomic
def release_all(*, user_id: int, now: datetime) -> None:
    """Delete the account: its appeals go on without a person, its drafts, supports, follows, watches and comments go.

    A repeat changes nothing. Raises deletion.StaffStay.
    """
    user = deletion.locked(user_id)
    if user is None:
        return
    _take_back(Support, "supporters", user_id)
    _take_back(Follow, "followers", user_id)
    Watch.objects.filter(user=user_id).delete()
    Comment.objects.filter(author=user_id).delete()
    Complaint.objects.filter(user=user_id).update(user=None)
    _drop_drafts(user_id)
    own = Appeal.objects.filter(author=user_id)
    # Letters from before the account had this appeal know only the address, SMS only the number that called.
    theirs = Q(to__iexact=user.email) | Q(to__in=own.exclude(author_phone="").values("author_phone"))
    Message.objects.filter(theirs, about__in=own.values_list("number", flat=True)).delete()
    own.update(author=None, author_name=NOBODY, author_email="", author_phone="")
    deletion.bury(user, now=now)


def _take_back(table: type[Support] | type[Follow], count: str, user_id: int) -> None:
    """Locked in the order of their ids, so that two who leave at once do not wait for each other."""
    ids = list(table.objects.filter(user=user_id).values_list("appeal_id", flat=True))
    appeals = Appeal.objects.filter(pk__in=ids)
    list(appeals.order_by("pk").select_for_update().values_list("pk", flat=True))
    appeals.update(**{count: F(count) - 1})
    table.objects.filter(user=user_id).delete()


def _drop_drafts(user_id: int) -> None:
    """Photos and documents that belong to filed appeals stay with them."""
    for table, drop in ((Photo, photos.drop), (Enclosure, documents.drop)):
        loose = table.objects.filter(draft__owner=user_id, appeal=None)
        for file_id in loose.values_list("pk", flat=True):
            transaction.on_commit(partial(drop, file_id))
        loose.delete()
    Draft.objects.filter(owner=user_id).delete()
