"""Ten thousand phones whose network is back at the same moment, against one web process: everything arrives once."""

from dataclasses import replace
from typing import Final

from django.core.management import call_command

from benches import phones
from benches.portal import Portal
from benches.rows import Row, say
from otklik.appeals.models import Appeal

_CUT: Final = 0.01  # of the answers are lost after the commit
# As a proxy says it. One /24: phones of one operator, which come out of a few of its addresses.
_ONE_OPERATOR: Final = "198.51.100.{}"


class Comeback:
    def __init__(self, clients: int) -> None:
        self._clients = clients

    def measure(self, _size: int) -> list[Row]:
        call_command("prepare", appeals=0, verbosity=0)
        return [
            self._row("телефоны сразу, перезапуск посреди", restart=True),
            self._row("все из одной сети оператора", network=_ONE_OPERATOR),
        ]

    def _row(self, request: str, *, restart: bool = False, network: str = "") -> Row:
        filings = phones.filings(self._clients)
        if network:
            filings = [_behind(one, network.format(n % 254 + 1)) for n, one in enumerate(filings)]
        already = Appeal.objects.count()
        with Portal(worker=True, OTKLIK_BEHIND_PROXY="1" if network else "0") as portal:
            before = portal.spent()
            with phones.coming_back(f"http://127.0.0.1:{portal.port}", filings, cut=_CUT) as end:
                if restart:
                    half = already + self._clients // 2
                    portal.wait(lambda: Appeal.objects.count() >= half, "половина обращений", seconds=1800)
                    portal.restart_web()
                crowd = end()
            spent = portal.spent().since(before).over(self._clients)
        broken = phones.wrong(crowd)
        said = crowd.statuses
        note = (
            f"ушли {len(crowd.phones) - len(crowd.stuck)} из {self._clients};"
            f" половина за {crowd.drained(0.5):.0f} с, 99 % за {crowd.drained(0.99):.0f},"
            f" все за {crowd.drained():.0f}; запросов на телефон {crowd.requests_each:.2f},"
            f" попыток не больше {crowd.most_attempts} из {crowd.budget};"
            f" 429: {said[429]}, 503: {said[503]}, без ответа {said[0]}, оборвано после записи {said[1]};"
            f" p50 {crowd.answered_ms(0.5)} мс, p99 {crowd.answered_ms(0.99)} мс;"
            f" портал + PostgreSQL + рабочий {spent.web:.1f} + {spent.database:.1f} + {spent.worker:.1f} мс на телефон"
        )
        say(f"{request}: {note}")  # the next one takes as long again
        return Row("comeback", request, self._clients, cpu_ms=spent.all, note=note, broken=tuple(broken))


def _behind(filing: phones.Filing, address: str) -> phones.Filing:
    return replace(filing, headers={"X-Forwarded-For": address, "X-Forwarded-Proto": "https"})
