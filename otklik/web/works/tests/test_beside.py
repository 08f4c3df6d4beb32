"""Before somebody files, the wizard and the operator's card say what is off at the place already."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.models import Appeal, Draft
from otklik.appeals.tests.given import a_topic, an_authority
from otklik.hotline.tests.given import a_call, an_operator
from otklik.kit import clock
from otklik.places import queries as places
from otklik.places.models import Settlement
from otklik.web.citizen.tests.given import AUTHOR, PLACE, WORDS, Wizard, a_land, begun, seen
from otklik.works import kinds, publishing, whereabouts
from otklik.works.models import Work
from otklik.works.publishing import Owner, Wish

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


@pytest.fixture
def land() -> Settlement:
    place = a_land()
    a_topic(code="hot-water", title="Нет горячей воды")
    return place


def a_work_at(settlement: Settlement, lines: str = "ул. Новая: 5", **more: Any) -> Work:
    row = places.settlement(settlement.pk)
    assert row
    read, now = whereabouts.read(row, lines), clock.now()
    values = {
        "kind": "hot",
        "text": "Меняют трубу",
        "performer": "МУП «Теплосеть»",
        "starts_at": now - timedelta(hours=1),
        "ends_at": now + timedelta(hours=9),
        **more,
    }
    wish = Wish(spots=tuple(read.spots), told=tuple(read.told), **values)
    return publishing.publish(wish, Owner(an_authority().pk), by=None, now=now)


def at_text(topic: str = "hot-water") -> Wizard:
    wizard = begun().up_to("topic")
    wizard.say("topic", topic=topic)
    wizard.say("place", **PLACE)
    return wizard


def test_the_wizard_says_what_is_off_at_the_place_and_files_all_the_same(land):
    work = a_work_at(land)
    wizard = at_text()
    page = wizard.open("text")
    assert "По этому адресу уже сообщили о работах: Отключение горячей воды до" in seen(page)
    assert "(плановые работы, МУП «Теплосеть»)" in seen(page)
    assert f'href="/works/{work.pk}" target="_blank"' in page.content.decode()
    assert "works" not in str(Draft.objects.get().data)
    wizard.say("text", **WORDS)
    assert wizard.say("review", **AUTHOR).status_code == 302
    assert Appeal.objects.count() == 1


def test_nothing_is_said_where_nothing_is_off_or_it_begins_later(land):
    a_work_at(land, starts_at=clock.now() + timedelta(days=3), ends_at=clock.now() + timedelta(days=4))
    assert "сообщили о работах" not in seen(at_text().open("text"))


def test_works_of_the_kind_that_the_topic_is_about_stand_alone(land):
    a_topic(code="heat", title="Холодно в квартире")
    a_work_at(land)
    a_work_at(land, kind="light")
    page = seen(at_text("hot-water").open("text"))
    assert "Отключение горячей воды" in page
    assert "Отключение электричества" not in page
    assert "Отключение электричества" in seen(at_text("heat").open("text"))


def test_to_a_topic_that_no_works_can_have_to_do_with_nothing_is_said(land):
    a_topic(code="land-tax", title="Кадастровая стоимость")
    a_work_at(land, kind="light")
    assert "сообщили о работах" not in seen(at_text("land-tax").open("text"))


@pytest.mark.parametrize(
    ("kind", "title", "about"),
    [
        ("hot", "Нет горячей воды", True),
        ("light", "Уличное освещение не работает", True),
        ("road", "Яма на дороге", True),
        ("gas", "Яма на дороге", False),
        ("other", "Яма на дороге", False),
    ],
)
def test_a_topic_is_about_works_by_the_words_of_its_title(kind, title, about):
    assert kinds.is_about(kind, title) is about


@pytest.mark.parametrize(
    ("kind", "title", "category", "may"),
    [
        ("light", "Нет воды", "ЖКХ", True),
        ("light", "Протекает крыша", "Жилищно-коммунальное хозяйство", True),
        ("light", "Яма на дороге", "Дороги", False),
        ("road", "Яма на дороге", "Дороги", True),
        ("other", "Яма на дороге", "Дороги", True),
        ("other", "Очередь в поликлинике", "Медицина", False),
        ("cold", "Грубость водителя", "Автобусы", False),
        ("light", "Кадастровая стоимость", "Земля", False),
    ],
)
def test_works_may_concern_what_the_topic_or_its_category_names(kind, title, category, may):
    assert kinds.may_concern(kind, title, category) is may


def test_it_costs_the_page_two_statements(land):
    wizard = at_text()
    wizard.open("text")
    with CaptureQueriesContext(connection) as told:
        wizard.open("text")
    assert len([q for q in told if "works_" in q["sql"]]) == 1
    assert len(told) <= 6, [q["sql"] for q in told]


def test_the_operator_sees_what_is_off_where_the_caller_is(land):
    a_work_at(land)
    call, client = a_call(), Client()
    client.force_login(an_operator())
    said = {"settlement": "Липовка", "address": "ул. Новая, 5", "do": "hints"}
    page = seen(client.post(f"/desk/hotline/calls/{call.pk}/file", said))
    assert "По этому адресу идут работы Отключение горячей воды до" in page
    said["settlement"] = ""
    assert "идут работы" not in seen(client.post(f"/desk/hotline/calls/{call.pk}/file", said))
