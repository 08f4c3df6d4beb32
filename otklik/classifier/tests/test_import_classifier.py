"""`otklik import classifier`."""

import json

import pytest

from otklik.classifier.imports import import_classifier
from otklik.classifier.models import Category, Topic
from otklik.kit.importing import BadFile

pytestmark = [pytest.mark.route, pytest.mark.django_db]

ROADS = {"code": "roads", "title": "Дороги", "order": 10}
HOLE = {
    "code": "pothole",
    "category": "roads",
    "title": "Яма",
    "kinds": ["problem"],
    "duty": "municipal.roads",
}


def a_file(tmp_path, topics=(HOLE,), categories=(ROADS,)):
    path = tmp_path / "classifier.json"
    path.write_text(json.dumps({"categories": categories, "topics": topics}), encoding="utf-8")
    return path


def counts(report):
    return report.created, report.updated, report.unchanged, len(report.errors)


def test_the_classifier_is_stored_and_a_second_run_changes_nothing(tmp_path):
    path = a_file(tmp_path)
    assert counts(import_classifier(path, dry_run=False)) == (2, 0, 0, 0)
    assert counts(import_classifier(path, dry_run=False)) == (0, 0, 2, 0)
    topic = Topic.objects.get()
    assert (topic.code, topic.category.code, topic.version, topic.term_days) == ("pothole", "roads", 1, 0)


def test_a_dry_run_tells_the_same_and_writes_nothing(tmp_path):
    assert counts(import_classifier(a_file(tmp_path), dry_run=True)) == (2, 0, 0, 0)
    assert not Topic.objects.exists()
    assert not Category.objects.exists()


def test_a_topic_that_changed_gets_the_next_version(tmp_path):
    import_classifier(a_file(tmp_path), dry_run=False)
    report = import_classifier(a_file(tmp_path, [{**HOLE, "term_days": 3}]), dry_run=False)
    topic = Topic.objects.get()
    assert (counts(report), topic.version, topic.term_days) == ((0, 1, 1, 0), 2, 3)


def test_a_topic_is_switched_off_by_the_file_and_stays_when_the_file_forgets_it(tmp_path):
    import_classifier(a_file(tmp_path), dry_run=False)
    import_classifier(a_file(tmp_path, []), dry_run=False)
    assert Topic.objects.get().active
    import_classifier(a_file(tmp_path, [{**HOLE, "active": False}]), dry_run=False)
    assert not Topic.objects.get().active


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"category": "rods"}, "category", "категории «rods» нет"),
        ({"kinds": ["problem", "rant"]}, "kinds", "лишнее: rant"),
        ({"kinds": []}, "kinds", "нужны виды"),
        ({"code": "Яма"}, "code", "латинские"),
        ({"title": ""}, "title", "заполните"),
        ({"title": "я" * 201}, "title", "можно не больше 200"),
        ({"term_days": "скоро"}, "term_days", "нужно целое число от 0 до 365"),
        ({"duty": None}, "duty", "заполните"),
        ({"fields": [{"code": "x", "label": "X", "type": "maybe"}]}, "fields", "тип 'maybe' неизвестен"),
        ({"active": "может быть"}, "active", "напишите «да» или «нет»"),
    ],
)
def test_a_wrong_row_is_told_by_its_number_and_the_good_ones_go_in(tmp_path, wrong, field, words):
    good = {**HOLE, "code": "good"}
    report = import_classifier(a_file(tmp_path, [good, {**HOLE, **wrong}]), dry_run=False)
    (error,) = report.errors
    assert (error.row, error.field) == (2, field)
    assert words in error.text
    assert [topic.code for topic in Topic.objects.all()] == ["good"]


def test_a_code_given_twice_is_told(tmp_path):
    report = import_classifier(a_file(tmp_path, [HOLE, HOLE], [ROADS, ROADS]), dry_run=False)
    assert [(error.row, error.field) for error in report.errors] == [(2, "code"), (2, "code")]


def test_a_csv_of_excel_is_read_too(tmp_path):
    path = tmp_path / "topics.csv"
    own = json.dumps([{"code": "depth", "label": "Глубина", "type": "number"}], ensure_ascii=False)
    quoted = '"' + own.replace('"', '""') + '"'
    path.write_bytes(
        "code;category;category_title;title;kinds;duty;fields;term_days\r\n"
        f"pothole;roads;Дороги;Яма;problem|thanks;municipal.roads;{quoted};3\r\n"
        "signs;roads;;Знаки;problem;municipal.roads;;\r\n"
        "broken;roads;;Сломано;problem;municipal.roads;[{;\r\n".encode("cp1251")
    )
    report = import_classifier(path, dry_run=False)
    assert str(report.errors[0]).startswith("строка 4, поле fields: не читается как JSON")
    hole = Topic.objects.get(code="pothole")
    assert (hole.title, hole.kinds, hole.fields[0]["label"], hole.term_days) == (
        "Яма",
        ["problem", "thanks"],
        "Глубина",
        3,
    )
    assert counts(import_classifier(path, dry_run=False)) == (0, 0, 3, 1)


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"categories": []}', "не JSON", '{"categories": [1], "topics": []}']
)
def test_a_file_of_another_shape_is_refused(tmp_path, text):
    path = tmp_path / "classifier.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile):
        import_classifier(path, dry_run=False)
