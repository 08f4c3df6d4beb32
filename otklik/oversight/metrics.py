"""Figures for a monitoring system, in the text format of Prometheus. Each is bounded: above MOST it says MOST."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection
from django.utils import timezone

from otklik.appeals.lifecycle import PUBLIC
from otklik.oversight.suspects import CHANNELS, FAILED_KEPT, MESSAGES_FAILED, PACKETS_IN_TROUBLE

MOST: Final = 100_000


class Gauge(NamedTuple):
    name: str
    help: str
    sql: str  # (labels as text, value) rows


_STATES: Final = ("moderation", "question", "published", "sending", "registered", "returned")
# Of a state by name, and no more than it: the small index of that state is read without the table.
_LISTED: Final = " AND kind IN ('problem', 'proposal', 'thanks')"
_OPEN: Final = " UNION ALL ".join(
    f"SELECT 'state=\"{state}\"', (SELECT count(*) FROM (SELECT FROM appeals_appeal"  # noqa: S608  # constants
    f" WHERE state = '{state}'{_LISTED if state in PUBLIC else ''} LIMIT %(most)s) found)"
    for state in _STATES
)
GAUGES: Final = (
    Gauge("otklik_appeals_open", "Appeals by state", _OPEN),
    Gauge(
        "otklik_answers_overdue",
        "Appeals at authorities after their last day",
        "SELECT '', (SELECT count(*) FROM (SELECT FROM appeals_appeal WHERE kind IN ('problem', 'proposal')"
        " AND state IN ('sending', 'registered') AND answer_by < %(today)s LIMIT %(most)s) found)",
    ),
    Gauge(
        "otklik_decisions_waiting",
        "Appeals that need a decision at the desk",
        "SELECT '', (SELECT count(*) FROM (SELECT FROM appeals_appeal WHERE attention <> '' LIMIT %(most)s) found)",
    ),
    Gauge(
        "otklik_moderation_late_seconds",
        "How late the most urgent appeal on moderation is; below zero: time left",
        "SELECT '', extract(epoch FROM %(now)s - moderate_by) FROM (SELECT moderate_by FROM appeals_appeal"
        " WHERE state = 'moderation' ORDER BY moderate_by LIMIT 1) first",
    ),
    Gauge(
        "otklik_messages_waiting",
        "Messages to people by channel",
        "SELECT 'channel=\"' || channel || '\"', (SELECT count(*) FROM (SELECT FROM outbox_message m"  # noqa: S608
        " WHERE m.state = 'waiting' AND m.channel = c.channel LIMIT %(most)s) found)"
        f" FROM (VALUES {CHANNELS}) AS c(channel)",
    ),
    Gauge(
        "otklik_messages_oldest_seconds",
        "How long the oldest message has waited since it was due",
        "SELECT 'channel=\"' || channel || '\"', coalesce(extract(epoch FROM %(now)s - (SELECT min(due_at)"  # noqa: S608
        " FROM outbox_message m WHERE m.state = 'waiting' AND m.channel = c.channel)), 0)"
        f" FROM (VALUES {CHANNELS}) AS c(channel)",
    ),
    Gauge(
        "otklik_messages_failed",
        "Letters and SMS of the last 14 days that were given up",
        f"SELECT 'channel=\"' || channel || '\"', (SELECT count(*) FROM (SELECT FROM {MESSAGES_FAILED}"  # noqa: S608
        " AND m.channel = c.channel LIMIT %(most)s) found) FROM (VALUES ('email'), ('sms')) AS c(channel)",
    ),
    Gauge(
        "otklik_channels_stopped",
        "Services of notifications that refuse our keys",
        "SELECT '', (SELECT count(*) FROM outbox_stop)",
    ),
    Gauge(
        "otklik_packets_failed",
        "MSED packets that wait for a person: not accepted, in quarantine, without a receipt",
        f"SELECT '', (SELECT count(*) FROM (SELECT FROM {PACKETS_IN_TROUBLE} LIMIT %(most)s) found)",  # noqa: S608
    ),
    Gauge(
        "otklik_packets_waiting",
        "MSED packets that wait to be sent",
        "SELECT '', (SELECT count(*) FROM (SELECT FROM exchange_packet WHERE state = 'queued' LIMIT %(most)s) found)",
    ),
    Gauge(
        "otklik_jobs",
        "Jobs in the queue by state",
        "SELECT 'status=\"' || status || '\"', count(*) FROM (SELECT status FROM procrastinate_jobs"
        " WHERE status IN ('todo', 'doing', 'failed') LIMIT %(most)s) found GROUP BY status",
    ),
    Gauge(
        "otklik_notices_waiting",
        "Reminders of terms that nobody has acknowledged",
        "SELECT '', (SELECT count(*) FROM (SELECT FROM oversight_notice WHERE acknowledged_at IS NULL"
        " LIMIT %(most)s) found)",
    ),
    Gauge(
        "otklik_guarantee_findings",
        "What the guarantee check found stuck, by kind",
        "SELECT 'kind=\"' || kind || '\"', count(*) FROM oversight_finding WHERE gone_at IS NULL GROUP BY kind",
    ),
    Gauge(
        "otklik_guarantee_age_seconds",
        "Since the last guarantee check",
        "SELECT '', extract(epoch FROM %(now)s - at) FROM"
        " (SELECT at FROM oversight_check ORDER BY id DESC LIMIT 1) last",
    ),
    Gauge(
        "otklik_clock_age_seconds",
        "Since the lease of a clock ended; below zero: it runs",
        "SELECT 'clock=\"' || name || '\"', extract(epoch FROM %(now)s - until) FROM jobs_lease"
        " WHERE until IS NOT NULL",
    ),
)


def text(*, now: datetime) -> str:
    """The whole answer: one statement a gauge."""
    return "\n".join(_lines(now)) + "\n"


def _lines(now: datetime) -> Iterator[str]:
    said: dict[str, Any] = {
        "most": MOST,
        "states": list(_STATES),
        "now": now,
        "today": timezone.localdate(now),
        "fortnight": now - FAILED_KEPT,
    }
    with connection.cursor() as cursor:
        for gauge in GAUGES:
            cursor.execute(gauge.sql, said)
            yield f"# HELP {gauge.name} {gauge.help}"
            yield f"# TYPE {gauge.name} gauge"
            for labels, value in cursor.fetchall():
                yield f"{gauge.name}{f'{{{labels}}}' if labels else ''} {float(value):g}"
