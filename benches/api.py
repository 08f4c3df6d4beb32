"""What an app asks and files, in this process: statements, CPU, packed bytes, and the same statements by themselves."""

import gzip
import json
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4

from django.db import connection, transaction
from django.test import Client

from benches import cpu, filings, sql
from benches.portal import DATABASE
from benches.rows import Row
from otklik.classifier.models import Topic
from otklik.kit import clock
from otklik.people import devices
from otklik.people.models import User
from tools.say import Stop

_TIMES: Final = 200
_WARM: Final = 20
_PLACES: Final = 40
_ROUNDS: Final = 2  # the cheaper counts: neighbours on the machine only ever add
_BRACKETS: Final = re.compile("BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE")


@dataclass(frozen=True, slots=True)
class Limit:
    """Of the issue. None: it says nothing of it."""

    statements: int
    cpu_ms: float | None = None
    bytes: int | None = None  # packed


class Api:
    def measure(self, size: int) -> list[Row]:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE) appeals_appeal")
        person = User.objects.get(email="citizen@example.test")
        token = devices.begin(person, title="bench", ip="", now=clock.now()).access
        app = Client(SERVER_NAME="127.0.0.1", headers={"Authorization": f"Bearer {token}"})
        stranger, places = Client(SERVER_NAME="127.0.0.1"), _places()
        topic = _topic()
        filed = Limit(12, 30)
        rows = [
            _row("подача с токеном", size, lambda n: _file(app, places, topic, n), filed, writes=True),
            _row("подача без токена", size, lambda n: _file(stranger, places, topic, n), filed, writes=True),
        ]
        number = _get(app, "my/appeals").json()["appeals"][0]["number"]
        own = {
            "мои обращения, 20": ("my/appeals", Limit(3)),
            "моё обращение": (f"my/appeals/{number}", Limit(6)),
            "что изменилось": (f"my/changes?cursor={_get(app, 'my/changes').json()['cursor']}", Limit(2)),
        }
        rows += [
            _row(name, size, lambda _n, path=path: _get(app, path), limit)  # type: ignore[misc]
            for name, (path, limit) in own.items()
        ]
        near: dict[str, tuple[str, dict[str, Any], Limit]] = {
            "рядом, 20": ("nearby", {"radius": 2000}, Limit(2, 5)),
            "рядом кратко, 20": ("nearby/brief", {"radius": 2000}, Limit(2, 5)),
            "рядом кратко, 200": ("nearby/brief", {"radius": 20_000, "limit": 200}, Limit(2, None, 10_240)),
            "похожие рядом": ("appeals/similar", {"topic": topic}, Limit(1)),
        }
        for name, (path, asked, limit) in near.items():
            paths = [f"{path}?{urlencode({'lat': lat, 'lon': lon, **asked})}" for lon, lat, _ in places]
            rows.append(_row(name, size, lambda n, p=paths: _get(stranger, p[n % len(p)]), limit))  # type: ignore[misc]
        return rows


def _row(request: str, size: int, ask: Callable[[int], Any], limit: Limit, *, writes: bool = False) -> Row:
    """writes: the statements by themselves are taken back each time, as the one that is listened to."""
    for n in range(_WARM):
        ask(n)
    before = sql.sent()
    for n in range(_WARM):
        ask(n)
    statements = (sql.sent() - before) / _WARM
    ours, alone = [], []
    for _round in range(_ROUNDS):
        ours.append(_spent(ask))
        said = _listened(ask, taken_back=writes)
        alone.append(_spent(lambda _n, said=said: _sent(said)))  # type: ignore[misc]
    (application, database), bare = min(ours, key=sum), min(map(sum, alone))
    weight = len(gzip.compress(ask(0).content, 6))
    return Row(
        "api", request, size, statements, application, weight, ratio_to_sql=bare / (application + database),
        note=f"приложение {application:.1f} мс, PostgreSQL {database:.1f} мс; те же SQL отдельно {bare:.1f} мс;"
        f" нужно ≤ {limit.statements} SQL" + (f", ≤ {limit.cpu_ms:.0f} мс" if limit.cpu_ms else ""),
        broken=_broken(limit, statements, application, weight),
    )  # fmt: skip


def _broken(limit: Limit, statements: float, cpu_ms: float, weight: int) -> tuple[str, ...]:
    found = []
    if statements > limit.statements:
        found.append(f"{statements:.2f} SQL из {limit.statements}")
    if limit.cpu_ms is not None and cpu_ms > limit.cpu_ms:
        found.append(f"{cpu_ms:.1f} мс из {limit.cpu_ms:.0f}")
    if limit.bytes is not None and weight > limit.bytes:
        found.append(f"{weight} байт из {limit.bytes}")
    return tuple(found)


def _spent(run: Callable[[int], Any]) -> tuple[float, float]:
    """CPU milliseconds of one: of this process, of PostgreSQL."""
    database, own = cpu.seconds([DATABASE]), time.process_time()
    for n in range(_TIMES):
        run(n)
    own = time.process_time() - own
    return own / _TIMES * 1000, (cpu.seconds([DATABASE]) - database) / _TIMES * 1000


def _listened(ask: Callable[[int], Any], *, taken_back: bool) -> list[str]:
    with transaction.atomic():
        with sql.captured() as told:
            ask(0)
        transaction.set_rollback(taken_back)
    return [statement for statement in told if not _BRACKETS.match(statement)]


def _sent(statements: Sequence[str]) -> None:
    """References are looked at when a transaction ends: this one is taken back."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            if cursor.description:
                cursor.fetchall()
        transaction.set_rollback(True)


def _file(client: Client, places: Sequence[tuple[float, float, str]], topic: str, n: int) -> Any:
    lon, lat, address = places[n % len(places)]
    said = {
        "kind": "problem", "topic": topic, "text": filings.TEXT, "address": address, "lat": lat, "lon": lon,
        "consent": True, **filings.AUTHOR,
    }  # fmt: skip
    answer = client.post(
        "/api/v1/appeals",
        json.dumps(said),
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid4())},
    )
    if answer.status_code != 201:
        raise Stop(f"подача: {answer.status_code} {answer.content.decode()[:300]}")
    return answer


def _get(client: Client, path: str) -> Any:
    answer = client.get(f"/api/v1/{path}")
    if answer.status_code != 200:
        raise Stop(f"{path}: {answer.status_code} {answer.content.decode()[:300]}")
    return answer


def _topic() -> str:
    usable = Topic.objects.filter(active=True, emergency_advice="", fields=[])
    found = usable.filter(kinds__contains=["problem"]).order_by("id").first()
    if found is None:
        raise Stop("Нет темы без своих вопросов.")
    return found.code


def _places() -> list[tuple[float, float, str]]:
    """Houses far from borders: (lon, lat, address)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_X(point), ST_Y(point), address FROM bench_place WHERE territory_id IS NOT NULL"
            " ORDER BY md5(n::text) LIMIT %s",
            [_PLACES * 3],
        )
        found = cursor.fetchall()
    asked = Client(SERVER_NAME="127.0.0.1")
    inside = [
        place
        for place in found
        if _get(asked, f"territory?lat={place[1]}&lon={place[0]}").json()["found"] == "inside"
    ]
    return inside[:_PLACES]
