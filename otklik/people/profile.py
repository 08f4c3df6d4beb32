"""What a person keeps about themselves: name, photo, language, letters, home."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from otklik.files import photos
from otklik.people import consents, homes, names
from otklik.people.homes import Home
from otklik.people.models import User

_HOME: Final = ("home_since", "home_before", "home_source")


@dataclass(frozen=True, slots=True)
class Profile:
    """Checked by `people.names`; the words of `User.NameShown`, `User.Pace` and `User.PollNews`."""

    surname: str
    given_name: str
    patronymic: str
    name_shown: str
    language: str
    wants_letters: bool
    pace: str
    poll_news: str
    home_code: str  # places.Settlement.code; "" for none


@transaction.atomic
def save(*, user_id: int, said: Profile, now: datetime) -> None:
    """Store the profile. Showing the name is a consent to its publication; hiding it withdraws that consent."""
    user = User.objects.select_for_update().get(pk=user_id)
    home = homes.moved(Home(user.home_code, user.home_since, user.home_before), said.home_code, now=now)
    if home.code != user.home_code:
        user.home_source = ""
    user.home_since, user.home_before = home.since, home.before
    for column in said.__slots__:
        setattr(user, column, getattr(said, column))
    user.name = names.whole(given_name=said.given_name, patronymic=said.patronymic, surname=said.surname)
    user.save(update_fields=[*said.__slots__, "name", *_HOME])
    if said.name_shown == User.NameShown.HIDDEN:
        consents.withdraw(user_id, consents.PUBLICATION, now=now)
    else:
        consents.give(user, consents.PUBLICATION, now=now)


def keep_photo(*, user_id: int, raw: bytes) -> UUID:
    """Check the photo, write it anew and let it take the place of the last one. Raises photos.BadPhoto."""
    photo_id = uuid7()
    photos.keep(raw, photo_id=photo_id)
    _put_photo(user_id, photo_id)
    return photo_id


def drop_photo(*, user_id: int) -> None:
    """A repeat finds nothing to do."""
    _put_photo(user_id, None)


@transaction.atomic
def _put_photo(user_id: int, photo_id: UUID | None) -> None:
    user = User.objects.select_for_update().get(pk=user_id)
    before = user.photo
    user.photo = photo_id
    user.save(update_fields=["photo"])
    if before:
        transaction.on_commit(lambda: photos.drop(before))


def email_works(*, user_id: int) -> None:
    """The person says that the mailbox takes letters again. A repeat changes nothing."""
    User.objects.filter(pk=user_id).update(email_trouble="")
