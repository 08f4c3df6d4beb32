"""Which tries are counted, for the account and for the network they come from."""

from typing import Any

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from otklik.kit import clock
from otklik.kit.errors import Refusal
from otklik.people import limits
from otklik.people.limits import Limit

MINUTE, HOUR = 60, 3600


class TooMany(Refusal):
    """For one account or one network, for now."""

    code = "too_many"
    status = 429

    def __init__(self) -> None:
        super().__init__(_("Слишком много попыток. Подождите и повторите позже."))


def of_password(request: HttpRequest, account: str) -> list[Limit]:
    """account: the e-mail."""
    return _limits(request, "password", account, settings.SIGN_IN_TRIES, 5 * MINUTE)


def of_second_step(request: HttpRequest, user: Any) -> list[Limit]:
    return _limits(request, "second step", str(user.pk), settings.SIGN_IN_TRIES, 5 * MINUTE)


def of_confirmation(request: HttpRequest, email: str) -> list[Limit]:
    return _limits(request, "confirmation", email, settings.SIGN_IN_TRIES, HOUR)


def of_sms(request: HttpRequest, user_id: int, phone: str) -> list[Limit]:
    """Messages, which cost money: five an hour for the account, three for the number."""
    return [*_limits(request, "sms", str(user_id), 5, HOUR), Limit("sms", phone, 3, HOUR)]


def of_registration(request: HttpRequest) -> list[Limit]:
    return [Limit("registration from", get_ip(request), settings.REGISTRATIONS, HOUR)]


def spent(some: list[Limit]) -> bool:
    return limits.spent(some, now=clock.now())


def require(some: list[Limit]) -> None:
    """Raises TooMany: one of them is used up."""
    if spent(some):
        raise TooMany


def count(some: list[Limit]) -> None:
    limits.count(some, now=clock.now())


def _limits(request: HttpRequest, what: str, who: str, most: int, seconds: int) -> list[Limit]:
    """The account may be tried `most` times, the network settings.SIGN_INS times a minute."""
    return [
        Limit(what, who, most, seconds),
        Limit(f"{what} from", get_ip(request), settings.SIGN_INS, MINUTE),
    ]
