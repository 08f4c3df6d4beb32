"""The section of works: everybody reads, a person watches addresses, officials publish."""

import json
import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from otklik.authorities.models import Membership
from otklik.configuration import uploads
from otklik.configuration.models import Upload
from otklik.kit import clock
from otklik.kit.kept import forget
from otklik.people.models import User
from otklik.places.models import Settlement
from otklik.places.tests.given import a_territory
from otklik.web.citizen.tests.given import beside, seen
from otklik.web.tests.brought import last, taken, tried
from otklik.works.models import Subscription, Work
from otklik.works.tests.given import HOUR, Town, a_person, a_town, a_work, an_authority

pytestmark = [pytest.mark.sections, pytest.mark.django_db]
UPLOAD = "/desk/works/upload"


@pytest.fixture
def town() -> Town:
    return a_town()


def a_live_work(town: Town, lines: str = "ул. Ленина: 1, 3", **more: Any) -> Work:
    now = clock.now()
    return a_work(town, lines, **{"now": now, "starts_at": now - HOUR, "ends_at": now + 30 * HOUR, **more})


def an_official(town: Town, role: str = "clerk") -> Client:
    user = User.objects.create_user(f"{uuid4()}@example.test", "pass", name="Клара", role=role)
    if role != "admin":
        Membership.objects.create(user=user, authority=town.authority)
    client = Client()
    client.force_login(user)
    return client


def said(town: Town, **more: str) -> dict[str, str]:
    return {
        "form": str(uuid4()),
        "kind": "hot",
        "text": "Меняют трубу",
        "performer": "МУП «Водоканал»",
        "starts_on": "2030-05-01",
        "starts_time": "09:00",
        "ends_on": "2030-05-01",
        "ends_time": "18:00",
        "scope": "addresses",
        "settlement": "Берёзовка",
        "addresses": "ул. Ленина: 1, 3",
        **more,
    }


@pytest.fixture
def in_april(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2030, 4, 30, 9, tzinfo=UTC))


def test_everybody_sees_what_is_off_now_and_soon_and_how_it_changed(town):
    work = a_live_work(town)
    page = seen(Client().get("/works"))
    assert "Отключение горячей воды, до" in page
    assert "д. Берёзовка, ул. Ленина: 1, 3" in page
    one = seen(Client().get(f"/works/{work.pk}"))
    assert "Идут сейчас" in one
    assert "Меняют трубу" in one
    assert "Опубликовано" in one
    assert Client().get("/works/999999").status_code == 404
    assert "Таких работ нет" in seen(Client().get("/works?when=soon"))
    assert Client().get(f"/works/{work.pk}/map.svg")["Content-Type"] == "image/svg+xml"


def test_municipalities_of_former_days_are_not_offered(town):
    a_territory("99620000", short_name="район (бывший)", valid_to=date(2025, 12, 31))
    forget()
    assert "район (бывший)" not in seen(Client().get("/works"))
    assert "район (бывший)" not in seen(an_official(town).get("/desk/works/new"))


def test_an_address_is_asked_about_without_javascript(town):
    a_live_work(town)
    asked = {"settlement": "Берёзовка", "address": "ул. Ленина, 1"}
    assert "Отключение горячей воды" in seen(Client().get("/works", asked)).partition("По всей области")[0]
    other = seen(Client().get("/works", {**asked, "address": "ул. Мира, 7"}))
    assert "ул. Мира, д. 7: об отключениях и работах на ближайший месяц никто не сообщал" in other
    assert "Такого населённого пункта нет" in seen(Client().get("/works", {"settlement": "Нетакого"}))


@pytest.mark.parametrize(
    "query",
    ["?when=x&area=1&kind=z", "?from=abc", "?settlement=%00", "?settlement=a&settlement_id=9999999999"],
)
def test_a_wrong_address_of_the_list_is_answered_in_words(town, query):
    assert Client().get(f"/works{query}").status_code in (200, 400)


def test_the_list_takes_few_statements_however_many_works_there_are(town):
    for _ in range(5):
        a_live_work(town)
    Client().get("/works")
    with CaptureQueriesContext(connection) as told:
        Client().get("/works", {"settlement": "Берёзовка", "address": "ул. Ленина, 1"})
    assert len(told) <= 8, [q["sql"] for q in told]


