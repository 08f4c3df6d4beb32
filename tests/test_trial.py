"""The trial on real appeals (`benches/trial`), tried itself on a few invented ones."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from benches import trial_real
from benches.trial import audit, gazetteer, source, story
from benches.trial.duties import Duty, Known, derive
from benches.trial.told import Place, Reader
from otklik.exchange.models import Packet

pytestmark = pytest.mark.route

TERRITORIES = ("Аликовский район", "Канаш", "Чебоксары")
STREETS = ("Карла Маркса, ул.", "Энгельса, ул.", "Ленина, пр-т", "Южная 1-я, ул.", "Южная 2-я, ул.")
CITY_HALL = "Администрация Ленинского района города Чебоксары"
DISTRICT = "Администрация Аликовского района"
INSPECTION = "Жилищная инспекция"


def reader() -> Reader:
    names, city = gazetteer.names(TERRITORIES)
    return Reader(names, city=city, streets=STREETS)


@pytest.mark.parametrize(
    ("text", "territory", "street", "house"),
    [
        ("Яма у дома 5 по ул. К. Маркса", "Чебоксары", "Карла Маркса, ул.", "5"),
        ("На проспекте Ленина, д. 12а темно", "Чебоксары", "Ленина, пр-т", "12а"),
        ("Энгельс урамӗнчи 22к1 ҫурт", "Чебоксары", "Энгельса, ул.", "22к1"),
        ("Энгельса, 7: не убран снег", "Чебоксары", "Энгельса, ул.", "7"),
        ("Темно на улице Южной", "Чебоксары", "", ""),  # two streets share the word
        ("В деревне Аликовского района нет дороги", "Аликовский район", "", ""),
        ("ул. Ленина в Канаше", "Канаш", "", ""),
        ("Дорога из Канаша в Аликово", "", "", ""),
        ("Сколько можно ждать?", "", "", ""),
    ],
)
def test_a_text_tells_its_place_or_nothing(text, territory, street, house):
    told = reader().read(text)

    assert (told.territory, told.street, told.house) == (territory, street, house)


def test_a_place_is_what_a_person_would_put_into_the_form():
    assert reader().read("Фуры едут через Аликово") == Place("Аликовский район", "с Аликово")
    assert reader().read("По улице Карла Маркса 3").address == "ул. карла маркса, 3"


def test_duties_come_from_the_most_frequent_answer_and_fall_back_by_the_kind_of_matter():
    own = {"Город": "Мэрия", "Район": "Администрация"}
    past = [
        Known("Дороги", "Город", "Мэрия"),
        Known("Дороги", "Город", "Мэрия"),
        Known("Дороги", "Город", "Министерство"),
        Known("Связь", "Город", "Министерство"),
    ]

    assert derive(past, own=own, categories=["Дороги", "Связь", "Экология"]) == [
        Duty("Дороги", "Город", "Мэрия", 0),
        Duty("Дороги", "Город", "Министерство", 1),
        Duty("Связь", "Город", "Министерство", 0),
        Duty("Дороги", "Район", "Администрация", 0),
        Duty("Связь", "", "Министерство", 0),
        Duty("Экология", "Город", "Мэрия", 0),
        Duty("Экология", "Район", "Администрация", 0),
    ]


def test_without_the_real_data_the_trial_is_passed_over(tmp_path, capsys):
    assert trial_real.main(["trial", "--data", str(tmp_path)]) == 0
    assert "пропущена" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_a_few_invented_appeals_travel_to_closed_with_nothing_lost_or_doubled(tmp_path, settings):
    settings.DATA = tmp_path

    found, lines = story.tell(some_data(tmp_path / "data"), limit=0)

    assert found.clean, lines
    assert (found.appeals, found.places.told, found.places.found, found.places.as_told) == (6, 5, 5, 5)
    assert (found.tried.appeals, found.tried.decided, found.tried.right) == (3, 2, 2)
    assert found.tried.desk == {"no_territory": 1}
    assert set(found.documents) == {"2.2", "2.7.1"}
    assert_the_audit_sees_what_is_lost_and_doubled(settings.MSED_SPOOL)


def assert_the_audit_sees_what_is_lost_and_doubled(spool: Path) -> None:
    taken = next(packet for day in (spool / "processed").iterdir() for packet in day.iterdir())
    shutil.copytree(taken, taken.with_name("again"))
    assert [(one.lost, one.doubled) for one in audit.packets(spool) if one.lost or one.doubled] == [(0, 1)]
    shutil.rmtree(taken.with_name("again"))

    Packet.objects.filter(direction="out", kind="document").first().delete()
    lost = {one.what: one.lost for one in audit.packets(spool)}
    assert lost["документы: назначения → реестр"] == 1


def some_data(folder: Path) -> Path:
    """Three territories side by side, a street, six appeals: the older three teach."""
    folder.mkdir()
    borders = [
        {"type": "Feature", "properties": {"district": name}, "geometry": a_square(46.0 + place)}
        for place, name in enumerate(TERRITORIES)
    ]
    collection = {"type": "FeatureCollection", "features": borders}
    (folder / source.BORDERS).write_text(json.dumps(collection), encoding="utf-8")
    write(folder / source.STREETS, ["street", "house"], [["Карла Маркса, ул.", "5"]])
    heading = ["id", "Тематика обращения", "Дата создания", "Категория", "Муниципалитет ", "Текст обращения"]
    rows = [
        ("1", "Яма", "Дороги", CITY_HALL, "Яма у дома 5 по ул. Карла Маркса"),
        ("2", "Тариф", "ЖКХ", INSPECTION, "Чебоксары: завышен тариф"),
        ("3", "Снег", "Дороги", DISTRICT, "Снег в Аликовском районе"),
        ("4", "Яма", "Дороги", CITY_HALL, "Темно на ул. К. Маркса"),
        ("5", "Тариф", "ЖКХ", INSPECTION, "Сколько можно ждать ответа?"),
        ("6", "Лёд", "Дороги", DISTRICT, "Лёд в Аликово"),
    ]
    dated = [
        [id_, title, f"2018-05-0{id_} 10:00:00", category, authority, text]
        for id_, title, category, authority, text in rows
    ]
    write(folder / source.APPEALS, heading, dated)
    return folder


def a_square(west: float) -> dict[str, object]:
    corners = [(west, 55.0), (west + 1, 55.0), (west + 1, 56.0), (west, 56.0), (west, 55.0)]
    return {"type": "Polygon", "coordinates": [corners]}


def write(path: Path, heading: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *rows])
