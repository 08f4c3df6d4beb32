"""Ways to sign in from elsewhere, step by step, as a browser does it."""

from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from django.test import Client

from otklik.integrations.esia.tests.given import chosen

CALLBACK = "/login/with/{}/callback"


def start(client: Client, service: str, **form: str) -> Any:
    return client.post(f"/login/with/{service}", form)


def by_esia(client: Client, oid: str, **form: str) -> Any:
    """What the portal answers to the person who comes back; oid "" refuses there."""
    brought = chosen(start(client, "esia", **form)["Location"], oid)
    return client.get(CALLBACK.format("esia"), brought)


def by_oidc(client: Client, **form: str) -> Any:
    there = start(client, "staff", **form)["Location"]
    come_back = requests.get(there, allow_redirects=False, timeout=10).headers["Location"]
    parts = urlsplit(come_back)
    return client.get(f"{parts.path}?{parts.query}")


def finished(client: Client, email: str, **more: str) -> Any:
    return client.post("/login/finish", {"email": email, **more})


def query(**said: str) -> str:
    return urlencode(said)


def signed_in(client: Client) -> bool:
    return client.get("/mine").status_code == 200
