"""What is not set up yet is named, with where it is mended; one statement."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.gis.geos import Point

from otklik.authorities.models import Authority, Duty
from otklik.classifier.models import Category, Topic
from otklik.configuration.readiness import Check, readiness
from otklik.outbox.models import Stop
from otklik.people.models import User
from otklik.places.tests.given import a_house, a_settlement, a_street, a_territory

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Moscow"))


def checks(now: datetime = NOW) -> dict[str, Check]:
    found = readiness(now)
    return {one.title: one for one in (*found.people, *found.server)}


def test_an_empty_portal_lacks_everything(django_assert_num_queries):
    with django_assert_num_queries(1):
        found = readiness(NOW)
    assert [one.title for one in found.people if not one.good] == [
        "Территории", "Населённые пункты и адреса", "Темы", "Органы", "Кто отвечает по темам", "Модераторы",
        "Вид портала",
    ]  # fmt: skip
    assert found.missing > 5


def test_a_portal_that_is_set_up_lacks_nothing_on_its_pages():
    a_territory()
    a_house(a_street(a_settlement(point=Point(40.05, 54.05, srid=4326))))
    roads = Category.objects.create(code="roads", title="Дороги")
    Topic.objects.create(code="pothole", category=roads, title="Яма", kinds=["problem"], duty="roads")
    town = Authority.objects.create(code="town", name="Город", level="municipal", has_desk=True)
    Duty.objects.create(subject="roads", authority=town)
    moderator = User.objects.create_user("m@portal.test", "pass", name="Модератор", role="moderator")
    assert [one.title for one in readiness(NOW).people if not one.good] == [
        "Второй шаг входа у сотрудников",
        "Вид портала",
    ]
    assert moderator.name in checks()["Второй шаг входа у сотрудников"].said


def test_borders_that_ended_are_none():
    a_territory(valid_to=date(2026, 11, 23))
    assert not checks()["Территории"].good


def test_topics_without_anybody_are_named():
    roads = Category.objects.create(code="roads", title="Дороги")
    for n in range(8):
        Topic.objects.create(
            code=f"t{n}", category=roads, title=f"Тема {n}", kinds=["problem"], duty="roads", order=n
        )
    Topic.objects.create(
        code="off", category=roads, title="Старая", kinds=["problem"], duty="x", active=False
    )
    assert (
        checks()["Кто отвечает по темам"].said == "Некому отвечать: Тема 0, Тема 1, Тема 2, Тема 3, Тема 4…"
    )


def test_bodies_that_nothing_reaches_are_named():
    town = Authority.objects.create(code="town", name="Город", level="municipal")
    Duty.objects.create(subject="roads", authority=town)
    assert "Город" in checks()["Куда идут обращения"].said


def test_demo_logins_are_named():
    User.objects.create_user("admin@example.test", "pass", name="Учебный", role="admin")
    assert "admin@example.test" in checks()["Учебные учётные записи"].said


def test_the_server_is_looked_at(settings):
    assert not checks()["Почтовый сервер"].good
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.BASE_URL, settings.SECRET_KEY = "https://portal.test", "long and secret"
    settings.STAFF_SECOND_FACTOR, settings.DEMO, settings.DEBUG = True, False, False
    found = checks()
    for title in (
        "Почтовый сервер",
        "Адрес портала по https",
        "Ключ подписи",
        "Показательный режим выключен",
    ):
        assert found[title].good, title


def test_the_services_of_apps_are_named_with_what_they_lack_or_say(settings):
    title = "Уведомления в приложениях магазинов"
    variables = "OTKLIK_FCM_ACCOUNT, OTKLIK_APNS_KEY, OTKLIK_RUSTORE_PROJECT"
    assert checks()[title] == Check(title, False, f"Не задано: {variables}", must=False)
    settings.APNS_KEY = "/keys/x.p8"
    assert checks()[title].said == "Не задано: OTKLIK_APNS_KEY_ID, OTKLIK_APNS_TEAM, OTKLIK_APNS_TOPIC"
    settings.APNS_KEY, settings.FCM_ACCOUNT = "", "/keys/account.json"
    settings.RUSTORE_PROJECT, settings.RUSTORE_TOKEN = "region", "x"
    assert checks()[title] == Check(title, True, "FCM (Google), RuStore", must=False)
    Stop.objects.create(channel="fcm", said="fcm: 403 PERMISSION_DENIED", since=NOW, until=NOW)
    Stop.objects.create(channel="apns", said="apns: 403", since=NOW, until=NOW)  # switched off since
    found = checks()[title]
    assert not found.good
    assert found.said.endswith("уведомления ждут: FCM (Google) (fcm: 403 PERMISSION_DENIED)")


def test_a_calendar_that_is_not_published_is_named_once_with_the_page_where_days_are_set():
    assert checks()["Производственный календарь"].good
    found = readiness(datetime(2034, 11, 1, tzinfo=NOW.tzinfo))
    (calendar,) = [one for one in (*found.people, *found.server) if "2035" in one.said]
    assert (calendar.good, calendar.must, calendar.name) == (False, False, "staff:calendar")
    assert calendar.said.count("2035") == calendar.said.count("2034") == 1
    assert calendar in found.people
