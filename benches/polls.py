"""Votes by HTTP on one web worker: how many a second beside pgbench with the same statements; the count at the end."""

import re
import secrets
import statistics
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from benches import load, sql
from benches.portal import Portal
from benches.rows import Row
from otklik.kit import clock
from otklik.people.models import User
from otklik.polls import counting, ending, publishing, queries, recount, results
from otklik.polls.models import Poll, Question, Right
from tools.say import Stop

STATEMENTS: Final = 8  # limits of the issue
PER_SECOND: Final = 150
HOUR: Final = 500_000  # votes, counted at the end
_ROUNDS, _MANY, _FEW, _AT_ONCE = 3, 400, 20, 8
_SIMULATED: Final = 50_000  # ballots on top, for the count
_OPTIONS: Final = [{"code": code, "text": {"ru": code}} for code in ("yes", "no", "later")]
_FORM: Final = {"do": "vote", "q-park": "yes", "q-mark": "4"}

_SIMULATE: Final = """
WITH rights AS (
  INSERT INTO polls_right (poll_id, voter, mixed) SELECT %(poll)s, 'o' || n, false FROM generate_series(1, %(n)s) n
)
INSERT INTO polls_ballot (id, poll_id, receipt, salt, blind, answers, area, mixed)
SELECT gen_random_uuid(), %(poll)s, upper(substr(md5(n::text), 1, 26)), md5(n::text), '',
  jsonb_build_object('park', CASE WHEN n %% 3 = 0 THEN 'no' ELSE 'yes' END, 'mark', 1 + n %% 5), '', false
FROM generate_series(1, %(n)s) n
"""


class Polls:
    def measure(self, size: int) -> list[Row]:
        poll = _poll()
        asks = _asks(poll, 1 + 2 * _FEW + _ROUNDS * _MANY)
        script = _script(poll, asks.pop())
        transactions = _MANY // _AT_ONCE
        with Portal() as portal:
            load.fire(portal.port, asks[:_FEW], at_once=4)  # warm
            sent = sql.sent()
            load.fire(portal.port, asks[_FEW : 2 * _FEW], at_once=1)
            statements = (sql.sent() - sent) / _FEW
            del asks[: 2 * _FEW]
            ours, theirs, spent = [], [], []
            for n in range(_ROUNDS):
                theirs.append(
                    sql.pgbench(script, clients=_AT_ONCE, transactions=transactions, first=n * transactions)
                )
                before = portal.spent()
                some = load.fire(portal.port, asks[n * _MANY : (n + 1) * _MANY], at_once=_AT_ONCE)
                ours.append(some.per_second)
                spent.append(portal.spent().since(before).over(_MANY))
            page = load.fire(portal.port, [load.Ask(f"/polls/{poll.code}")] * _FEW, at_once=1)
        cost = min(spent, key=lambda one: one.all)
        # What the worker's CPU lets through: on a shared machine the clock on the wall measures the neighbours too.
        rate, seen, bare = 1000 / cost.web, statistics.median(ours), statistics.median(theirs)
        wrong = [f"{statements:g} SQL, нужно ≤ {STATEMENTS}"] if statements > STATEMENTS else []
        wrong += [f"{rate:.0f} голосов/с, нужно ≥ {PER_SECOND}"] if rate < PER_SECOND else []
        vote = Row(
            "polls", "голос", size, statements, cost.all, ratio_to_limit=seen / bare,
            note=f"по CPU {rate:.0f} голосов/с на процесс, нужно ≥ {PER_SECOND}; по часам {seen:.0f}/с,"
            f" те же SQL в pgbench {bare:.0f}/с; портал + PostgreSQL {cost.web:.1f} + {cost.database:.1f} мс;"
            f" нужно ≤ {STATEMENTS} SQL; страница опроса p50 {page.p50_ms:.0f} мс",
            broken=tuple(wrong),
        )  # fmt: skip
        return [vote, _counted(poll, size)]


