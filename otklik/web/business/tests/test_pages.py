"""The section for business as an entrepreneur uses it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.models import Appeal, Draft
from otklik.appeals.tests.given import a_citizen, a_topic
from otklik.business import front
from otklik.business.tests.given import a_measure
from otklik.classifier.models import Category
from otklik.kit import clock, kept
from otklik.knowledge.content import Words
from otklik.knowledge.tests.given import an_article
from otklik.people.models import Organisation, Representation
from otklik.polls.models import Poll
from otklik.stats import folding
from otklik.stats.tests.given import many_lives
from otklik.web.citizen.tests.given import PLACE, WORDS, Wizard, a_land, beside, seen

pytestmark = [pytest.mark.sections, pytest.mark.django_db]
OMBUDSMAN = {"ru": {"name": "Иванова Анна Петровна", "post": "Уполномоченный", "hours": "Вторник, 10–13"}}


@pytest.fixture(autouse=True)
def _anew():
    kept.forget()
    yield
    kept.forget()


def a_front(**said) -> None:
    """All categories that there are belong to business."""
    codes = list(Category.objects.values_list("code", flat=True))
    typed = front.Typed(codes, OMBUDSMAN, phone="+7 495 000-00-00", email="biz@example.test", **said)
    front.keep(typed, base=None, by=None, now=clock.now())
    kept.forget()


def a_representative() -> tuple[Client, Organisation]:
    user = a_citizen()
    firm = Organisation.objects.create(inn="7707083893", ogrn="1027700132195", name="ООО «Ромашка»")
    Representation.objects.create(
        user=user, organisation=firm, said={}, post="Директор", asked_at=clock.now(), confirmed_at=clock.now()
    )
    client = Client()
    client.force_login(user)
    return client, firm


def test_the_page_says_who_defends_and_what_helps():
    a_land()
    a_front()
    a_measure(valid_to="")
    an_article("check", audience="business", texts={"ru": Words("Если пришла проверка", "Права.", "Текст")})
    page = Client().get("/business")
    words = seen(page)
    for part in ("Иванова Анна Петровна", "Вторник, 10–13", "Заём до 5 миллионов", "Если пришла проверка"):
        assert part in words, part
    assert '/new?kind=problem&amp;category=roads"' in page.content.decode()
    assert page["Cache-Control"].startswith("public")


def test_a_portal_without_anything_still_says_where_to_write():
    words = seen(Client().get("/business"))
    assert "Мер поддержки с открытым приёмом заявок сейчас нет" in words
    assert "Кто защищает" not in words
    assert "О чём пишет бизнес" not in words


def carried(page: Any) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode()))


def test_a_link_with_kind_and_category_asks_the_topic_at_once_and_begins_nothing_by_itself():
    a_land()
    a_topic(code="gas", title="Запах газа", emergency_advice="Звоните 104 или 112.")
    page = Client().get("/new?kind=problem&category=roads")
    assert "Выберите тему" in seen(page)
    assert "Запах газа" in seen(page)
    assert not Draft.objects.exists()
    unchosen = Client().post("/new", carried(page), follow=True)
    assert unchosen.redirect_chain[-1][0].endswith("/topic")
    assert 'href="#field-topic"' in unchosen.content.decode()
    advised = Client().post("/new", carried(page) | {"topic": "gas"}, follow=True)
    assert "Звоните 104 или 112." in seen(advised)


@pytest.mark.parametrize(
    "query", ["", "?kind=problem&category=none", "?kind=nonsense&category=roads", "?category=roads"]
)
def test_a_link_that_names_less_asks_the_kind(query):
    a_land()
    assert "Что вы хотите сделать?" in seen(Client().get(f"/new{query}"))


def test_a_representative_writes_for_the_organisation_with_the_category_chosen():
    a_land()
    a_front()
    client, firm = a_representative()
    link = client.get("/new?kind=problem&category=roads")
    assert "Что вы хотите сделать?" not in seen(link)
    begun = client.post("/new", carried(link) | {"topic": "pothole"}, follow=True)
    assert begun.redirect_chain[-1][0].endswith("/place")
    me = Wizard(client, begun.redirect_chain[-1][0].rsplit("/", 1)[0])
    for page, said in (("place", PLACE), ("text", WORDS)):
        assert me.say(page, **said).status_code == 302
    review = me.open("review").content.decode()
    assert re.search(f'value="{firm.pk}"[^>]* (checked|selected)', review)
    assert me.say("review", acts_for=str(firm.pk)).status_code == 302
    assert Appeal.objects.get().organisation == firm


def test_elsewhere_a_representative_writes_for_themselves_first():
    a_land()
    client, firm = a_representative()
    me = Wizard(client, client.post("/new", {"kind": "problem"})["Location"].rsplit("/", 1)[0]).up_to(
        "review"
    )
    assert not re.search(f'value="{firm.pk}"[^>]* (checked|selected)', me.open("review").content.decode())


def test_an_unknown_category_is_chosen_as_usual():
    a_land()
    for code in ("no-such", "<script>", "x" * 500):
        begun = Client().post("/new", {"kind": "problem", "category": code})
        assert begun["Location"].endswith("/category")
    assert "<script>" not in Client().get("/new?category=<script>alert(1)").content.decode()


def test_open_polls_of_organisations_are_named(monkeypatch):
    now = clock.now()
    for n, (voters, state) in enumerate(
        [("organisations", "open"), ("citizens", "open"), ("organisations", "draft")]
    ):
        Poll.objects.create(
            code=f"poll-{n}", state=state, voters=voters, languages=["ru"], title={"ru": f"Опрос {n}"}, created_at=now,
            opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=5),
        )  # fmt: skip
    monkeypatch.setattr(
        "otklik.web.business.front.reverse", lambda name, args=(): f"/{name}/{'/'.join(args)}"
    )
    words = seen(Client().get("/business"))
    assert "Опрос 0" in words
    assert "Опрос 1" not in words
    assert "Опрос 2" not in words


def test_figures_of_business_stand_on_the_page():
    many_lives(60, until=clock.now())
    folding.recount()
    a_front()
    words = seen(Client().get("/business"))
    assert "Проблем бизнеса за год" in words
    assert "Чаще всего:" in words


def test_the_catalogue_is_narrowed_and_what_cannot_be_understood_is_told():
    a_measure("any")
    a_measure("it", okved="62", kind="grant", texts={"ru": {"title": "Грант программистам", "summary": "Да"}})
    a_measure("over", valid_to="2026-01-01", texts={"ru": {"title": "Прошлый год", "summary": "Да"}})
    client = Client()
    assert "Прошлый год" not in seen(client.get("/business/support"))
    assert "Грант программистам" in seen(client.get("/business/support?okved=62.01&kind=grant"))
    assert "мер поддержки нет" in seen(client.get("/business/support?okved=10&kind=grant"))
    page = client.get("/business/support?okved=хлеб&until=2026-02-31&size=huge&area=1")
    assert page.status_code == 200
    assert "ОКВЭД пишется так" in beside(page, "okved")
    assert "Такого дня нет" in beside(page, "until")
    assert 'value="хлеб"' in page.content.decode()


def test_a_measure_has_its_page_also_when_it_is_over():
    a_measure(
        phone="8 800 000-00-00", url="https://fund.example/apply", source_title="Постановление № 7", okved="62",
        sizes=["micro"], checked_on="2026-02-01",
    )  # fmt: skip
    a_measure("over", valid_to="2026-01-01")
    a_measure("hidden", active=False)
    words = seen(Client().get("/business/support/loan"))
    for part in (
        "Год работы",
        "8 800 000-00-00",
        "Постановление № 7",
        "Микропредприятие",
        "62",
        "весь регион",
    ):
        assert part in words, part
    assert "Приём заявок закончился" in seen(Client().get("/business/support/over"))
    for code in ("hidden", "no-such"):
        assert Client().get(f"/business/support/{code}").status_code == 404


def test_an_english_reader_gets_english():
    a_measure()
    a_front()
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "A loan of up to 5 million" in seen(client.get("/business/support/loan"))
    assert "Business" in seen(client.get("/business"))


def test_pages_take_few_statements():
    a_front()
    for n in range(25):
        a_measure(f"m-{n}", valid_to="")
    for address, most in (("/business", 8), ("/business/support", 1), ("/business/support/m-1", 1)):
        Client().get(address)
        with CaptureQueriesContext(connection) as told:
            assert Client().get(address).status_code == 200
        assert len(told) <= most, [q["sql"][:90] for q in told]
