"""The pages of the reference section, for somebody without an account and without JavaScript."""

from datetime import timedelta
from html import unescape
from re import findall, search
from urllib.parse import urlencode

import pytest
from django.test import Client

from otklik.appeals.models import Draft
from otklik.appeals.steps import assignment
from otklik.authorities.models import Authority, Duty
from otklik.authorities.tests.given import a_duty, an_authority
from otklik.classifier.models import Topic
from otklik.kit import clock
from otklik.places.models import Settlement
from otklik.reference.tests.given import a_law, a_number, a_place, a_reception, an_office
from otklik.terms import rules
from otklik.web.citizen.tests.given import WORDS, a_land
from otklik.works import publishing
from otklik.works.publishing import Owner, Wish
from otklik.works.whereabouts import Spot

pytestmark = [pytest.mark.sections, pytest.mark.django_db]
WHERE = {"settlement": "Липовка", "address": "ул. Новая, 5"}


@pytest.fixture
def land() -> Settlement:
    return a_land()


def page(path: str, /, **said: str | int | float) -> str:
    answer = Client().get(path, {name: str(value) for name, value in said.items()})
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.content.decode())


def test_an_address_and_a_word_lead_to_the_body_its_term_and_the_law(land):
    body = Authority.objects.get()
    an_office(body, phones=[["Диспетчер", "+7 491 200-00-09"]], source="сайт органа")
    a_law("topic:pothole", title="ст. 13 закона о дорогах", text="Дорогу чинит её владелец.")
    shown = page("/reference/who", **WHERE, about="яма")
    assert body.name in shown
    assert 'href="tel:+74912000009"' in shown
    assert "Дорогу чинит её владелец." in shown
    assert "С источником ещё не сверено" in shown
    topic = Topic.objects.get(code="pothole")
    day = rules.answer_by(rules.About.of(topic, "problem"), since=clock.now().date())
    assert day is not None
    assert f"<strong>{day.day}\xa0" in shown


def test_the_appeal_begins_with_the_place_and_the_topic_filled_in(land):
    client = Client()
    said = {**WHERE, "topic": "pothole", "kind": "problem"}
    answer = client.post("/reference/who/file", said)
    assert answer.status_code == 302
    draft = Draft.objects.get()
    assert answer["Location"] == f"/new/{draft.pk}/text"
    assert (draft.data["topic"], draft.data["category"]) == ("pothole", "roads")
    assert (draft.data["settlement_id"], draft.data["by_hand"]) == (land.pk, False)
    assert (
        client.post(answer["Location"], WORDS).status_code == 302
    )  # nothing else is asked before the review


def test_without_a_house_the_wizard_asks_for_the_address(land):
    answer = Client().post("/reference/who/file", {"settlement": "Липовка", "topic": "pothole"})
    assert answer["Location"].endswith("/place")
    assert "address" not in Draft.objects.get().data


def test_a_draft_belongs_to_the_browser_that_began_it(land):
    answer = Client().post("/reference/who/file", {**WHERE, "topic": "pothole"})
    assert Client().get(answer["Location"]).status_code == 404


@pytest.mark.parametrize("rule", ["topic", "duty", "region", "none"])
def test_the_answer_is_the_choice_that_the_route_would_make(land, rule):
    Duty.objects.all().delete()
    topic, code = Topic.objects.get(), land.territory_code
    chosen, other = an_authority(name="Тот самый"), an_authority(name="Другой")
    rules_ = {
        "topic": [(topic.code, code, chosen), (topic.duty, code, other)],
        "duty": [(topic.duty, code, chosen), (topic.duty, "", other)],
        "region": [(topic.duty, "", chosen)],
        "none": [("else", code, other)],
    }
    for subject, place, body in rules_[rule]:
        a_duty(subject, place, authority=body)
    route = assignment.choose(topic.code, topic.duty, code, None, located=True)
    shown = page("/reference/who", **WHERE, topic=topic.code)
    assert (route.authority is None) is (rule == "none")
    assert ("Тот самый" in shown) is (rule != "none")
    assert "Другой" not in shown
    assert route.authority is None or route.authority.name in shown


@pytest.mark.parametrize("said", [{}, {"topic": "nothing"}, {"settlement": "Нет такого", "topic": "pothole"}])
def test_what_cannot_be_read_leads_back_and_begins_no_draft(land, said):
    answer = Client().post("/reference/who/file", said)
    assert answer["Location"].startswith("/reference/who?")
    assert not Draft.objects.exists()


def test_an_emergency_is_told_to_ring_and_offers_no_appeal(land):
    Topic.objects.update(emergency_advice="Звоните 112.")
    shown = page("/reference/who", **WHERE, topic="pothole")
    assert "Звоните 112." in shown
    assert "reference/who/file" not in shown


