"""The classifier that the project ships."""

import json
import re

import pytest

from otklik.classifier import fields
from otklik.demo import topics

pytestmark = pytest.mark.route
FILE = json.loads(topics.FILE.read_text(encoding="utf-8"))
BRIEF = [
    "Образование",
    "Природа, экология",
    "Экономика и бизнес",
    # the brief runs «СМИ» and «Транспорт» together; «Связь, интернет» takes the media
    "Связь, интернет, СМИ",
    "Транспорт",
    "Работа МФЦ",
    "Проблемы бизнеса",
    "Торговля",
    "Городское благоустройство",
    "Двор, придомовые территории",
    "Дом, ЖКХ",
    "Автомобильные дороги",
    "Медицина",
    "Физическая культура и спорт",
]


def test_the_categories_of_the_brief_come_first_and_the_cadastral_one_after_them():
    titles = [one["title"] for one in sorted(FILE["categories"], key=lambda one: one["order"])]
    assert titles == [*BRIEF, "Кадастровая стоимость земли"]


def test_there_are_more_than_135_topics_each_in_a_category_and_told_apart():
    rows = FILE["topics"]
    assert len(rows) >= 135
    assert {row["category"] for row in rows} == {one["code"] for one in FILE["categories"]}
    assert len({row["code"] for row in rows}) == len(rows)
    assert len({row["title"] for row in rows}) == len(rows)


@pytest.mark.parametrize("row", FILE["topics"], ids=lambda row: row["code"])
def test_a_topic_can_be_imported_and_asked(row):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["code"])
    assert re.fullmatch(r"(municipal|regional|federal|utility|organisation)\.[a-z]+", row["duty"])
    assert set(row["kinds"]) <= {"problem", "proposal", "thanks"}
    assert row["kinds"]
    assert 1 <= row["term_days"] <= 30
    declared = fields.parse_declarations(row["fields"])
    assert all(field.help for field in declared if field.pattern), "a pattern must be said in words"


def test_emergencies_stop_the_wizard_with_advice_to_call():
    advice = [row for row in FILE["topics"] if row["emergency_advice"]]
    assert len(advice) >= 6
    assert all("112" in row["emergency_advice"] for row in advice)
    assert all(row["kinds"] == ["problem"] and not row["fields"] for row in advice)


def test_every_kind_is_open_in_every_category():
    for category in FILE["categories"]:
        kinds = {
            kind for row in FILE["topics"] if row["category"] == category["code"] for kind in row["kinds"]
        }
        assert kinds == {"problem", "proposal", "thanks"}, category["title"]
