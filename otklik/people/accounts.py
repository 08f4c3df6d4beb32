"""What happens to accounts by the clock and when an e-mail is confirmed."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from otklik.outbox.models import Message
from otklik.people.models import User


@transaction.atomic
def release(email: str, *, keeper_id: int) -> None:
    """`keeper_id` has proved that `email` is theirs: accounts that only claimed it go. A repeat finds none."""
    _only_claimed().filter(email=email).exclude(pk=keeper_id).delete()
    EmailAddress.objects.filter(email=email, verified=False).exclude(user_id=keeper_id).delete()


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
