"""A message for a browser: title, a line, and where a press on it leads."""

import json
from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any, Final

from django.conf import settings
from django.db.models.functions import Now

from otklik.integrations import push
from otklik.outbox.channel import Pointless, Undeliverable
from otklik.outbox.models import Message, PushSubscription
from otklik.outbox.stores import in_the_app
from otklik.outbox.wording import Words

_LONGEST: Final = 200  # characters of the line; a push service takes 4 kB in all


class Push:
    """channel.Post of push services: each browser names its own, so one that is dead stops only its own messages."""

    def __enter__(self) -> "Push":
        contact = f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"
        self._gateway = push.Gateway(settings.VAPID_KEY, contact) if settings.VAPID_KEY else None
        return self

    def __exit__(self, *error: object) -> None:
        if self._gateway:
            self._gateway.close()

    def send(self, message: Message, words: Words, more: Mapping[str, Any]) -> None:
        """A browser that said goodbye is marked so; the person sees it among the notifications."""
        own = PushSubscription.objects.filter(user_id=message.user_id or 0)
        browser = own.filter(pk=int(message.to), dead_at=None).first()
        if browser is None or self._gateway is None:  # switched off, or another account's, meanwhile
            raise Pointless
        line = " ".join(words.body.split())
        url = in_the_app(message) if browser.device_id else words.link or settings.BASE_URL
        said = {"title": words.subject, "body": line[:_LONGEST], "url": url}
        key = push.Browser(browser.endpoint, browser.p256dh, browser.auth)
        try:
            self._gateway.deliver(key, json.dumps(said, ensure_ascii=False))
        except push.Gone as e:
            PushSubscription.objects.filter(pk=browser.pk).update(dead_at=Now())
            raise Undeliverable(str(e)) from e
        except push.Refused as e:
            raise Undeliverable(str(e)) from e