def test_a_person_chooses_addresses_and_takes_them_back(town):
    client, person = Client(), a_person()
    client.force_login(person)
    answer = client.post("/works/mine", {"settlement": "Берёзовка", "address": "ленина 1"}, follow=True)
    assert "Сообщим об отключениях и работах: д. Берёзовка, ул. Ленина, д. 1." in seen(answer)
    wrong = client.post("/works/mine", {"settlement": "Берёзовка", "address": "ул. Нетакой, 1"})
    assert wrong.status_code == 422
    assert "Такой улицы нет" in seen(wrong)
    assert 'value="ул. Нетакой, 1"' in wrong.content.decode()
    one = Subscription.objects.get()
    link = seen(client.get("/works/mine"))
    assert "д. Берёзовка, ул. Ленина, д. 1" in link
    client.post(f"/works/mine/{one.pk}/drop")
    assert not Subscription.objects.exists()
    assert Client().get("/works/mine")["Location"].startswith("/login")


def test_the_home_of_the_person_stands_in_the_form(town):
    client = Client()
    client.force_login(a_person(home_code=town.settlement.code))
    assert "д. Берёзовка" in client.get("/works/mine").content.decode()


def test_an_official_publishes_a_work_of_their_authority_once(town, in_april):
    client, form = an_official(town), said(town)
    answers = [client.post("/desk/works/new", form, follow=True) for _ in range(2)]
    assert "Опубликовано" in seen(answers[1])
    work = Work.objects.get()
    assert (work.authority_id, work.places.count()) == (town.authority.pk, 2)
    assert "Как это видят жители" in seen(client.get(f"/desk/works/{work.pk}"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": ""}, "Выберите, что отключают"),
        ({"text": ""}, "Напишите, что произойдёт"),
        ({"ends_time": "08:00"}, "Окончание должно быть позже начала"),
        ({"starts_time": "девять"}, "напишите время, например 09:00"),
        ({"starts_on": "2030-02-31"}, "Начало: выберите день"),
        ({"settlement": "Нетакого"}, "Такого населённого пункта нет"),
        ({"addresses": "ул. Ленина: 1, 99"}, "Строка 1: дома 99"),
        ({"scope": "territory"}, "Выберите муниципалитет"),
        ({"scope": "circle", "center": "тут"}, "широту и долготу"),
        ({"scope": "circle", "center": "54.05, 40.05", "radius": "5"}, "от 50 до 20000"),
        ({"scope": "circle", "center": "nan, 40", "radius": "500"}, "Такого места нет"),
        ({"scope": "area"}, "хотя бы три угла"),
        ({"scope": "area", "corners": "54.05, 40.05\n54.06, 40.06\n54.05, 40.05"}, "хотя бы три угла"),
        ({"scope": "area", "corners": "54.05, 40.05\nтам"}, "Строка 2: напишите широту и долготу"),
        ({"scope": "area", "corners": "54, 40\n54.1, 40.1\n54.1, 40\n54, 40.1"}, "пересекают сами себя"),
        ({"starts_on": "2020-05-01", "ends_on": "2020-05-01"}, "Это время уже прошло"),
    ],
)
def test_a_form_with_a_mistake_says_what_to_do_and_keeps_what_was_typed(town, in_april, wrong, words):
    answer = an_official(town).post("/desk/works/new", said(town, **wrong))
    assert answer.status_code == 422
    assert words in seen(answer)
    assert "МУП «Водоканал»" in answer.content.decode()
    assert not Work.objects.exists()


def test_an_empty_form_is_told_all_that_is_missing_at_once_in_its_order(town, in_april):
    page = seen(an_official(town).post("/desk/works/new", {"form": str(uuid4()), "scope": "addresses"}))
    told = (
        "Выберите, что отключают",
        "Напишите, что произойдёт",
        "Начало: выберите день",
        "Окончание: выберите день",
    )
    places = [page.find(words) for words in told]
    assert places == sorted(places)
    assert min(places) >= 0


