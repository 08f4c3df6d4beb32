"""Whose an appeal is, after it was filed."""

from datetime import datetime
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import F

from otklik.appeals.models import Appeal, Draft, Follow, Photo, Support, Watch
from otklik.files import photos
from otklik.outbox.models import Message
from otklik.people import deletion

NOBODY: Final = "Житель"  # in the place of a name that was deleted


@transaction.atomic
def release_all(*, user_id: int, now: datetime) -> None:
    """Delete the account: its appeals go on without a person, its drafts, supports, follows and watches go.

    A repeat changes nothing. Raises deletion.StaffStay.
    """
    user = deletion.locked(user_id)
    if user is None:
        return
    _take_back(Support, "supporters", user_id)
    _take_back(Follow, "followers", user_id)
    Watch.objects.filter(user=user_id).delete()
    _drop_drafts(user_id)
    own = Appeal.objects.filter(author=user_id)
    # Letters from before the account had this appeal know only the address.
    Message.objects.filter(about__in=own.values_list("number", flat=True), to__iexact=user.email).delete()
    own.update(author=None, author_name=NOBODY, author_email="")
    deletion.bury(user, now=now)


def _take_back(table: type[Support] | type[Follow], count: str, user_id: int) -> None:
    """Locked in the order of their ids, so that two who leave at once do not wait for each other."""
    ids = list(table.objects.filter(user=user_id).values_list("appeal_id", flat=True))
    appeals = Appeal.objects.filter(pk__in=ids)
    list(appeals.order_by("pk").select_for_update().values_list("pk", flat=True))
    appeals.update(**{count: F(count) - 1})
    table.objects.filter(user=user_id).delete()


def _drop_drafts(user_id: int) -> None:
    """Photos that belong to filed appeals stay with them."""
    loose = Photo.objects.filter(draft__owner=user_id, appeal=None)
    ids = list(loose.values_list("pk", flat=True))
    loose.delete()
    Draft.objects.filter(owner=user_id).delete()
    for photo_id in ids:
        transaction.on_commit(partial(photos.drop, photo_id))
