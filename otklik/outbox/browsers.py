"""Browsers, and copies of the app, that show notifications: switched on by the person in each of them."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from otklik.integrations import push
from otklik.kit.errors import Refusal
from otklik.outbox import stores
from otklik.outbox.models import Message, PushSubscription

# What a token looks like: Apple's becomes a part of an address. RuStore and Google promise no form.
_TOKENS: Final[Mapping[str, str]] = {
    Message.Channel.FCM: r"[\w:.~+/=-]{16,1000}",
    Message.Channel.APNS: r"[0-9A-Fa-f]{64,200}",
    Message.Channel.VKPNS: r"[\w:.~+/=-]{16,1000}",
}
MOST: Final = 10  # of a person: the oldest goes


class BadBrowser(Refusal):
    """What came is not what a browser of a push service that we know would send."""

    code = "bad_browser"
    status = 422


class PushOff(Refusal):
    """This portal has no key of its own, so it sends none."""

    code = "push_off"


class BadToken(Refusal):
    """What came is not what the phone's service would give to an app."""

    code = "bad_token"
    status = 422


@transaction.atomic
def switch_on(user_id: int, browser: push.Browser, *, label: str, device_id: int | None = None) -> None:
    """Keep it, once: a repeat revives it, another account in the same browser takes it over.

    device_id: of the app, which a press on a notification opens; it goes when the device is signed out. None: a
    browser with pages of the portal. Raises BadBrowser, PushOff.
    """
    if not settings.VAPID_KEY:
        raise PushOff(_("Портал не отправляет уведомления."))
    if len(browser.endpoint) > 1000 or not push.may_be_asked(browser.endpoint, settings.PUSH_HOSTS):
        raise BadBrowser(_("Этот браузер пользуется службой уведомлений, которую портал не знает."))
    if not push.usable(browser.p256dh, browser.auth):
        raise BadBrowser(_("Браузер прислал неверные ключи. Попробуйте ещё раз."))
    _keep(
        user_id,
        browser.endpoint,
        device_id=device_id,
        channel=Message.Channel.PUSH,
        p256dh=browser.p256dh,
        auth=browser.auth,
        label=label[:100],
    )


@transaction.atomic
def register(user_id: int, device_id: int, *, channel: Message.Channel, token: str, label: str) -> None:
    """Keep an app of a store by the token of its phone's service: one each device, the last that came.

    It goes when the device is signed out; with another account on the same phone it is that one's.
    Raises BadToken, PushOff.
    """
    if channel not in stores.offered():
        raise PushOff(_("Портал не отправляет уведомления через эту службу."))
    if not re.fullmatch(_TOKENS[channel], token, re.ASCII):
        raise BadToken(_("Телефон прислал неверный адрес для уведомлений. Попробуйте ещё раз."))
    _keep(user_id, token, device_id=device_id, channel=channel, p256dh="", auth="", label=label[:100])
    PushSubscription.objects.filter(device_id=device_id).exclude(endpoint=token).delete()


def _keep(user_id: int, endpoint: str, **columns: Any) -> None:
    PushSubscription.objects.update_or_create(
        endpoint=endpoint, defaults={"user_id": user_id, "dead_at": None, **columns}
    )
    kept = (
        PushSubscription.objects.filter(user_id=user_id).order_by("-id").values_list("pk", flat=True)[:MOST]
    )
    PushSubscription.objects.filter(user_id=user_id).exclude(pk__in=list(kept)).delete()


def switch_off(user_id: int, browser_id: int) -> None:
    """Own ones only; a repeat changes nothing."""
    PushSubscription.objects.filter(user_id=user_id, pk=browser_id).delete()


def forget(user_id: int, endpoint: str) -> None:
    """The same by its address, which only the browser itself knows."""
    PushSubscription.objects.filter(user_id=user_id, endpoint=endpoint).delete()