@pytest.mark.parametrize(
    "where",
    [
        {"scope": "territory", "territory": "99701000"},
        {"scope": "circle", "center": "54.05, 40.05", "radius": "300"},
        {"scope": "area", "corners": "54.05, 40.05\n54.05, 40.06\n54.06, 40.06"},
    ],
)
def test_a_work_may_be_of_a_municipality_or_a_circle_and_its_form_opens_again(town, in_april, where):
    client = an_official(town)
    client.post("/desk/works/new", said(town, **where))
    work = Work.objects.get()
    assert work.area_codes == ["99701000"]
    form = client.get(f"/desk/works/{work.pk}").content.decode()
    assert where.get("center", "") in form
    assert client.post(f"/desk/works/{work.pk}", said(town, **where, text="Иначе")).status_code == 302
    work.refresh_from_db()
    assert work.text == "Иначе"


def value(answer: Any, name: str) -> str:
    """Of an input or a text area of the form."""
    page = answer.content.decode()
    tags = [tag for tag in re.findall(r"<input[^>]*>", page) if f' name="{name}"' in tag]
    inputs = re.search(r' value="([^"]*)"', tags[0]) if tags else None
    match = inputs or re.search(rf'<textarea[^>]* name="{name}"[^>]*>([^<]*)<', page)
    return unescape(match[1]).strip() if match else ""


@pytest.fixture
def mapped(town: Town) -> Town:
    """The town, which lies somewhere on the map."""
    Settlement.objects.update(point=Point(40.05, 54.05, srid=4326))
    return town


def test_an_area_is_drawn_corner_by_corner_without_a_script(mapped, in_april):
    town = mapped
    client, sent = an_official(town), said(town, addresses="", reason="")
    presses: list[dict[str, str]] = [
        {"spot.do": "find"},
        {"spot.map.x": "100", "spot.map.y": "60"},
        {"spot.map.x": "500", "spot.map.y": "60"},
        {"spot.phone-map.x": "140", "spot.phone-map.y": "270"},
    ]
    answer = client.get("/desk/works/new")
    for press in presses:
        answer = client.post("/desk/works/new", sent | press)
        assert answer.status_code == 200
        assert not Work.objects.exists()
        kept = {
            name: value(answer, name) for name in ("view", "corners", "text", "performer", "settlement_id")
        }
        sent |= kept | {"scope": "area" if kept["corners"] else "addresses"}
    assert sent["text"] == "Меняют трубу"
    assert len(sent["corners"].splitlines()) == 3
    assert 'value="area" checked' in answer.content.decode()
    source = re.search(r'src="(/desk/works/map.svg[^"]*shape=map[^"]*)"', unescape(answer.content.decode()))
    assert source
    svg = client.get(source[1])
    assert svg.content.decode().count("<circle") >= 3
    assert client.post("/desk/works/new", sent).status_code == 302
    work = Work.objects.get()
    assert work.where == "д. Берёзовка: область на карте"
    assert work.area
    assert work.area.num_coords == 4
    assert "fill-opacity" in Client().get(f"/works/{work.pk}/map.svg").content.decode()
    again = client.get(f"/desk/works/{work.pk}")
    assert value(again, "corners") == sent["corners"]
    taken_back = client.post(f"/desk/works/{work.pk}", sent | {"spot.do": "clear"})
    assert len(value(taken_back, "corners").splitlines()) == 2


def test_the_middle_of_a_circle_is_pressed_and_a_wrong_settlement_loses_nothing(mapped, in_april):
    town = mapped
    client, sent = an_official(town), said(town, scope="circle", radius="500")
    sent["view"] = value(client.post("/desk/works/new", sent | {"spot.do": "find"}), "view")
    for arrow in ("north", "in"):
        was = sent["view"]
        sent["view"] = value(client.post("/desk/works/new", sent | {"spot.do": arrow}), "view")
        assert sent["view"] != was
    middle = client.post("/desk/works/new", sent | {"spot.map.x": "0", "spot.map.y": "0"})
    lat, lon, _zoom = sent["view"].split(",")
    assert value(middle, "center") == f"{lat}, {lon}"
    Settlement.objects.update(point=None)
    unmapped = client.post("/desk/works/new", sent | {"spot.do": "find"})
    assert "портал не знает" in beside(unmapped, "settlement")
    nowhere = client.post("/desk/works/new", sent | {"settlement": "Нигде", "spot.do": "find"})
    assert "Такого населённого пункта нет" in beside(nowhere, "settlement")
    assert value(nowhere, "settlement") == "Нигде"


