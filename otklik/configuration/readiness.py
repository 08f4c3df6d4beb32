"""What is not set up yet: a list for those who start a portal and for those who come to it later.

One statement, the calendar and the settings. Each line says what the matter is and where it is mended; one that the
settings of the server decide names the variable.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.kit.replica import named
from otklik.outbox import stores
from otklik.terms import calendar

_NAMED: Final = 5  # things that a line names
# Defaults of config/settings.py that no real portal keeps.
_SECRET_OF_TRIALS: Final = "only-for-trials-and-tests"  # noqa: S105
_MSED_OF_TRIALS: Final = "0e11a000-0000-4000-8000-000000000001"


@dataclass(frozen=True, slots=True)
class Check:
    title: str
    good: bool
    said: str  # what it is like now, or what to do
    name: str = ""  # of the page where it is mended; "" by IT on the server
    must: bool = True  # the portal must not open without it


@dataclass(frozen=True, slots=True)
class Readiness:
    people: list[Check]  # mended on pages
    server: list[Check]  # mended by settings

    @property
    def missing(self) -> int:
        return sum(not one.good and one.must for one in (*self.people, *self.server))


def readiness(now: datetime) -> Readiness:
    """One statement, one more where a year has no decree yet."""
    today = timezone.localdate(now)
    (found,) = named(_FOUND, {"today": today, "now": now, "named": _NAMED})
    return Readiness(
        [*_land(found), *_route(found), *_staff(found), _calendar(today), _look(found)], _server(found)
    )


def _land(found: dict[str, Any]) -> list[Check]:
    return [
        Check(
            _("Территории"),
            found["territories"],
            _("Границы на сегодня есть.")
            if found["territories"]
            else _("Загрузите границы муниципалитетов."),
            "staff:territories",
        ),
        Check(
            _("Населённые пункты и адреса"),
            found["settlements"] and found["houses"],
            _("Есть.")
            if found["settlements"] and found["houses"]
            else _("Загрузите на сервере: otklik import settlements, otklik import addresses."),
            must=bool(not found["settlements"]),
        ),
    ]


def _route(found: dict[str, Any]) -> list[Check]:
    homeless, silent = found["homeless"] or [], found["silent"] or []
    return [
        Check(
            _("Темы"),
            found["topics"],
            _("Есть.") if found["topics"] else _("Загрузите классификатор."),
            _HERE,
        ),
        Check(
            _("Органы"),
            found["authorities"],
            _("Есть.") if found["authorities"] else _("Загрузите органы."),
            _HERE,
        ),
        Check(
            _("Кто отвечает по темам"),
            bool(found["topics"]) and not homeless,
            _("У каждой темы есть исполнитель.")
            if not homeless
            else _("Некому отвечать: ") + _some(homeless),
            _HERE,
        ),
        Check(
            _("Куда идут обращения"),
            not silent,
            _("У каждого исполнителя есть МСЭД или рабочее место.")
            if not silent
            else _("Ни МСЭД, ни рабочего места: ") + _some(silent),
            _HERE,
        ),
    ]


_HERE: Final = "staff:configuration"


def _staff(found: dict[str, Any]) -> list[Check]:
    bare, demo = found["bare"] or [], found["demo"] or []
    return [
        Check(
            _("Модераторы"),
            found["moderators"],
            _("Есть.") if found["moderators"] else _("Дайте кому-нибудь роль модератора."),
            "staff:people",
        ),
        Check(
            _("Второй шаг входа у сотрудников"),
            not bare,
            _("У всех.") if not bare else _("Ещё не завели: ") + _some(bare),
            "staff:people",
        ),
        Check(
            _("Учебные учётные записи"),
            not demo,
            _("Их нет.") if not demo else _("Закройте или смените пароль: ") + _some(demo),
            "staff:people",
        ),
    ]


def _look(found: dict[str, Any]) -> Check:
    said = _("Название, герб и цвет заданы.") if found["look"] else _("Задайте название, герб и цвет.")
    return Check(_("Вид портала"), found["look"], said, "staff:look", must=False)


def _server(found: dict[str, Any]) -> list[Check]:
    worker, plain = found["worker"], not settings.DEMO and not settings.DEBUG
    return [
        Check(
            _("Рабочий процесс"),
            worker,
            _("Работает.") if worker else _("Не отвечает: запустите otklik worker."),
        ),
        _set(_("Почтовый сервер"), settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"), "OTKLIK_SMTP_HOST"),
        _set(_("Адрес портала по https"), settings.BASE_URL.startswith("https://"), "OTKLIK_BASE_URL"),
        _set(_("Ключ подписи"), settings.SECRET_KEY != _SECRET_OF_TRIALS, "OTKLIK_SECRET_KEY"),
        _set(
            _("Второй шаг входа обязателен для сотрудников"),
            settings.STAFF_SECOND_FACTOR,
            "OTKLIK_STAFF_SECOND_FACTOR",
        ),
        Check(
            _("Показательный режим выключен"),
            plain,
            _("Выключен.") if plain else _("Уберите OTKLIK_DEMO и OTKLIK_DEBUG."),
        ),
        _set(_("Участник МЭДО"), settings.MSED_UID != _MSED_OF_TRIALS, "OTKLIK_MSED_UID", must=False),
        _set(_("SMS"), bool(settings.SMS_URL), "OTKLIK_SMS_URL", must=False),
        _set(_("Уведомления в браузере"), bool(settings.VAPID_KEY), "OTKLIK_VAPID_KEY", must=False),
        _stores(dict(found["stopped"] or [])),
    ]


def _stores(stopped: dict[str, str]) -> Check:
    """stopped: services that refuse our keys, with their words."""
    title = _("Уведомления в приложениях магазинов")
    if lacking := stores.half_set():
        return Check(title, False, _("Не задано: ") + ", ".join(lacking), must=False)
    offered = stores.offered()
    if refused := [
        f"{stores.name_of(channel)} ({stopped[channel]})" for channel in offered if channel in stopped
    ]:
        said = _("Служба не принимает ключи портала, уведомления ждут: ") + "; ".join(refused)
        return Check(title, False, said, must=False)
    variables = ", ".join(f"OTKLIK_{needs[0]}" for _name, needs in stores.CHANNELS.values())
    said = ", ".join(map(stores.name_of, offered)) if offered else _("Не задано: ") + variables
    return Check(title, bool(offered), said, must=False)


def _set(title: str, good: bool, variable: str, *, must: bool = True) -> Check:
    return Check(title, good, _("Задано.") if good else _("Не задано: ") + variable, must=must)


def _calendar(today: date) -> Check:
    """The decree with the transferred days of a year comes in the autumn before it, with an update of the portal."""
    warned = calendar.warnings(today)
    said = " ".join(warned) or _("Дни этого года известны.")
    return Check(_("Производственный календарь"), not warned, said, "staff:calendar", must=False)


def _some(names: list[str]) -> str:
    """The first of them; one more was asked for to know whether there are others."""
    return ", ".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")


_FOUND: Final = """
SELECT EXISTS (SELECT FROM places_territory
               WHERE valid_from <= %(today)s AND coalesce(valid_to >= %(today)s, true)) AS territories,
       EXISTS (SELECT FROM places_settlement) AS settlements,
       EXISTS (SELECT FROM places_house) AS houses,
       EXISTS (SELECT FROM classifier_topic WHERE active) AS topics,
       EXISTS (SELECT FROM authorities_authority WHERE active) AS authorities,
       EXISTS (SELECT FROM look_look) AS look,
       (SELECT array_agg(ARRAY[channel::text, said::text]) FROM outbox_stop) AS stopped,
       EXISTS (SELECT FROM people_user WHERE is_active AND role IN ('moderator', 'supervisor')) AS moderators,
       EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > %(now)s - interval '2 minutes') AS worker,
       (SELECT array_agg(title) FROM (
           SELECT topic.title FROM classifier_topic topic
           WHERE topic.active AND NOT EXISTS (
               SELECT FROM authorities_duty duty JOIN authorities_authority body ON body.id = duty.authority_id
               WHERE body.active AND duty.subject IN (topic.code, topic.duty))
           ORDER BY topic."order", topic.title LIMIT %(named)s + 1) AS few) AS homeless,
       (SELECT array_agg(name) FROM (
           SELECT body.name FROM authorities_authority body
           WHERE body.active AND body.msed_uid IS NULL AND NOT body.has_desk
             AND EXISTS (SELECT FROM authorities_duty WHERE authority_id = body.id)
           ORDER BY body.name LIMIT %(named)s + 1) AS few) AS silent,
       (SELECT array_agg(name) FROM (
           SELECT person.name FROM people_user person
           WHERE person.role <> 'citizen' AND person.is_active AND NOT EXISTS (
               SELECT FROM mfa_authenticator WHERE user_id = person.id AND type IN ('totp', 'webauthn'))
           ORDER BY person.name, person.id LIMIT %(named)s + 1) AS few) AS bare,
       (SELECT array_agg(email) FROM (
           SELECT person.email FROM people_user person
           WHERE person.role <> 'citizen' AND person.is_active AND person.email LIKE '%%@example.test'
           ORDER BY person.email LIMIT %(named)s + 1) AS few) AS demo
"""