def _counted(poll: Poll, size: int) -> Row:
    """The end of the poll with many more ballots: is the count right, and how long would half a million take?"""
    with connection.cursor() as cursor:
        cursor.execute(_SIMULATE, {"poll": poll.pk, "n": _SIMULATED})
        cursor.execute("VACUUM ANALYZE polls_ballot, polls_right")
    began = time.monotonic()
    counting.fold_poll(poll.pk, least=1)
    folded = time.monotonic() - began
    ending.end_early(poll_id=poll.pk, why="bench")
    publishing.finish(poll.pk, now=clock.now())
    seconds = time.monotonic() - began
    asked = queries.poll(poll.code)
    if asked.table is None:
        raise Stop("Опрос не подсчитан")
    began = time.monotonic()
    report = recount.check(recount.opened(default_storage.path(publishing.path(asked.table))))
    checked = time.monotonic() - began
    votes, right = Right.objects.filter(poll=poll).count(), results.results(asked).ballots
    # Receipts of simulated ballots are none; every total must come out all the same.
    differs = {finding.kind for finding in report.findings} - {"altered"}
    wrong = [] if votes == right == report.ballots and not differs else ["итог не сошёлся"]
    whole = seconds / votes * HOUR
    return Row(
        "polls", "подсчёт", size, cpu_ms=None,
        note=f"{votes} голосов: учтено {right}; подсчёт {folded:.1f} с, всё с таблицей {seconds:.1f} с"
        f" ({HOUR} — около {whole:.0f} с), пересчёт таблицы {checked:.1f} с",
        broken=tuple(wrong),
    )  # fmt: skip


def _poll() -> Poll:
    now, day = clock.now(), timedelta(days=1)
    code = f"bench-{secrets.token_hex(4)}"
    made = Poll.objects.create(
        code=code, languages=["ru"], title={"ru": "Нужен ли парк?"}, opens_at=now - day, closes_at=now + day,
        created_at=now, results="live",
    )  # fmt: skip
    Question.objects.create(
        poll=made, code="park", order=1, kind="single", text={"ru": "Нужен?"}, options=_OPTIONS
    )
    Question.objects.create(poll=made, code="mark", order=2, kind="scale", text={"ru": "Насколько?"})
    Poll.objects.filter(pk=made.pk).update(state="open")
    return made


def _asks(poll: Poll, count: int) -> list[load.Ask]:
    """Votes of so many people, each signed in."""
    mark = secrets.token_hex(4)
    people = [User(email=f"{mark}-{n}@example.test", name="Вера") for n in range(count)]
    User.objects.bulk_create(people, 1000)
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in people], 1000
    )
    return [_ask(poll, user) for user in people]


def _ask(poll: Poll, user: User) -> load.Ask:
    store, token = SessionStore(), secrets.token_hex(16)
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    headers = {
        "Cookie": f"csrftoken={token}; {settings.SESSION_COOKIE_NAME}={store.session_key}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    form = urlencode({"csrfmiddlewaretoken": token, **_FORM}).encode()
    return load.Ask(f"/polls/{poll.code}/vote", form, headers, status=302)


def _script(poll: Poll, ask: load.Ask) -> str:
    """The statements of one vote, listened to in this process; pgbench's voters are others each time. Raises Stop."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies.load(ask.headers["Cookie"])
    with sql.captured() as statements:
        answer = client.post(ask.path, _FORM)
    if answer.status_code != 302:
        raise Stop(f"Голос в самом испытании не принят: {answer.status_code}")
    voter = Right.objects.get(poll=poll).voter
    return "\n".join(["\\set n :n + 1", *_varied(statements, voter)]) + "\n"


def _varied(statements: Sequence[str], voter: str) -> list[str]:
    found = []
    for statement in statements:
        text = " ".join(statement.split()).rstrip(";").replace(f"'{voter}'", "'p' || :client_id || '-' || :n")
        if "INSERT INTO polls_right" in text:
            text = re.sub(r"'[0-9a-f-]{32,36}'::uuid", "gen_random_uuid()", text)
            text = re.sub(r"'[A-Z2-7]{26}'", "upper(substr(md5(random()::text), 1, 26))", text)
        found.append(f"{text};")
    if "'p' ||" not in "".join(found):
        raise Stop("В записанном голосе не нашлось избирателя")
    return found
