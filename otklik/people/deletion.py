"""The end of an account. The row stays as a tombstone that the journals point at; the person goes out of it."""

from datetime import datetime
from typing import Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext as _

from otklik.files import photos
from otklik.kit.errors import Refusal
from otklik.outbox.models import Message, PushSubscription
from otklik.outbox.put import Address, Note, put
from otklik.people import sessions
from otklik.people.models import Consent, Representation, User

_CLEARED: Final[dict[str, object]] = {
    "name": "Удалённая учётная запись",
    "given_name": "",
    "patronymic": "",
    "surname": "",
    "phone": "",
    "phone_confirmed_at": None,
    "photo": None,
    "name_shown": User.NameShown.HIDDEN,
    "home_code": "",
    "home_since": None,
    "home_before": "",
    "home_source": "",
    "born_on": None,
    "email_trouble": "",
    "wants_letters": False,
    "poll_news": User.PollNews.OFF,
    "territory_codes": [],
    "topic_codes": [],
    "last_login": None,
    "is_active": False,
}


class StaffStay(Refusal):
    """Whoever has rights on the portal gives them back first: an administrator takes them."""

    code = "staff_stay"


def locked(user_id: int) -> User | None:
    """The account, locked until commit; None: deleted already. Raises StaffStay."""
    user = User.objects.select_for_update().get(pk=user_id)
    if user.deleted_at:
        return None
    require_citizen(user)
    return user


def require_citizen(user: User) -> None:
    """Raises StaffStay."""
    if user.role != User.Role.CITIZEN or user.is_superuser:
        raise StaffStay(
            _("Учётную запись сотрудника удалить нельзя. Попросите администратора сначала снять с неё права.")
        )


def bury(user: User, *, now: datetime) -> None:
    """Turn the account, locked by the caller, into a tombstone. Consents stay, closed: they are a proof.

    The last letter goes to the address that the account had.
    """
    email, photo = user.email, user.photo
    name, language = user.name, user.language
    Consent.objects.filter(user=user, withdrawn_at=None).update(withdrawn_at=now)
    sessions.end_all(user.pk)
    for table in (
        EmailAddress,
        Authenticator,
        SocialAccount,
        PushSubscription,
        Representation,
        Message,
    ):
        table.objects.filter(user=user).delete()
    for column, value in _CLEARED.items():
        setattr(user, column, value)
    user.email = f"deleted-{user.pk}@deleted.invalid"
    user.set_unusable_password()  # sessions that the table above does not know end by this
    user.deleted_at = now
    user.save(update_fields=[*_CLEARED, "email", "password", "deleted_at"])
    put(Note("account-deleted", {"name": name}), [Address(email, language=language)])
    if photo:
        transaction.on_commit(lambda: photos.drop(photo))