@pytest.mark.parametrize(
    "query", ["", "view=1,2", "view=nan,1,15", "view=54,40,15&shape=huge", "view=54,40,99", "view=54,40,15"]
)
def test_the_picture_is_made_of_sound_addresses_only(town, query):
    answer = an_official(town).get(f"/desk/works/map.svg?{query}&corners=x;y&pin=1,,&radius=-5")
    assert answer.status_code == (200 if query == "view=54,40,15" else 404)


def test_an_area_that_came_in_a_file_stays_when_other_words_of_it_are_changed(town, in_april):
    client = an_official(town)
    square = [[40.0, 54.0], [40.1, 54.0], [40.1, 54.1], [40.0, 54.1], [40.0, 54.0]]
    row = {"id": "1", "kind": "hot", "text": "Меняют трубу", "starts_at": "2030-05-01 09:00",
           "ends_at": "2030-05-01 18:00", "where": "Рынок",
           "area": {"type": "Polygon", "coordinates": [square]}}  # fmt: skip
    taken(client, UPLOAD, json.dumps([row]), "a.json")
    work = Work.objects.get()
    assert "остаётся" in seen(client.get(f"/desk/works/{work.pk}"))
    nowhere = {"settlement": "", "addresses": ""}
    assert client.post(f"/desk/works/{work.pk}", said(town, **nowhere, text="Иначе")).status_code == 302
    kept = Work.objects.get()
    assert (kept.text, kept.where, kept.area, kept.typed) == ("Иначе", "Рынок", work.area, work.typed)
    assert client.post(f"/desk/works/{work.pk}", said(town)).status_code == 302
    assert Work.objects.get().where == "д. Берёзовка, ул. Ленина: 1, 3"


def test_an_official_prolongs_and_cancels_and_another_authority_may_not(town, in_april):
    client, stranger = an_official(town), an_official(Town(**{**vars(town), "authority": an_authority()}))
    client.post("/desk/works/new", said(town))
    work = Work.objects.get()
    moved = {"ends_on": "2030-05-02", "ends_time": "12:00", "reason": "Не успели"}
    assert stranger.post(f"/desk/works/{work.pk}/end", moved).status_code == 404
    assert stranger.get(f"/desk/works/{work.pk}").status_code == 404
    client.post(f"/desk/works/{work.pk}/end", moved)
    work.refresh_from_db()
    assert work.ends_at.isoformat() == "2030-05-02T09:00:00+00:00"
    assert "Напишите, почему работы отменены" in seen(
        client.post(f"/desk/works/{work.pk}/cancel", follow=True)
    )
    client.post(f"/desk/works/{work.pk}/cancel", {"reason": "Передумали"})
    page = seen(Client().get(f"/works/{work.pk}"))
    assert "Отменено" in page
    assert "Не успели" in page
    assert client.post(f"/desk/works/{work.pk}", said(town, text="Поздно")).status_code == 422


def test_who_saves_an_old_form_is_told_and_nothing_is_lost(town, in_april):
    client = an_official(town)
    client.post("/desk/works/new", said(town))
    work = Work.objects.get()
    answer = client.post(f"/desk/works/{work.pk}", said(town, shown="0" * 16, text="Новые слова"))
    assert answer.status_code == 422
    assert "изменил другой сотрудник" in seen(answer)
    assert "Новые слова" in answer.content.decode()


