"""The fake ESIA, running, and the portal's settings for it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from otklik.integrations import gost
from otklik.integrations.esia import wire
from otklik.integrations.esia.fake import keys
from otklik.integrations.esia.fake.checks import System
from otklik.integrations.esia.fake.memory import Memory
from otklik.integrations.esia.fake.server import Server
from otklik.integrations.esia.gateway import Esia
from otklik.integrations.esia.signer import Openssl
from otklik.kit.tests.listening import served

BACK = "http://testserver/login/with/esia/callback"
SCOPE = "openid fullname email mobile usr_org"
POLLS_SCOPE = f"{SCOPE} birthdate addresses"
MARIA, PAVEL, ANNA, OLEG, VERA = (f"100000000{n}" for n in range(1, 6))


@contextmanager
def a_fake(folder: Path, *, back: str = BACK, order: str = "v3", rsa: bool = False) -> Iterator[Server]:
    """With keys portal.* and esia.* in the folder. Skips the test where there is no GOST engine."""
    try:
        certificate, _key = keys.make(folder, "portal")
        _trusted, key = keys.make(folder, "esia", rsa=rsa)
    except (gost.SigningFailed, subprocess.SubprocessError) as e:
        pytest.skip(f"no OpenSSL with the GOST engine (apt: openssl libengine-gost-openssl): {e}")
    system = System(
        "OTKLIK", certificate, frozenset({back}), frozenset(POLLS_SCOPE.split()), wire.ORDERS[order]
    )
    with served(Server(0, Memory(system, key, "RS256" if rsa else "GOST3410_2012_256"))) as server:
        yield server


def connect(settings, server: Server, folder: Path, *, order: str = "v3") -> None:
    """The portal is registered at this fake."""
    settings.ESIA_URL, settings.ESIA_CLIENT_ID, settings.ESIA_SCOPE = server.url, "OTKLIK", SCOPE
    settings.ESIA_CERTIFICATE, settings.ESIA_KEY = str(folder / "portal.crt"), str(folder / "portal.key")
    settings.ESIA_TRUSTED, settings.ESIA_ORDER = str(folder / "esia.crt"), order


def an_esia(
    server: Server, folder: Path, *, order: str = "v3", key: str = "portal", scope: str = SCOPE
) -> Esia:
    signer = Openssl(folder / f"{key}.crt", folder / f"{key}.key", trusted=folder / "esia.crt")
    return Esia(server.url, "OTKLIK", scope, order, signer)


def chosen(url: str, oid: str) -> dict[str, str]:
    """What ESIA brings back when this person signs in at this address; "" refuses. `error` where it said no."""
    shown = requests.get(url, allow_redirects=False, timeout=20)
    if shown.status_code == 200:
        page = shown.text.partition('name="page" value="')[2].partition('"')[0]
        form = {"page": page, "oid": oid}
        host = f"http://{urlsplit(url).netloc}"
        shown = requests.post(f"{host}/choose", data=form, allow_redirects=False, timeout=20)
    return dict(parse_qsl(urlsplit(shown.headers["Location"]).query))
