"""What happens to accounts by the clock and when an e-mail is confirmed."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from otklik.kit import codes
from otklik.outbox.models import Message
from otklik.people import letters, sessions
from otklik.people.models import User


@transaction.atomic
def release(email: str, *, keeper_id: int) -> None:
    """`keeper_id` has proved that `email` is theirs: accounts that only claimed it go. A repeat finds none."""
    _only_claimed().filter(email=email).exclude(pk=keeper_id).delete()
    EmailAddress.objects.filter(email=email, verified=False).exclude(user_id=keeper_id).delete()


def waiting_for(code: str, *, email: str, now: datetime) -> EmailAddress | None:
    """The address that its letter's code confirms; None: a wrong or old code, or nothing waits there."""
    for address in EmailAddress.objects.select_related("user").filter(email=email, verified=False)[:5]:
        if any(codes.same(code, letters.confirmation_code(address, now=now, days_ago=d)) for d in (0, 1)):
            return address
    return None


@transaction.atomic
def confirm_phone(user: User, *, phone: str, now: datetime) -> None:
    """The person holds `phone` now: it is theirs, and an account that had it before has a number to confirm again.

    A repeat changes nothing and tells nobody.
    """
    # Two who prove the same number at the same moment come one after the other.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [phone])
    for before in User.objects.select_for_update().filter(phone=phone, phone_confirmed_at__isnull=False):
        if before.pk == user.pk:
            return
        User.objects.filter(pk=before.pk).update(phone_confirmed_at=None)
        letters.phone_changed(before, phone="")
    User.objects.filter(pk=user.pk).update(phone=phone, phone_confirmed_at=now)
    letters.phone_changed(user, phone=phone)


@transaction.atomic
def forget_second_step(user: User) -> None:
    """The person has lost telephone, keys and recovery codes, and an administrator knows them. Ends their sessions."""
    Authenticator.objects.filter(user=user).delete()
    sessions.end_all(user.pk)
    letters.factor_changed(user, what="forgotten")


@transaction.atomic
def forget_unconfirmed(*, now: datetime, limit: int = 500) -> int:
    """Delete accounts whose e-mail was not confirmed in settings.CONFIRM_DAYS; return how many."""
    before = now - timedelta(days=settings.CONFIRM_DAYS)
    stale = _only_claimed().filter(joined_at__lt=before).order_by("joined_at")
    keys = list(stale.values_list("pk", flat=True)[:limit])
    User.objects.filter(pk__in=keys).delete()
    return len(keys)


def email_is_dead(message: Message) -> None:
    """The mail server refused the account's address for good: no more letters until the person sees to it."""
    if message.user_id is None:
        return
    users = User.objects.filter(pk=message.user_id, email__iexact=message.to, email_trouble="")
    users.update(email_trouble=message.error or "550")


def _only_claimed() -> QuerySet[User]:
    """Citizens who registered, never confirmed an e-mail and so never signed in."""
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    return User.objects.filter(
        Exists(addresses),
        ~Exists(addresses.filter(verified=True)),
        role=User.Role.CITIZEN,
        last_login=None,
    )
