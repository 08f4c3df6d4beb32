"""A message for a telephone: a body of one line as it is, else the subject and the address that it leads to."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings

from otklik.integrations import sms
from otklik.outbox.channel import Gone, Undeliverable
from otklik.outbox.models import Message
from otklik.outbox.wording import Words

_LONGEST: Final = 600  # characters; a gateway charges each 70 of them


class Sms:
    """channel.Post of the gateway that the settings name."""

    def __enter__(self) -> "Sms":
        login = (settings.SMS_LOGIN, settings.SMS_PASSWORD)
        self._gateway = sms.gateway(settings.SMS_URL, login=login, folder=settings.SMS_FOLDER)
        return self

    def __exit__(self, *error: object) -> None:
        self._gateway.close()

    def send(self, message: Message, words: Words, more: Mapping[str, Any]) -> None:
        body = words.body.strip()
        text = body if "\n" not in body else f"{words.subject} {words.link}".strip()
        try:
            self._gateway.deliver(sms.Sms(f"otklik-{message.pk}", message.to, text[:_LONGEST]))
        except sms.Refused as e:
            raise Undeliverable(str(e)) from e
        except sms.Unavailable as e:
            raise Gone(str(e)) from e
