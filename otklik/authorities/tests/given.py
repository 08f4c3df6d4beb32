"""Ready-made rows for tests."""

from itertools import count
from typing import Any
from uuid import uuid4

from otklik.authorities.models import Authority, Duty

_next = count(1)


def an_authority(**more: Any) -> Authority:
    code = more.pop("code", f"body-{next(_next)}")
    return Authority.objects.create(
        code=code, **{"name": f"Орган {code}", "level": "municipal", "msed_uid": uuid4(), **more}
    )


def a_duty(
    subject: str, territory_code: str = "", *, authority: Authority | None = None, rank: int = 0
) -> Duty:
    return Duty.objects.create(
        subject=subject, territory_code=territory_code, authority=authority or an_authority(), rank=rank
    )
