"""Registration as the pages and the app share it: its limits, its letters, the proof of an e-mail by a code."""

from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from otklik.kit import clock
from otklik.kit.errors import Refusal
from otklik.people import accounts, letters
from otklik.web.account import tries


class WrongCode(Refusal):
    """Wrong, old, or nothing waits for one at this address: the same words."""

    code = "wrong_code"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Код не подходит или устарел. Проверьте адрес и код или запросите новое письмо."))
        self.fields = {"code": self.text}


def waiting(request: HttpRequest, *, email: str, code: str) -> EmailAddress:
    """The address that the code of its letter confirms. Outside of a transaction: wrong codes are counted, and that
    must not be rolled back. Raises tries.TooMany, WrongCode.
    """
    some = tries.of_confirmation(request, email)
    tries.require(some)
    address = accounts.waiting_for(code, email=email, now=clock.now())
    if address is None:
        tries.count(some)
        raise WrongCode
    return address


def again(request: HttpRequest, *, email: str) -> None:
    """The letter once more, once in a while. Raises tries.TooMany: for the network, whatever the address."""
    if not ratelimit.consume(request, action="signup"):
        raise tries.TooMany
    if ratelimit.consume(request, action="confirm_email", key=email):
        send_again(email)


@transaction.atomic
def send_again(email: str) -> None:
    """Queue the letter that the address waits for; nothing for an address that nobody registers."""
    address = EmailAddress.objects.select_related("user").filter(email=email, verified=False).last()
    if address:
        letters.confirm(address.user, to=email)
