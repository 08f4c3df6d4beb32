"""What may be stuck, and how it is found: one statement each, along the small indexes of what is open or waits.

Every state that is not the end has a row: who has the appeal, and the moment from which it is stuck. Statements give
(subject, link, since), the longest first; hours and days are their parameters. Nothing that has ended is read.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.classifier.models import KINDS, Topic
from otklik.outbox.models import Message
from otklik.terms import rules
from otklik.terms.models import REGIMES


class Suspect(NamedTuple):
    words: Promise  # what is wrong
    why: Promise  # why it is stuck, and what to do
    sql: str


# As SQL, also for the gauges of `metrics`. Packets that wait for a person: `exchange.queries.TROUBLE`.
PACKETS_IN_TROUBLE: Final = (
    "exchange_packet WHERE (alarm <> '' OR state IN ('rejected', 'quarantined')) AND handled_at IS NULL"
)
# Letters and SMS that were given up, for so long; notifications of a browser fail when it says goodbye.
FAILED_KEPT: Final = timedelta(days=14)
MESSAGES_FAILED: Final = (
    "outbox_message m WHERE m.state = 'failed' AND m.channel IN ('email', 'sms')"
    " AND m.created_at > %(fortnight)s"
)
CHANNELS: Final = ", ".join(f"('{channel}')" for channel in Message.Channel.values)
_AT_WORK: Final = "a.kind IN ('problem', 'proposal') AND a.state IN ('sending', 'registered')"


def _appeals(where: str, since: str, *, at_desk: bool = False, order: str = "") -> str:
    link = "'/desk/appeals/' || id" if at_desk else "'/appeals/' || number"
    return (
        f"SELECT number, {link}, {since} FROM appeals_appeal a"  # noqa: S608  # made of what stands below
        f" WHERE {where} ORDER BY {order or since} LIMIT %(most)s"
    )


SUSPECTS: Final[Mapping[str, Suspect]] = {
    "unconfirmed": Suspect(
        _("Почта не подтверждена, а обращение не отозвано"),
        _("Часы портала не отозвали его в срок. Проверьте, работает ли процесс worker."),
        _appeals(
            "a.state = 'unconfirmed' AND a.received_at < %(unconfirmed)s", "a.received_at", at_desk=True
        ),
    ),
    "moderation": Suspect(
        _("Срок модерации прошёл больше суток назад"),
        _("Обращение не решено модератором. Проверьте, есть ли модератор у его территории и темы."),
        _appeals("a.state = 'moderation' AND a.moderate_by < %(day)s", "a.moderate_by", at_desk=True),
    ),
    "question": Suspect(
        _("Автор не ответил в срок, а обращение всё ждёт"),
        _("Часы портала не закончили его. Проверьте, работает ли процесс worker."),
        _appeals(
            "a.state = 'question' AND (a.question_by IS NULL OR a.question_by < %(hours)s)",
            "a.question_by",
            at_desk=True,
        ),
    ),
    "decision": Suspect(
        _("Решение на столе портала не принято больше двух суток"),
        _("Обращение ждёт, кому его направить или что делать с возвратом."),
        _appeals("a.attention <> '' AND a.state_since < %(decision)s", "a.state_since", at_desk=True),
    ),
    "nobody": Suspect(
        _("Опубликовано, но никому не назначено и ни на каком столе не лежит"),
        _("Такого не должно быть: назначьте исполнителя вручную и сообщите разработчикам."),
        _appeals(
            "a.kind IN ('problem', 'proposal', 'thanks') AND a.state = 'published' AND a.attention = ''"
            " AND a.state_since < %(hours)s",
            "a.state_since",
            at_desk=True,
        ),
    ),
    "no-term": Suspect(
        _("У органа, но без срока ответа"),
        _("Пересчитайте открытые сроки на странице «Сроки»."),
        _appeals(f"{_AT_WORK} AND a.answer_by IS NULL", "a.state_since", order="a.id"),
    ),
    "sending": Suspect(
        _("Орган не зарегистрировал обращение вовремя"),
        _("Проверьте пакет в «Обмене с МСЭД» и связь с органом."),
        _appeals(
            "a.kind IN ('problem', 'proposal', 'thanks') AND a.state = 'sending' AND EXISTS ("
            " SELECT FROM unnest(%(topics)s::bigint[], %(kinds)s::text[], %(regimes)s::text[],"
            "  %(sent)s::timestamptz[]) AS rule(topic, kind, regime, sent)"
            " WHERE rule.topic = a.topic_id AND rule.kind = a.kind AND rule.regime = a.regime"
            "  AND a.state_since < rule.sent)",
            "a.state_since",
        ),
    ),
    "returned": Suspect(
        _("Возвращено автором, но не отправлено снова"),
        _("Часы портала не отправили его. Проверьте, работает ли процесс worker."),
        _appeals("a.state = 'returned' AND a.attention = '' AND a.state_since < %(hours)s", "a.state_since"),
    ),
    "answered": Suspect(
        _("Ответ не оценён в срок, а обращение не закрыто"),
        _("Часы портала не закрыли его. Проверьте, работает ли процесс worker."),
        _appeals("a.state = 'answered' AND a.state_since < %(answered)s", "a.state_since"),
    ),
    "executor": Suspect(
        _("Сотрудник, которому поручено обращение, больше не служит в органе"),
        _("Руководителю органа нужно поручить обращение другому."),
        _appeals(
            "a.executor_id IS NOT NULL AND a.state IN ('sending', 'registered') AND NOT EXISTS ("
            " SELECT FROM authorities_membership m JOIN people_user u ON u.id = m.user_id"
            " WHERE m.user_id = a.executor_id AND m.authority_id = a.authority_id AND u.is_active)",
            "a.state_since",
        ),
    ),
    "body": Suspect(
        _("У органа есть обращения, а отвечать некому"),
        _(
            "Орган закрыт или отвечает на портале, а его сотрудников нет. Дайте права или передайте обращения."
        ),
        "SELECT b.name, '', NULL::timestamptz FROM authorities_authority b WHERE ("
        " NOT b.active OR (b.msed_uid IS NULL AND NOT EXISTS ("
        "  SELECT FROM authorities_membership m JOIN people_user u ON u.id = m.user_id"
        "  WHERE m.authority_id = b.id AND u.is_active AND u.role IN ('clerk', 'head'))))"
        " AND EXISTS (SELECT FROM appeals_appeal a WHERE a.authority_id = b.id"
        "  AND a.state IN ('sending', 'registered')) ORDER BY b.name LIMIT %(most)s",
    ),
    "packet": Suspect(
        _("Пакет МСЭД не ушёл или требует внимания"),
        _("Откройте «Обмен с МСЭД»: там причина и «Отправить ещё раз»."),
        "(SELECT folder, '/desk/exchange/' || id, created_at FROM exchange_packet"  # noqa: S608
        " WHERE state = 'queued' AND created_at < %(hours)s ORDER BY created_at LIMIT %(most)s)"
        f" UNION ALL (SELECT folder, '/desk/exchange/' || id, created_at FROM {PACKETS_IN_TROUBLE}"
        " AND created_at < %(hours)s ORDER BY id DESC LIMIT %(most)s)",
    ),
    "letter": Suspect(
        _("Письма ждут отправки больше часа"),
        _("Проверьте почтовый сервер, шлюз SMS или службу уведомлений."),
        # Whoever tries in vain moves due_at on each time: then the message's own age counts.
        "SELECT channel, '', since FROM (SELECT channel, least((SELECT min(due_at) FROM outbox_message m"  # noqa: S608
        " WHERE m.state = 'waiting' AND m.channel = c.channel), (SELECT min(created_at) FROM ("
        "  SELECT m.created_at, m.attempts FROM outbox_message m WHERE m.state = 'waiting'"
        "  AND m.channel = c.channel ORDER BY m.due_at LIMIT 10000) first WHERE attempts > 0)) AS since"
        f" FROM (VALUES {CHANNELS}) AS c(channel)) waiting WHERE since < %(hours)s",
    ),
    "stopped": Suspect(
        _("Служба уведомлений не принимает ключи портала"),
        _("Что она ответила и чего не хватает, видно на странице «Готовность». Уведомления ждут."),
        "SELECT channel, '/staff/', since FROM outbox_stop ORDER BY since LIMIT %(most)s",
    ),
    # Without the server's words: they name the address.
    "undelivered": Suspect(
        _("Письмо или SMS не доставлено: адрес не принял его, или его пробовали отправить неделю"),
        _(
            "Откройте обращение и позвоните автору: адрес мог устареть. Если таких писем много, проверьте почтовый"
            " сервер и шлюз SMS. Через 14 дней после письма строка уходит из списка."
        ),
        "SELECT coalesce(a.number, f.kind || ' (' || f.channel || ')'), coalesce('/desk/appeals/' || a.id, ''),"  # noqa: S608
        f" min(f.created_at) FROM (SELECT about, kind, channel, created_at FROM {MESSAGES_FAILED}"
        "  ORDER BY created_at DESC LIMIT 10000) f LEFT JOIN appeals_appeal a ON a.number = f.about AND f.about <> ''"
        " GROUP BY 1, 2 ORDER BY 3 LIMIT %(most)s",
    ),
    "job": Suspect(
        _("Задания ждут больше часа или не удались"),
        _("Проверьте журнал процесса worker."),
        "SELECT left(task_name, 60) || ' (' || status || ')', '', min(coalesce(scheduled_at, deferred)) FROM ("
        " SELECT j.task_name, j.status, j.scheduled_at,"
        "  (SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id) AS deferred"
        " FROM procrastinate_jobs j WHERE j.status IN ('todo', 'doing', 'failed') LIMIT 10000) jobs"
        " WHERE status = 'failed' OR coalesce(scheduled_at, deferred) < %(hours)s"
        " GROUP BY task_name, status ORDER BY 3 LIMIT %(most)s",
    ),
}
CALENDAR: Final = "calendar"
CALENDAR_WORDS: Final = Suspect(
    _("Календарь следующего года неизвестен"),
    _("Загрузите перенос дней или обновите портал: до того сроки считаются по обычным выходным."),
    "",
)


def limits(now: datetime, *, most: int) -> dict[str, Any]:
    """The moments before which something is stuck. One statement, for what the rules of terms say of each topic."""

    def ago(**span: float) -> datetime:
        return now - timedelta(**span)

    today = timezone.localdate(now)
    abouts = [
        rules.About.of(topic, kind, regime)
        for topic in Topic.objects.only("category_id", "term_days")
        for kind in KINDS
        for regime in REGIMES
    ]
    return {
        "most": most,
        "hours": ago(hours=1),
        "day": ago(days=1),
        "decision": ago(days=2),
        "fortnight": now - FAILED_KEPT,
        "unconfirmed": ago(days=settings.CONFIRM_DAYS + 1),
        "answered": ago(days=settings.CLOSE_AFTER_DAYS + 1),
        "topics": [about.topic_id for about in abouts],
        "kinds": [about.kind for about in abouts],
        "regimes": [about.regime for about in abouts],
        "sent": [ago(hours=rules.terms(about, on=today).send_hours) for about in abouts],
    }


def words(kind: str) -> Suspect:
    return CALENDAR_WORDS if kind == CALENDAR else SUSPECTS[kind]


def is_known(kind: str) -> bool:
    return kind == CALENDAR or kind in SUSPECTS
