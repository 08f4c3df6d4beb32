"""The wire of README.md, against a gateway on this machine."""

import base64
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from otklik.integrations import sms
from otklik.integrations.sms.tests.given import SmsGateway, an_sms_gateway

pytestmark = pytest.mark.people

CODE = sms.Sms("otklik-7", "+79001234567", "Код 123456")


@pytest.fixture
def service() -> Iterator[SmsGateway]:
    with an_sms_gateway() as found:
        yield found


@pytest.fixture
def gateway(service: SmsGateway) -> Iterator[sms.Gateway]:
    with closing(sms.gateway(service.url, login=("portal", "пароль"), folder=Path("/nowhere"))) as found:
        yield found


def test_a_message_is_posted_as_json_with_the_login(service, gateway):
    gateway.deliver(CODE)
    assert service.taken == [{"id": "otklik-7", "to": "+79001234567", "text": "Код 123456"}]
    (headers,) = service.heard
    assert base64.b64decode(headers["Authorization"].removeprefix("Basic ")).decode() == "portal:пароль"
    assert headers["Idempotency-Key"] == "otklik-7"


def test_one_that_was_taken_before_counts_as_taken(service, gateway):
    gateway.deliver(CODE)
    gateway.deliver(CODE)
    assert len(service.taken) == 1
    assert len(service.heard) == 2


@pytest.mark.parametrize("status", [400, 404, 422])
def test_a_wrong_number_is_refused_for_good_with_the_gateways_words(service, gateway, status):
    service.status = status
    with pytest.raises(sms.Refused, match=rf"^{status} .*so it is"):
        gateway.deliver(CODE)


@pytest.mark.parametrize("status", [302, 401, 403, 429, 500, 503])
def test_any_other_answer_means_not_now_and_no_redirect_is_followed(service, gateway, status):
    service.status = status
    with pytest.raises(sms.Unavailable, match=str(status)):
        gateway.deliver(CODE)
    assert len(service.heard) == 1


def test_nobody_listening_means_not_now():
    gateway = sms.gateway("http://127.0.0.1:9/x", login=("", ""), folder=Path("/nowhere"))
    with pytest.raises(sms.Unavailable, match="ConnectionRefusedError"):
        gateway.deliver(CODE)


def test_the_demo_writes_a_file_once(tmp_path):
    gateway = sms.gateway("", login=("", ""), folder=tmp_path / "sms")
    gateway.deliver(CODE)
    gateway.deliver(CODE)
    (file,) = (tmp_path / "sms").iterdir()
    assert file.read_text() == "+79001234567\nКод 123456\n"
