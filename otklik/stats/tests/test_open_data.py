"""The files of the open data: complete, the same in every form, without anything personal."""

import csv
import gzip
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from otklik.appeals.lifecycle import PUBLIC, State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import a_citizen, an_appeal
from otklik.stats.models import Dump
from otklik.stats.opendata import dump, rows
from otklik.stats.opendata.columns import COLUMNS

pytestmark = [pytest.mark.public, pytest.mark.django_db]

NIGHT = datetime(2026, 3, 20, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path) -> None:
    settings.DATA = tmp_path


def raw(made: Dump, name: str) -> bytes:
    with default_storage.open(dump.path(made.on.isoformat(), name)) as file:
        return bytes(file.read())


def table(made: Dump) -> list[dict[str, str]]:
    text = gzip.decompress(raw(made, "appeals.csv.gz")).decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_every_public_appeal_is_one_row_and_no_other_is(monkeypatch):
    monkeypatch.setattr(rows, "BATCH", 2)
    for state in State:
        an_appeal(state=state, published_at=NIGHT if state in PUBLIC else None)

    made = dump.make(now=NIGHT)

    numbers = Appeal.objects.filter(state__in=PUBLIC).order_by("id").values_list("number", flat=True)
    assert [row["number"] for row in table(made)] == list(numbers)
    assert made.rows == len(numbers)


def test_the_three_forms_say_the_same():
    from arro3.io import read_parquet

    an_appeal(state=State.CLOSED, rating=4, solved=True, answer_by=NIGHT.date(), answered_at=NIGHT)
    an_appeal(state=State.PUBLISHED, point=None, territory=None)
    made = dump.make(now=NIGHT)

    lines = table(made)
    features = json.loads(gzip.decompress(raw(made, "appeals.geojson.gz")))["features"]
    parquet = read_parquet(io.BytesIO(raw(made, "appeals.parquet"))).read_all()
    assert list(lines[0]) == [column.name for column in COLUMNS] == parquet.column_names
    assert [f["properties"]["number"] for f in features] == [line["number"] for line in lines]
    assert parquet["number"].to_pylist() == [line["number"] for line in lines]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [39.5, 55.5]}
    assert features[1]["geometry"] is None
    assert (lines[0]["rating"], lines[0]["solved"], lines[0]["answered_at"]) == (
        "4",
        "true",
        "2026-03-20T01:00:00Z",
    )
    assert parquet["answered_at"].to_pylist()[0] == NIGHT
    assert parquet["answer_by"].to_pylist() == [NIGHT.date(), None]
    assert (features[0]["properties"]["solved"], lines[1]["rating"]) == (True, "")


def test_nothing_personal_is_in_any_file():
    person = a_citizen()
    an_appeal(
        state=State.CLOSED,
        author=person,
        author_name="Полевая",
        author_email="polevaya@example.test",
        text="Тайные слова",
        verdict="Тайный упрёк",
        address="г. Заокск, ул. Речная, д. 5, кв. 12",
    )
    made = dump.make(now=NIGHT)
    for name in ("appeals.csv.gz", "appeals.geojson.gz"):
        text = gzip.decompress(raw(made, name)).decode()
        assert not any(
            word in text for word in ("Полев", "polevaya", "Тайн", "кв. 12", person.name, person.email)
        )
        assert "г. Заокск, ул. Речная, д. 5" in text
    assert "Тайн".encode() not in raw(made, "appeals.parquet")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("ул. Речная, 5, кв. 12", "ул. Речная, 5"),
        ("ул. Речная, 5, КВАРТИРА 12, подъезд 1", "ул. Речная, 5"),
        ("ул. Речная, д. 5, оф. 3", "ул. Речная, д. 5"),
        ("кв-л Северный, 5", "кв-л Северный, 5"),
        ("ул. Комсомольская, 12", "ул. Комсомольская, 12"),
        ("ул. Офицерская, 3", "ул. Офицерская, 3"),
    ],
)
def test_an_address_loses_its_flat_and_nothing_else(address, shown):
    an_appeal(state=State.PUBLISHED, address=address)
    assert table(dump.make(now=NIGHT))[0]["address"] == shown


def test_the_dictionary_names_every_column_and_the_hash_of_every_file():
    import hashlib

    an_appeal(state=State.PUBLISHED)
    made = dump.make(now=NIGHT)
    told = json.loads(raw(made, "datapackage.json"))
    assert [field["name"] for field in told["resources"][0]["schema"]["fields"]] == [c.name for c in COLUMNS]
    for resource in told["resources"]:
        content = raw(made, resource["path"])
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_the_last_days_are_kept_and_a_repeat_replaces_todays(settings):
    settings.DUMPS = 2
    for n in range(3):
        dump.make(now=NIGHT + timedelta(days=n))
    an_appeal(state=State.PUBLISHED)
    made = dump.make(now=NIGHT + timedelta(days=2))

    assert [str(d) for d in Dump.objects.order_by("on").values_list("on", flat=True)] == [
        "2026-03-21",
        "2026-03-22",
    ]
    assert not default_storage.exists(dump.path("2026-03-20", "appeals.parquet"))
    assert len(table(made)) == made.rows == 1


def test_a_dump_is_due_once_a_day_from_its_hour_on(settings):
    settings.DUMP_HOUR = 3
    assert not dump.due(now=NIGHT - timedelta(hours=2))  # 02:00 in the region
    assert dump.due(now=NIGHT)
    dump.make(now=NIGHT)
    assert not dump.due(now=NIGHT + timedelta(hours=5))
    assert dump.due(now=NIGHT + timedelta(days=1))


def test_the_command_says_how_many_rows_it_wrote(capsys):
    an_appeal(state=State.PUBLISHED)
    call_command("dump")
    assert "Записано строк: 1" in capsys.readouterr().out
