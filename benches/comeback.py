"""Ten thousand phones whose network is back at the same moment, against one web process: everything arrives once."""

from dataclasses import replace
from typing import Final

from django.core.management import call_command

from benches import phones
from benches.portal import Portal
from benches.rows import Row, say
from otklik.appeals.models import Appeal
from otklik.kit import clock
from otklik.people import devices
from otklik.people.models import User

_CUT: Final = 0.01  # of the answers are lost after the commit
# Phones of one operator, which come out of a few of its addresses.
_ONE_NETWORK: Final = "198.51.100.{}"
# Where the others of the network have left them 240 requests a minute.
_FEW: Final = 500
_PROXY: Final = {"OTKLIK_BEHIND_PROXY": "1"}
_NARROW: Final = {**_PROXY, "OTKLIK_READ_PACE": "60"}


class Comeback:
    def __init__(self, clients: int) -> None:
        self._clients = clients

    def measure(self, _size: int) -> list[Row]:
        call_command("prepare", appeals=0, verbosity=0)
        filings, few = phones.filings(self._clients), phones.filings(min(self._clients, _FEW))
        return [
            _row("телефоны сразу, перезапуск посреди", filings, {}, restart=True),
            _row("все из одной сети", _behind(filings), _PROXY),
            _row("сеть исчерпала темп, без входа", _behind(few), _NARROW),
            _row("сеть исчерпала темп, вошли", _behind(_signed_in(few)), _NARROW),
        ]


def _row(
    request: str, filings: list[phones.Filing], settings: dict[str, str], *, restart: bool = False
) -> Row:
    count, already = len(filings), Appeal.objects.count()
    with Portal(worker=True, stand=False, **settings) as portal:
        before = portal.spent()
        with phones.coming_back(f"http://127.0.0.1:{portal.port}", filings, cut=_CUT) as end:
            if restart:
                half = already + count // 2
                portal.wait(lambda: Appeal.objects.count() >= half, "половина обращений", seconds=1800)
                portal.restart_web()
            crowd = end()
        spent = portal.spent().since(before).over(count)
    said = crowd.statuses
    note = (
        f"ушли {count - len(crowd.stuck)} из {count};"
        f" половина за {crowd.drained(0.5):.0f} с, 99 % за {crowd.drained(0.99):.0f},"
        f" все за {crowd.drained():.0f}; запросов на телефон {crowd.requests_each:.2f},"
        f" попыток не больше {crowd.most_attempts} из {crowd.budget};"
        f" 429: {said[429]}, 503: {said[503]}, без ответа {said[0]}, оборвано после записи {said[1]};"
        f" p50 {crowd.answered_ms(0.5)} мс, p99 {crowd.answered_ms(0.99)} мс;"
        f" портал + PostgreSQL + рабочий {spent.web:.1f} + {spent.database:.1f} + {spent.worker:.1f} мс на телефон"
    )
    say(f"{request}: {note}")  # the next one takes as long again
    return Row("comeback", request, count, cpu_ms=spent.all, note=note, broken=tuple(phones.wrong(crowd)))


def _signed_in(filings: list[phones.Filing]) -> list[phones.Filing]:
    """Each phone has an account and a token of its own."""
    now, found = clock.now(), []
    for one in filings:
        user = User.objects.create(email=one.body["email"], name=one.body["name"])
        tokens = devices.begin(user, title="bench", ip="", now=now)
        body = {name: value for name, value in one.body.items() if name not in ("name", "email")}
        found.append(replace(one, body=body, access=tokens.access))
    return found


def _behind(filings: list[phones.Filing]) -> list[phones.Filing]:
    """As a proxy says where they come from."""
    return [
        replace(
            one, headers={"X-Forwarded-For": _ONE_NETWORK.format(n % 254 + 1), "X-Forwarded-Proto": "https"}
        )
        for n, one in enumerate(filings)
    ]
