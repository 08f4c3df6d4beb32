"""A body with a desk, its people, and an appeal that it works on."""

import pytest

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.steps.replying import Desk
from otklik.appeals.tests.given import an_appeal
from otklik.appeals.tests.office import TERM, a_body, an_official
from otklik.authorities.models import Authority
from otklik.people.models import User


@pytest.fixture
def body() -> Authority:
    return a_body()


@pytest.fixture
def clerk(body: Authority) -> User:
    return an_official(body)


@pytest.fixture
def head(body: Authority) -> User:
    return an_official(body, "head")


@pytest.fixture
def appeal(body: Authority) -> Appeal:
    return an_appeal(state=State.REGISTERED, authority=body, answer_by=TERM)


@pytest.fixture
def desk(appeal: Appeal) -> Desk:
    return Desk(appeal.pk, appeal.authority_id or 0)
