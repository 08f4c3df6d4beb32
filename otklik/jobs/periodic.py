"""Everything that happens by the clock, in two tables. Each job calls one step; each may run twice."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final, NamedTuple

from otklik.appeals.steps import closing, deciding, dispatch, drafting, intake, moderation
from otklik.assessment import survey
from otklik.configuration import uploads
from otklik.exchange import inbox, outbox
from otklik.hotline import callbacks, forgetting
from otklik.jobs import dumping, inbound, offline, outgoing, polls, stalled
from otklik.kit import clock
from otklik.knowledge import helped
from otklik.oversight import guarantee, reminders, report
from otklik.people import accounts, devices, digest, limits, sessions
from otklik.places import plans
from otklik.polls import pictures
from otklik.stats import folding, waves
from otklik.works import subscriptions, telling


class Job(NamedTuple):
    name: str
    every: timedelta
    run: Callable[[], int]  # returns how much it did


JOBS: Final = (
    # First: a worker that is killed again and again would never come to it behind a long job.
    Job("take up stalled jobs", timedelta(seconds=5), stalled.retry),
    Job("send what waits", timedelta(seconds=1), outgoing.wake),
    Job(
        "carry out moderators' decisions",
        timedelta(seconds=1),
        lambda: deciding.carry_out_due(now=clock.now()),
    ),
    Job("write daily letters", timedelta(minutes=1), lambda: digest.write_due(now=clock.now())),
    Job("tell of planned works", timedelta(minutes=1), lambda: telling.tell_daily(now=clock.now())),
    Job("forget works long over", timedelta(hours=1), lambda: telling.forget_old(now=clock.now())),
    Job("forget addresses of closed accounts", timedelta(hours=1), subscriptions.forget_deleted),
    Job("take packets in", timedelta(seconds=1), lambda: inbox.collect(heed=inbound.heed, now=clock.now())),
    Job(
        "send returned appeals again", timedelta(seconds=5), lambda: dispatch.resend_returned(now=clock.now())
    ),
    Job(
        "put waiting packets into the spool",
        timedelta(seconds=30),
        lambda: outbox.post_waiting(now=clock.now()),
    ),
    Job(
        "queue what waits for dispatch", timedelta(minutes=5), lambda: dispatch.queue_waiting(now=clock.now())
    ),
    Job(
        "delete unconfirmed accounts",
        timedelta(hours=1),
        lambda: accounts.forget_unconfirmed(now=clock.now()),
    ),
    Job("forget ended sessions", timedelta(hours=1), lambda: sessions.forget_ended(now=clock.now())),
    Job("forget unused devices", timedelta(hours=1), lambda: devices.forget_unused(now=clock.now())),
    Job("forget old attempts", timedelta(hours=1), lambda: limits.forget_old(now=clock.now())),
    Job(
        "refuse unanswered questions",
        timedelta(minutes=10),
        lambda: moderation.expire_questions(now=clock.now()),
    ),
    Job("withdraw unconfirmed", timedelta(hours=1), lambda: intake.forget_unconfirmed(now=clock.now())),
    Job("tell callers of answers", timedelta(seconds=10), lambda: callbacks.gather(now=clock.now())),
    Job("close unrated", timedelta(minutes=10), lambda: closing.close_stale(now=clock.now())),
    Job("raise alarms of the exchange", timedelta(minutes=10), lambda: outbox.raise_alarms(now=clock.now())),
    Job("remind of terms", timedelta(minutes=2), lambda: reminders.run(now=clock.now())),
    Job("look whether anything is stuck", timedelta(minutes=10), lambda: guarantee.wake(now=clock.now())),
    Job("make weekly reports", timedelta(minutes=10), lambda: report.wake(now=clock.now())),
    Job("delete old reports", timedelta(hours=1), lambda: report.forget_old(now=clock.now())),
    Job("forget callers of old calls", timedelta(hours=1), lambda: forgetting.forget_old(now=clock.now())),
    Job("end and count polls", timedelta(seconds=5), polls.run),
    Job("forget pictures of no poll", timedelta(hours=1), lambda: pictures.forget_unused(now=clock.now())),
    Job("tell of polls", timedelta(seconds=10), polls.tell),
    Job("write open data", timedelta(minutes=10), dumping.wake),
    Job("write files for phones", timedelta(minutes=10), offline.wake),
    Job(
        "move settlements with borders",
        timedelta(minutes=10),
        lambda: plans.move_settlements(now=clock.now()),
    ),
    Job("count replies of the survey", timedelta(seconds=30), survey.count),
    Job("set waves of ratings aside", timedelta(minutes=10), lambda: waves.look(now=clock.now())),
    Job("count what articles helped", timedelta(seconds=30), helped.fold),
    Job("empty old words of readers", timedelta(hours=1), lambda: helped.forget_old(now=clock.now())),
    Job("delete old uploads", timedelta(hours=1), lambda: uploads.forget_old(now=clock.now())),
    Job("delete old drafts", timedelta(hours=1), lambda: drafting.forget_old(now=clock.now())),
)
# Beside the others: a long job must not keep figures and the map waiting.
COUNTING: Final = (Job("count what changed", timedelta(seconds=0.5), folding.fold),)
# Each runs in a thread of its own, wherever its lease is.
TABLES: Final = {"clock": JOBS, "counting": COUNTING}