def test_nobody_named_is_said_so_and_the_appeal_is_offered(land):
    Topic.objects.update(duty="nobodys")
    shown = page("/reference/who", **WHERE, topic="pothole")
    assert "Решит модератор" in shown
    assert "reference/who/file" in shown


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"about": "яма"}, "в каком населённом пункте"),
        ({"settlement": "Липовка"}, "Напишите, о чём речь"),
        ({"settlement": "Нетакова", "about": "яма"}, "Такого населённого пункта нет"),
        ({"settlement": "Липовка", "about": "абракадабра"}, "Такой темы нет"),
    ],
)
def test_what_is_missing_is_told_and_what_was_typed_stays(land, said, told):
    shown = page("/reference/who", **said)
    assert told in shown
    for typed in said.values():
        assert f'{typed}"' in shown


def test_an_empty_question_is_told_what_it_lacks_in_the_order_of_the_form(land):
    shown = page("/reference/who", settlement="", address="", about="")
    assert 0 < shown.find("в каком населённом пункте") < shown.find("Напишите, о чём речь")
    assert "Проверьте форму" not in page("/reference/who")


def test_what_is_off_at_the_address_is_told_before_anybody_writes(land):
    now = clock.now()
    hour = timedelta(hours=1)
    wish = Wish(
        "road",
        "Кладут асфальт",
        now - hour,
        now + 5 * hour,
        (Spot(land.territory_code, land.pk),),
        ("д. Липовка",),
    )
    publishing.publish(wish, Owner(Authority.objects.get().pk), by=None, now=now)
    shown = page("/reference/who", **WHERE, about="яма")
    assert "По этому адресу уже сообщили о работах" in shown
    assert "Работы на дороге" in shown
    assert "уже сообщили" not in page("/reference/who", **WHERE)


def test_words_that_mean_several_topics_offer_them_and_other_words_choose_anew(land):
    topic = Topic.objects.get()
    Topic.objects.create(
        code="yard", category=topic.category, title="Яма во дворе", kinds=["problem"], duty="x"
    )
    topic.title = "Яма на дороге"
    topic.save()
    from otklik.kit.kept import forget

    forget()
    answer = Client().get("/reference/who", {**WHERE, "about": "яма"})
    raw = answer.content.decode()
    assert "Проверьте форму" not in raw
    assert set(findall(r'href="[?][^"]*&amp;topic=(\w+)"', raw)) == {"pothole", "yard"}
    chosen = page("/reference/who", **WHERE, about="яма", was="яма", topic="yard")
    assert "Яма во дворе ·" in chosen
    again = page("/reference/who", **WHERE, about="яма на дороге", was="яма", topic="yard")
    assert "Яма на дороге ·" in again


def test_a_press_on_the_map_moves_the_point_and_the_answer_stays(land):
    first = page("/reference/who", **WHERE, about="яма", do="map")
    at = search(r'name="at" value="([^"]+)"', first)
    assert at
    said = {**WHERE, "settlement_id": land.pk, "about": "яма", "at": at[1], "map.x": 300, "map.y": 180}
    shown = page("/reference/who", **said)
    assert 'name="pin" value="55.51' in shown
    assert "Отмечено: 55.51" in shown


@pytest.mark.parametrize("at", ["", "1,2", "99,0,16", "nan,0,16", "0,0,99", "0,0,16,4", "٣,0,16"])
def test_a_picture_of_no_place_is_not_drawn(db, at):
    assert Client().get("/reference/map.svg", {"at": at}).status_code == 404
    assert Client().get("/reference/map.svg", {"at": "55.5,39.5,16", "pin": "55.5,39.5"}).status_code == 200


def test_the_first_page_finds_bodies_places_and_topics(land):
    a_place("МФЦ Липовки")
    a_number("112")
    assert "Кто отвечает?" in page("/reference")
    assert "МФЦ Липовки" in page("/reference", q="липовк")
    assert "/reference/who?topic=pothole" in page("/reference", q="яма")
    assert "Ничего не нашлось" in page("/reference", q="абракадабра")
    assert 'href="tel:112"' in page("/reference")


def test_a_body_shows_its_people_hours_reception_topics_and_figures(land):
    body = Authority.objects.get()
    an_office(
        body,
        persons=[["Анна Лугова", "заместитель", "2-13-14, доб. 5", "вт 14–17"]],
        hours="пн–вс 00:00–24:00",
        checked_on="2026-11-01",
        point="POINT (39.5 55.5)",
    )
    a_reception(body, person="Пётр Дубов", starts_at=clock.now() + timedelta(days=3))
    a_place("Отделение", authority=body)
    shown = page(f"/reference/authorities/{body.code}")
    for told in (
        "Анна Лугова", "tel:21314,5", "круглосуточно", "Проверено 01.11.2026", "Пётр Дубов", "Отделение",
        "Яма", f"/statistics/authority/{body.code}", "/reference/map.svg?at=55.5",
    ):  # fmt: skip
        assert told in shown, told