def test_a_file_publishes_good_rows_names_bad_ones_and_sent_again_changes_nothing(town, in_april):
    client = an_official(town)
    csv = (
        "id;kind;text;starts_at;ends_at;settlement;addresses;municipality\n"
        "1;hot;Меняют трубу;01.05.2030 09:00;01.05.2030 18:00;Берёзовка;ул. Ленина: 1, 3|ул. Мира;\n"
        "2;vodka;Меняют трубу;01.05.2030 09:00;01.05.2030 18:00;Берёзовка;;\n"
        "3;gas;Проверка;2030-05-01T09:00+03:00;2030-05-01 18:00;;;99701000\n"
        "4;gas;Проверка;завтра;2030-05-01 18:00;Берёзовка;;\n"
        "1;hot;Ещё раз;01.05.2030 09:00;01.05.2030 18:00;Берёзовка;;\n"
    )
    page = seen(tried(client, UPLOAD, csv, "a.csv"))
    assert "Новых 2 Изменится 0 Без изменений 0 Строк с ошибками 3" in page
    assert "строка 3, поле kind: «vodka» не подходит" in page
    assert "строка 5, поле starts_at: «завтра» не время" in page
    assert "строка 6, поле id: «1» уже есть выше" in page
    assert not Work.objects.exists()
    assert "Записано, кроме строк с ошибками" in seen(client.post(f"{last()}/take", follow=True))
    client.post(f"{last()}/take")
    assert Work.objects.count() == 2
    again = seen(tried(client, UPLOAD, csv, "a.csv"))
    assert "Новых 0 Изменится 0 Без изменений 2" in again
    assert "Записывать нечего" in again
    moved = [{"id": "1", "kind": "hot", "text": "Меняют трубу", "starts_at": "2030-05-01 09:00",
              "ends_at": "2030-05-01 20:00", "settlement": "Берёзовка", "addresses": "ул. Мира"},
             {"id": "3", "cancelled": "да", "reason": "Передумали"}]  # fmt: skip
    assert "Изменено 2" in seen(taken(client, UPLOAD, json.dumps(moved), "a.json"))
    assert Work.objects.get(external_id="3").cancelled
    assert Work.objects.get(external_id="1").where == "д. Берёзовка, ул. Мира"


def test_a_long_file_is_tried_and_taken_by_a_job_that_tells_how_far_it_is(town, in_april, monkeypatch):
    client = an_official(town)
    row = "{n};gas;Проверка труб;2030-05-01 09:00;2030-05-01 18:00;Берёзовка;ул. Ленина: 1;\n"
    heading = "id;kind;text;starts_at;ends_at;settlement;addresses;municipality\n"
    csv = heading + "".join(row.format(n=n) for n in range(250))
    assert "Смотрим, что изменится" in seen(tried(client, UPLOAD, csv))
    upload = Upload.objects.get()
    told = list[int]()
    monkeypatch.setattr(uploads, "_seen", lambda _pk, rows: told.append(rows))
    uploads.work(upload.pk, now=clock.now())
    assert told == [50, 100, 150, 200]
    assert not Work.objects.exists()
    assert "Новых 250" in seen(client.get(last()))
    assert "Записываем" in seen(client.post(f"{last()}/take", follow=True))
    Upload.objects.update(seen=100)
    part = client.get(last(), headers={"HX-Request": "true"}).content.decode()
    assert "Прочитано строк: 100" in part
    assert "<html" not in part
    client.post(f"{last()}/drop")
    assert "Записываем" in seen(client.get(last()))
    for _n in range(2):  # the worker was killed after the first
        uploads.work(upload.pk, now=clock.now())
    assert Work.objects.count() == 250
    assert "Записано." in seen(client.get(last()))


def test_a_short_file_whose_request_was_killed_is_taken_by_a_job_a_minute_later(town, in_april, monkeypatch):
    client = an_official(town)
    csv = "id;kind;text;starts_at;ends_at;municipality\n1;gas;Проверка;2030-05-01 09:00;2030-05-01 18:00;99701000\n"
    tried(client, UPLOAD, csv)
    ProcrastinateJob.objects.all().delete()
    monkeypatch.setattr(uploads, "_soon", lambda _upload: None)
    assert "Записываем" in seen(client.post(f"{last()}/take", follow=True))
    job = ProcrastinateJob.objects.get(task_name__endswith="work_later")
    assert job.scheduled_at, "a live request comes first"
    uploads.work(job.args["upload_id"], now=clock.now())
    assert Work.objects.count() == 1
    assert "Записано." in seen(client.get(last()))


def test_what_one_official_brought_another_does_not_see(town, in_april):
    client, other = an_official(town), an_official(town)
    tried(client, UPLOAD, "id;kind;text;starts_at;ends_at\n")
    assert other.get(last()).status_code == 404
    for way in ("take", "drop"):
        assert other.post(f"{last()}/{way}").status_code == 404
    assert an_official(town, "admin").get(last()).status_code == 200


