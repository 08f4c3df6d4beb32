"""Both services, running, and the portal's settings for them."""

import pytest

from otklik.integrations.esia.fake.server import Server
from otklik.integrations.esia.tests.given import a_fake, connect
from otklik.kit.tests.listening import served
from otklik.web.identity.tests import fake_oidc


@pytest.fixture(scope="session")
def esia_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("esia")


@pytest.fixture(scope="session")
def _running_esia(esia_folder):
    with a_fake(esia_folder) as server:
        yield server


@pytest.fixture
def esia(_running_esia: Server, esia_folder, settings) -> Server:
    _running_esia.trouble.clear()
    connect(settings, _running_esia, esia_folder)
    return _running_esia


@pytest.fixture
def oidc(settings):
    with served(fake_oidc.Oidc()) as server:
        settings.OIDC_URL, settings.OIDC_NAME, settings.OIDC_TITLE = server.url, "staff", "Вход служащих"
        settings.OIDC_CLIENT_ID, settings.OIDC_SECRET = "otklik", "hush"
        server.person = {
            "sub": "u-1", "email": "vera@example.test", "email_verified": True,
            "given_name": "Вера", "family_name": "Полевая", "preferred_username": "vera",
        }  # fmt: skip
        yield server
