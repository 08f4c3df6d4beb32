"""/api/v1/session and /api/v1/devices: signing the app in and out. What the tokens are: people.devices."""

from datetime import datetime
from functools import partial
from typing import Annotated

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from otklik.kit import clock
from otklik.people import by_browser, devices, names
from otklik.people.models import Device, User
from otklik.web.access import Action
from otklik.web.account import by_app
from otklik.web.account.adapter import PASSWORD_MAX
from otklik.web.api.endpoint import Who, does, reads

# At the doors: who asks is not known yet, and tries are counted by network.
enters = partial(does, refuses=(413, 415, 422), action=Action.ENTER, who=Who.NOBODY, with_request=True)


class SignIn(Struct):
    login: Annotated[str, Meta(max_length=names.EMAIL_MAX)]
    password: Annotated[str, Meta(max_length=PASSWORD_MAX)]
    one_time_code: Annotated[str, Meta(max_length=40)] = ""
    device: Annotated[str, Meta(max_length=100)] = ""


class Session(Struct):
    access: str
    refresh: str
    expires_in: int


@enters(_("Войти"), takes=SignIn, gives=Session, refuses=(403, 413, 415, 422))
def sign_in(said: SignIn, *, request: HttpRequest) -> Session:
    """By e-mail or confirmed phone. 422 `code_wanted`: the account has a second step, the same again with it. 403
    `email_unconfirmed`: the letter was sent once more. Send `Authorization: Bearer {access}` with what needs a person.
    """
    user = by_app.prove(request, login=said.login, password=said.password, code=said.one_time_code)
    return begun(request, user, device=said.device)


class FromBrowser(Struct):
    code: Annotated[str, Meta(max_length=300)]
    verifier: Annotated[str, Meta(max_length=128)]
    device: Annotated[str, Meta(max_length=100)] = ""


@enters(_("Войти по коду из браузера"), takes=FromBrowser, gives=Session)
def from_browser(said: FromBrowser, *, request: HttpRequest) -> Session:
    """For every other way to sign in: open `/app-enter?challenge=…&state=…` of the portal in the browser (RFC 7636,
    S256; an app of a store adds `app`, its scheme). It leads back to `/app/enter?code=…&state=…`: compare `state` with
    yours and send the code, once, within two minutes. 422 `bad_code`: begin anew.
    """
    user = by_browser.redeem(said.code, verifier=said.verifier, now=clock.now())
    return begun(request, user, device=said.device)


class Renewal(Struct):
    refresh: Annotated[str, Meta(max_length=200)]


@does(
    _("Продлить вход"),
    takes=Renewal,
    gives=Session,
    refuses=(401, 413, 415, 422),
    action=Action.ENTER,
    who=Who.NOBODY,
)
def renew(said: Renewal) -> Session:
    """Two new tokens for `refresh`, which is used up. Where the answer was lost, the same `refresh` is good once more,
    until the new one has been used; one older than that signs the device out. One request at a time.
    """
    return _session(devices.renew(said.refresh, now=clock.now()))


@does(_("Выйти на этом устройстве"))
def sign_out(said: object, *, device: Device) -> None:
    """Both tokens end at once."""
    devices.end(device.user_id, device.pk)


class DeviceShown(Struct):
    device_id: int
    name: str
    ip: str
    signed_in_at: datetime
    used_at: datetime
    here: bool


class Devices(Struct):
    devices: list[DeviceShown]


@reads(_("Устройства, на которых вы вошли"), gives=Devices, action=Action.OWN_CABINET)
def listing(asked: object, *, device: Device) -> Devices:
    """Copies of the app only; browsers are listed on the portal."""
    rows = devices.listed(device.user_id, now=clock.now())
    return Devices([_shown(row, here=row.id == device.pk) for row in rows])


@does(_("Выйти на другом устройстве"))
def sign_other_out(said: object, *, device: Device, device_id: int) -> None:
    """A device that is not there, or not yours, is passed over."""
    devices.end(device.user_id, device_id)


def begun(request: HttpRequest, user: User, *, device: str) -> Session:
    """The device of this request is signed in: whoever calls has proved who it is."""
    ip = get_client_ip(request) or ""
    return _session(devices.begin(user, title=device, ip=ip, now=clock.now()))


def _session(made: devices.Tokens) -> Session:
    return Session(access=made.access, refresh=made.refresh, expires_in=made.seconds)


def _shown(row: devices.Row, *, here: bool) -> DeviceShown:
    return DeviceShown(
        device_id=row.id, name=row.title, ip=row.ip, signed_in_at=row.since, used_at=row.renewed_at, here=here
    )