def test_who_has_left_the_authority_or_the_administration_takes_nothing_of_it_any_more(town, in_april):
    client, admin = an_official(town), an_official(town, "admin")
    csv = "id;kind;text;starts_at;ends_at;municipality\n1;gas;Проверка;2030-05-01 09:00;2030-05-01 18:00;99701000\n"
    assert "Новых 1" in seen(tried(client, UPLOAD, csv))
    Membership.objects.all().delete()
    assert client.post(f"{last()}/take").status_code == 404
    assert not Work.objects.exists()
    tried(admin, "/staff/reference/emergency/upload", "code;number;title\nfire;101;Пожарные\n")
    User.objects.filter(role="admin").update(role="clerk")
    assert admin.post(f"{last()}/take").status_code == 404


def test_what_was_brought_is_forgotten_after_a_month_with_its_file(town, in_april):
    client = an_official(town)
    tried(client, UPLOAD, "id;kind;text;starts_at;ends_at\n")
    page, name = last(), uploads._path(Upload.objects.get().file)
    assert uploads.forget_old(now=clock.now() + uploads.KEPT) == 0
    assert default_storage.exists(name)
    assert uploads.forget_old(now=clock.now() + uploads.KEPT + HOUR) == 1
    assert not default_storage.exists(name)
    assert client.get(page).status_code == 404


def test_an_administrator_says_whose_works_a_file_has_and_need_not_choose_the_file_again(town, in_april):
    client, body = an_official(town, "admin"), an_authority(name="Газовая служба")
    csv = "id;kind;text;starts_at;ends_at;municipality\n1;gas;Проверка;2030-05-01 09:00;2030-05-01 18:00;99701000\n"
    answer = tried(client, UPLOAD, csv, "газ.csv")
    assert answer.status_code == 422
    assert "Выберите орган" in beside(answer, "authority")
    assert "Файл «газ.csv» уже здесь" in seen(answer)
    kept = answer.content.decode().partition('name="upload" value="')[2].partition('"')[0]
    said = {"upload": kept, "authority": str(body.pk)}
    assert "Новых 1" in seen(client.post(UPLOAD, said, follow=True))
    client.post(f"{last()}/take")
    assert Work.objects.get().authority == body


def test_a_row_sent_again_with_another_word_is_changed_and_one_that_was_cancelled_is_told(town, in_april):
    client = an_official(town)

    def sent(**more: str) -> str:
        row = {"id": "1", "kind": "hot", "text": "Меняют трубу", "starts_at": "2030-05-01 09:00", "radius": "",
               "ends_at": "2030-05-01 18:00", "municipality": "99701000", **more}  # fmt: skip
        page = seen(tried(client, UPLOAD, json.dumps([row]), "a.json"))
        client.post(f"{last()}/take")
        return page

    assert "Новых 1" in sent()
    assert "Изменится 1" in sent(performer="МУП «Водоканал»")
    assert "Изменится 1" in sent(performer="МУП «Водоканал»", emergency="да")
    assert "Всё это на портале уже есть" in sent(performer="МУП «Водоканал»", emergency="да")
    work = Work.objects.get()
    assert (work.emergency, work.performer) == (True, "МУП «Водоканал»")
    client.post(f"/desk/works/{work.pk}/cancel", {"reason": "Передумали"})
    assert "уже закончились или отменены" in sent(performer="МУП «Водоканал»", emergency="да")


@pytest.mark.parametrize("body", [b"", b"a;b\n1;2\n", b"\xff\xfe\x00", b"id;kind;text;starts_at;ends_at\n"])
def test_a_file_that_is_none_is_told_in_words(town, body):
    page = seen(tried(an_official(town), UPLOAD, body, "a.csv"))
    assert "Файл пустой" in page or "нет столбцов" in page or "Всё это на портале уже есть" in page
    assert not Work.objects.exists()


def test_an_administrator_publishes_for_any_authority_and_must_say_for_which(town, in_april):
    client = an_official(town, "admin")
    an_authority(name="Газовая служба")
    assert "Выберите орган" in seen(client.post("/desk/works/new", said(town)))
    client.post("/desk/works/new", said(town, authority=str(town.authority.pk)))
    assert Work.objects.get().authority == town.authority


def test_citizens_and_moderators_have_no_desk_of_works(town):
    for role in ("citizen", "moderator", "operator"):
        assert an_official(town, role).get("/desk/works").status_code == 403
