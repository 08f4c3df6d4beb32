"""Tables that people prepare."""

from datetime import date

import pytest

from otklik.kit.importing import BadFile, BadValue, Report, Row, RowError, read_rows

pytestmark = pytest.mark.route


def a_csv(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "rows.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_is_read_however_it_was_saved(tmp_path, encoding, separator):
    path = a_csv(tmp_path, f"Code{separator}Название\r\n1{separator}Дороги\r\n", encoding)
    (row,) = read_rows(path, need=("code",))
    assert (row.number, row.values) == (2, {"code": "1", "название": "Дороги"})


def test_rows_are_numbered_as_an_editor_numbers_lines(tmp_path):
    path = a_csv(tmp_path, 'a,b\n1,2\n\n , \n"x\ny",3\n4,5\n')
    assert [row.number for row in read_rows(path, need=("a",))] == [2, 6, 7]


def test_separators_inside_quotes_belong_to_the_value(tmp_path):
    (row,) = read_rows(a_csv(tmp_path, 'a;b\n"1;2";"он сказал ""да"""\n'), need=("a", "b"))
    assert row.values == {"a": "1;2", "b": 'он сказал "да"'}


def test_a_row_with_too_many_cells_is_told_not_guessed(tmp_path):
    report = Report()
    for row in read_rows(a_csv(tmp_path, "a,b\n1,2,3\n4,5,\n"), need=("a",)):
        with report.row(row.number):
            row.text("a", longest=10)
    assert [error.row for error in report.errors] == [2]
    assert "возьмите в кавычки" in report.errors[0].text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "нет столбцов: code"),
        ("name\nx\n", "нет столбцов: code"),
        ('code\n"не закрыта\n', "кавычки"),
    ],
)
def test_a_csv_that_cannot_be_read_is_told(tmp_path, text, words):
    with pytest.raises(BadFile) as error:
        list(read_rows(a_csv(tmp_path, text), need=("code",)))
    assert words in error.value.text


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BadFile, match="Проверьте путь"):
        read_rows(tmp_path / "none.csv", need=())


@pytest.mark.parametrize("text", ["{", "{}", '"x"', "[1]", '{"rows": 5}'])
def test_a_json_of_another_shape_is_told(tmp_path, text):
    path = tmp_path / "rows.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile):
        list(read_rows(path, need=(), part="rows"))


def test_values_are_read_as_people_write_them():
    row = Row(
        2,
        {
            "day": "01.02.2026",
            "iso": "2026-02-01",
            "n": " 7 ",
            "x": "54,5",
            "yes": "Да",
            "no": 0,
            "t": " a  b ",
        },
    )
    assert (row.day("day"), row.day("iso"), row.day("none")) == (date(2026, 2, 1), date(2026, 2, 1), None)
    assert (row.whole("n"), row.whole("none", default=3)) == (7, 3)
    assert (row.number_between("x", 0, 90), row.number_between("none", 0, 1)) == (54.5, None)
    assert (row.flag("yes", default=False), row.flag("no", default=True), row.flag("none", default=True)) == (
        True,
        False,
        True,
    )
    assert row.text("t", longest=3) == "a b"


@pytest.mark.parametrize(
    "ask",
    [
        lambda row: row.text("x", longest=3),
        lambda row: row.text("none", longest=3, required=True),
        lambda row: row.whole("x"),
        lambda row: row.whole("n", high=4),
        lambda row: row.number_between("x", 0, 1),
        lambda row: row.number_between("nan", 0, 1),
        lambda row: row.flag("x", default=True),
        lambda row: row.choice("x", ("a", "b")),
        lambda row: row.day("x"),
        lambda row: row.day("bad"),
    ],
)
def test_a_value_that_does_not_fit_is_told(ask):
    with pytest.raises(BadValue):
        ask(Row(1, {"x": "длинно", "n": "5", "nan": "nan", "bad": "31.02.2026"}))


def test_the_report_says_row_field_and_what_to_do():
    report = Report(created=2, unchanged=1, errors=[RowError(3, "code", "пусто; заполните")])
    assert report.lines() == [
        "Ошибка, строка 3, поле code: пусто; заполните",
        "Создано 2, изменено 0, без изменений 1, пропущено с ошибками 1.",
    ]
