"""/api/v1/push: notifications of the app, by the push service of its browser (Web Push)."""

from typing import Annotated

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from otklik.integrations import push
from otklik.outbox import browsers
from otklik.people.models import Device
from otklik.web.api.endpoint import does, reads

Endpoint = Annotated[str, Meta(max_length=1000)]


class Key(Struct):
    key: str


@reads(_("Ключ для подписки на уведомления"), gives=Key, keeps=3600)
def key(asked: object) -> Key:
    """For `pushManager.subscribe`, as `applicationServerKey`. Empty where the portal sends none."""
    return Key(push.public_key(settings.VAPID_KEY))


class Keys(Struct):
    p256dh: Annotated[str, Meta(max_length=200)]
    auth: Annotated[str, Meta(max_length=100)]


class Subscription(Struct):
    """As `PushSubscription.toJSON()` gives it."""

    endpoint: Endpoint
    keys: Keys
    label: Annotated[str, Meta(max_length=100)] = ""


@does(_("Подписать это устройство на уведомления"), takes=Subscription, refuses=(409, 413, 415, 422))
def subscribe(said: Subscription, *, device: Device) -> None:
    """What is news to the person by letters is shown on this device too; a press on it opens `/app/appeals/{number}`.
    A repeat revives it, another person on the same device takes it over, signing out ends it. 409 `push_off`.
    """
    browser = push.Browser(said.endpoint, said.keys.p256dh, said.keys.auth)
    browsers.switch_on(device.user_id, browser, label=said.label or device.title, device_id=device.pk)


class Unsubscription(Struct):
    endpoint: Endpoint


@does(_("Отписать от уведомлений"), takes=Unsubscription, refuses=(413, 415, 422))
def unsubscribe(said: Unsubscription, *, device: Device) -> None:
    """One that is not there, or not yours, is passed over."""
    browsers.forget(device.user_id, said.endpoint)