def test_a_body_that_is_closed_or_unknown_has_no_page(db):
    body = an_authority(active=False)
    assert Client().get(f"/reference/authorities/{body.code}").status_code == 404
    assert Client().get("/reference/authorities/nobody").status_code == 404


def test_the_directory_is_paged_by_keys(db):
    for n in range(31):
        an_authority(name=f"Орган {n:02}")
    first = page("/reference/authorities")
    after = search(r'rel="next" href="([^"]+)"', first)
    assert after
    assert "Орган 30" in page(f"/reference/authorities{after[1]}")
    assert "Орган 30" not in first


def test_places_near_an_address_come_with_their_distance_and_whether_they_are_open(land):
    a_place("МФЦ ближний", at=(39.512, 55.51), hours="ежедневно круглосуточно")
    a_place("МФЦ дальний", at=(39.7, 55.6), hours="пн–вс выходной")
    shown = page("/reference/places", **WHERE)
    assert shown.index("МФЦ ближний") < shown.index("МФЦ дальний")
    assert "130 метров" in shown
    assert "Открыто" in shown
    only = page("/reference/places", **WHERE, open="1")
    assert "МФЦ дальний" not in only
    assert "МФЦ дальний" in page("/reference/places")


def test_the_place_that_a_browser_tells_counts_until_another_is_named(land):
    a_place("Здесь", at=(40.05, 54.05))
    a_place("У Липовки", at=(39.512, 55.51))
    shown = page("/reference/places", near="54.050,40.050")
    assert shown.index("Здесь") < shown.index("У Липовки")
    assert 'name="near" value="54.050,40.050"' in shown
    named = page("/reference/places", near="54.050,40.050", **WHERE)
    assert named.index("У Липовки") < named.index("Здесь")
    assert 'name="near" value=""' in named
    assert 'name="near" value=""' in page("/reference/places", near="<script>")


def test_a_place_shows_its_services_map_and_source(db):
    place = a_place(services=["Загранпаспорт"], note="Вход со двора", source="сайт МФЦ")
    shown = page(f"/reference/places/{place.code}")
    for told in ("Загранпаспорт", "Вход со двора", "сайт МФЦ", "/reference/map.svg"):
        assert told in shown
    assert Client().get("/reference/places/nothing").status_code == 404


def test_what_is_wrong_with_the_place_stands_above_the_form(db):
    shown = page("/reference/places", settlement="Нетакой")
    assert shown.index('class="error-summary') < shown.index('<form class="filters')


def test_receptions_stand_under_their_days_and_go_into_a_calendar(db):
    body = an_authority(code="roads", name="Дороги; мосты")
    at = clock.now() + timedelta(days=2)
    a_reception(body, code="r-1", starts_at=at, how="По телефону,\nзаранее", sign_up_url="https://x.test/r")
    a_reception(body, code="r-2", starts_at=clock.now() - timedelta(days=2))
    shown = page("/reference/receptions", authority="roads")
    assert "Иван Петров" in shown
    assert shown.count("/reference/receptions/r-") == 1
    folded = shown[
        shown.index('<details class="fold-narrow') : shown.index("</details>", shown.index("Иван Петров"))
    ]
    assert "По телефону" in folded
    for address in ("/reference/receptions.ics?authority=roads", "/reference/receptions/r-1.ics"):
        answer = Client().get(address)
        assert answer["Content-Type"].startswith("text/calendar")
        text = answer.content.decode()
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
        whole = text.replace("\r\n ", "")
        assert f"DTSTART:{at:%Y%m%dT%H%M%SZ}" in whole
        assert "Дороги\\; мосты" in whole
        assert "По телефону\\,\\nзаранее" in whole
        assert whole.count("BEGIN:VEVENT") == 1
    assert Client().get("/reference/receptions/nothing.ics").status_code == 404


def test_a_line_of_a_calendar_is_folded_between_letters(db):
    a_reception(an_authority(), code="r-1", person="Ж" * 100, post="a;b,c\\d\r\ne")
    text = Client().get("/reference/receptions/r-1.ics").content.decode()
    assert max(len(piece.encode()) for piece in text.split("\r\n")) <= 75
    whole = text.replace("\r\n ", "")
    assert "SUMMARY:Приём граждан: " + "Ж" * 100 in whole
    assert "a\\;b\\,c\\\\d\\ne" in whole


