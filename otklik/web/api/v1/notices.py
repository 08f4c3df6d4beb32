"""/api/v1/push: notifications of the app: by the push service of its browser (Web Push), or of its phone."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from otklik.integrations import push
from otklik.outbox import browsers, stores
from otklik.outbox.models import Message
from otklik.people.models import Device
from otklik.web.api.endpoint import does, reads

Endpoint = Annotated[str, Meta(max_length=1000)]
Token = Annotated[str, Meta(max_length=1000)]
Via = Literal["web", "fcm", "apns", "rustore"]
_CHANNELS: Final[Mapping[Via, Message.Channel]] = {
    "fcm": Message.Channel.FCM,
    "apns": Message.Channel.APNS,
    "rustore": Message.Channel.VKPNS,
}


class Key(Struct):
    key: str
    ways: list[Via]


@reads(_("Ключ для подписки на уведомления"), gives=Key, keeps=3600)
def key(asked: object) -> Key:
    """For `pushManager.subscribe`, as `applicationServerKey`. Empty where the portal sends none to browsers; `ways`
    says to whom it sends.
    """
    found = push.public_key(settings.VAPID_KEY)
    offered = stores.offered()
    ways: list[Via] = ["web"] if found else []
    return Key(found, ways + [via for via, channel in _CHANNELS.items() if channel in offered])


class Keys(Struct):
    p256dh: Annotated[str, Meta(max_length=200)]
    auth: Annotated[str, Meta(max_length=100)]


class Subscription(Struct):
    """`web`: `endpoint` and `keys` as `PushSubscription.toJSON()` gives them; an app of a store: `via` and `token`."""

    endpoint: Endpoint | None = None
    keys: Keys | None = None
    label: Annotated[str, Meta(max_length=100)] = ""
    via: Via | None = None  # null: web
    token: Token | None = None


@does(_("Подписать это устройство на уведомления"), takes=Subscription, refuses=(409, 413, 415, 422))
def subscribe(said: Subscription, *, device: Device) -> None:
    """What is news to the person by letters is shown on this device too; a press on it opens `/app/appeals/{number}`.
    A repeat revives it, another person on the same device takes it over, signing out ends it. An app of a store sends
    its token at each start: a new one takes the place of the last. 409 `push_off`, 422 `bad_browser`, `bad_token`.
    """
    label = said.label or device.title
    if said.via and said.via != "web":
        browsers.register(
            device.user_id, device.pk, channel=_CHANNELS[said.via], token=said.token or "", label=label
        )
        return
    keys = said.keys or Keys("", "")
    browser = push.Browser(said.endpoint or "", keys.p256dh, keys.auth)
    browsers.switch_on(device.user_id, browser, label=label, device_id=device.pk)


class Unsubscription(Struct):
    """By the address of a browser, or by the token of an app."""

    endpoint: Endpoint | None = None
    token: Token | None = None


@does(_("Отписать от уведомлений"), takes=Unsubscription, refuses=(413, 415, 422))
def unsubscribe(said: Unsubscription, *, device: Device) -> None:
    """One that is not there, or not yours, is passed over."""
    browsers.forget(device.user_id, said.token or said.endpoint or "")
