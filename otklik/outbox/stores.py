"""A message for an app of a store: what it is about in one line, and the screen that a press on it opens.

Google, Apple and VK read it, so it carries the subject alone: the text names the person. What is meant for a browser is
encrypted, which is why `push` may send more.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from otklik.integrations import stores
from otklik.kit import clock
from otklik.outbox.channel import Gone, Later, Pointless, Stopped, Undeliverable
from otklik.outbox.models import Message, PushSubscription
from otklik.outbox.wording import Words

_LONGEST: Final = 200  # characters of the title
Channel = Message.Channel
# What each of them is called, and the variables without which it is off.
CHANNELS: Final[Mapping[Channel, tuple[str, tuple[str, ...]]]] = {
    Channel.FCM: ("FCM (Google)", ("FCM_ACCOUNT",)),
    Channel.APNS: ("APNs (Apple)", ("APNS_KEY", "APNS_KEY_ID", "APNS_TEAM", "APNS_TOPIC")),
    Channel.VKPNS: ("RuStore", ("RUSTORE_PROJECT", "RUSTORE_TOKEN")),
}


def offered() -> list[Channel]:
    """Services of which everything is set."""
    return [channel for channel, (_name, needs) in CHANNELS.items() if not _missing(needs)]


def half_set() -> list[str]:
    """Variables that a service lacks of which others are set."""
    return [
        f"OTKLIK_{name}"
        for _name, needs in CHANNELS.values()
        if len(_missing(needs)) < len(needs)
        for name in _missing(needs)
    ]


def name_of(channel: str) -> str:
    return CHANNELS[Channel(channel)][0]


class StoreApp:
    """channel.Post of one of the three."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def __enter__(self) -> "StoreApp":
        self._service = _OPENED[self._channel]() if self._channel in offered() else None
        return self

    def __exit__(self, *error: object) -> None:
        if self._service:
            self._service.close()

    def send(self, message: Message, words: Words, more: Mapping[str, Any]) -> None:
        """A phone whose service knows it no more is forgotten: the app subscribes anew when it is opened."""
        own = PushSubscription.objects.filter(user_id=message.user_id or 0)
        phone = own.filter(pk=int(message.to), channel=self._channel).first()
        if phone is None or self._service is None:  # signed out, another's, or switched off, meanwhile
            raise Pointless
        with translation.override(message.language):
            line = _("Откройте приложение, чтобы прочитать.")
        notice = stores.Notice(f"otklik-{message.pk}", words.subject[:_LONGEST], line, in_the_app(message))
        try:
            self._service.deliver(phone.endpoint, notice)
        except stores.Gone as e:
            PushSubscription.objects.filter(pk=phone.pk, endpoint=phone.endpoint).delete()
            raise Undeliverable(str(e)) from e
        except stores.Refused as e:
            raise Undeliverable(str(e)) from e
        except stores.Denied as e:
            raise Stopped(str(e)) from e
        except stores.Later as e:
            raise Later(str(e), after=e.after) from e
        except stores.Unavailable as e:
            raise Gone(str(e), after=e.after) from e


def in_the_app(message: Message) -> str:
    """The screen of the appeal that it is about, else the app's first one."""
    return f"{settings.BASE_URL}/app/{f'appeals/{message.about}' if message.about else ''}"


def _missing(needs: tuple[str, ...]) -> list[str]:
    return [name for name in needs if not getattr(settings, name)]


def _fcm() -> stores.Gateway:
    return stores.Fcm(Path(settings.FCM_ACCOUNT), url=settings.FCM_URL, now=clock.now)


def _apns() -> stores.Gateway:
    keys = stores.Keys(Path(settings.APNS_KEY), settings.APNS_KEY_ID, settings.APNS_TEAM, settings.APNS_TOPIC)
    return stores.Apns(keys, url=settings.APNS_URL, now=clock.now)


def _rustore() -> stores.Gateway:
    return stores.RuStore(settings.RUSTORE_PROJECT, settings.RUSTORE_TOKEN, url=settings.RUSTORE_URL)


_OPENED: Final[Mapping[Channel, Callable[[], stores.Gateway]]] = {
    Channel.FCM: _fcm,
    Channel.APNS: _apns,
    Channel.VKPNS: _rustore,
}