def test_numbers_of_a_municipality_are_shown_beside_those_of_all(land):
    a_number("112", title="Единый номер", checked_on="2026-11-01")
    a_number("2-22-22", title="ЕДДС", territory_code=land.territory_code)
    assert "2-22-22" not in page("/reference/emergency")
    shown = page("/reference/emergency", area=land.territory_code)
    assert 'href="tel:22222"' in shown
    assert "Проверено 01.11.2026" in shown


def test_without_any_numbers_the_page_still_says_112(db):
    assert 'href="tel:112"' in page("/reference/emergency")


def test_the_calculator_counts_from_the_day_and_says_what_is_not_compared(land):
    shown = page("/reference/terms", day="2026-11-24")
    for told in ("27\xa0ноября\xa02026", "с текстом не сверено", "59-ФЗ, ст. 12 ч. 1"):
        assert told in shown
    assert "не отвечают" in page("/reference/terms", day="2026-11-24", kind="thanks")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"day": "вчера"}, "Такого дня нет"),
        ({"day": "1990-01-01"}, "слишком далеко"),
        ({"day": "2026-11-24", "registered": "2026-11-20"}, "раньше подачи"),
    ],
)
def test_days_that_cannot_be_reckoned_are_told_and_nothing_is_counted(db, said, told):
    shown = page("/reference/terms", **said)
    assert told in shown
    assert "59-ФЗ, ст. 12" not in shown


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/reference", 1),
        ("/reference/who?" + urlencode({**WHERE, "topic": "pothole"}), 12),
        ("/reference/authorities", 2),
        ("/reference/authorities/{code}", 7),
        ("/reference/places?" + urlencode(WHERE), 6),
        ("/reference/receptions", 3),
        ("/reference/emergency", 2),
        ("/reference/terms?topic=pothole", 3),
    ],
)
def test_pages_ask_few_statements(land, django_assert_max_num_queries, address, most):
    an_office(Authority.objects.get())
    client = Client()
    path = address.format(code=Authority.objects.get().code)
    client.get(path)
    with django_assert_max_num_queries(most):
        assert client.get(path).status_code == 200


def test_places_that_are_open_are_found_behind_a_page_of_closed_ones(db):
    for n in range(25):
        a_place(f"А {n:02}", at=None, hours="пн–вс выходной")
    for n in range(25):
        a_place(f"Б {n:02}", at=None, hours="ежедневно круглосуточно")
    first = page("/reference/places", open="1")
    assert first.count("Б ") == 20
    after = search(r'rel="next" href="([^"]+)"', first)
    assert after
    rest = page(f"/reference/places{after[1]}")
    assert [f"Б {n}" in rest for n in range(20, 25)] == [True] * 5
    assert "Б 19" not in rest
    assert 'rel="next"' not in rest


def test_what_staff_typed_is_shown_as_text(db):
    place = a_place("<script>alert(1)</script>", note="<b>жирно</b>", services=["<i>x</i>"])
    raw = Client().get(f"/reference/places/{place.code}").content.decode()
    assert "<script>alert" not in raw
    assert "<b>жирно" not in raw
    assert "<i>x" not in raw


def test_an_address_that_is_no_site_is_not_taken(db):
    from otklik.kit.importing import BadValue, Row
    from otklik.reference.columns import Known
    from otklik.reference.tables import PLACES

    site = PLACES.by_name["site"]
    with pytest.raises(BadValue, match="не адрес сайта"):
        site.read(Row(1, {"site": "javascript:alert(1)"}), Known.now())


NASTY = (
    "1e309",
    "NaN",
    "-0",
    "٣",
    "9" * 400,
    "0001-01-01",
    "9999-12-31",
    "%s",
    "' OR 1=1 --",
    "1,2",
    "0,0,16",
    "\ud7ff",
)
SAID = {
    "/reference": ("q",),
    "/reference/who": ("at", "pin", "side", "settlement_id", "settlement_choice", "about", "topic", "kind", "map.x"),
    "/reference/authorities": ("q", "area", "level", "after"),
    "/reference/places": ("near", "kind", "area", "after", "open", "at", "pin"),
    "/reference/receptions": ("area", "authority", "cursor"),
    "/reference/receptions.ics": ("area", "authority"),
    "/reference/terms": ("day", "registered", "about", "topic", "kind"),
    "/reference/emergency": ("area",),
    "/reference/map.svg": ("at", "pin", "shape"),
}  # fmt: skip


@pytest.mark.parametrize("path", SAID)
def test_whatever_an_address_says_it_is_a_page_or_a_clear_refusal(land, path):
    client = Client()
    for name in SAID[path]:
        for value in NASTY:
            answer = client.get(path, {"settlement": "Липовка", name: value})
            assert answer.status_code in (200, 400, 404), (name, value)
