"""What each section of a configuration takes, and what it says about rows that do not fit."""

import json
from datetime import date
from decimal import Decimal

import pytest

from otklik.appeals import officerules, ready
from otklik.appeals.models import ReadyWords, ReplyTemplate
from otklik.authorities.models import Authority
from otklik.cadastre import figures
from otklik.cadastre.landfile import import_figures
from otklik.cadastre.models import Figure
from otklik.classifier.models import Topic
from otklik.configuration import ruled
from otklik.configuration.tests.given import (
    NOW,
    a_region,
    errors_of,
    exported,
    resealed,
    take,
    with_rows,
    without_what_only_grows,
)
from otklik.kit.importing import BadFile
from otklik.look.models import Look
from otklik.outbox.models import Wording
from otklik.people.models import ConfigChange
from otklik.terms import calendar, rules
from otklik.terms.models import TermRule

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


@pytest.mark.parametrize(
    "look",
    [
        {"portal": "", "region": ""},
        {"portal": "А", "region": "Б", "accent": "#ffff00"},
        {"portal": "А", "region": "Б", "accent": "#0d5730", "emblem": "PHN2Zz48c2NyaXB0Lz48L3N2Zz4="},
        {"portal": "А", "region": "Б", "accent": "#0d5730", "emblem": "%%%"},
        {"portal": 7, "texts": [], "languages": {}},
    ],
)
def test_a_look_that_is_not_ours_is_an_error(file, look):
    outcome = take(file(resealed(exported(), "look.json", json.dumps(look).encode())))
    assert not outcome.good
    assert not Look.objects.exists()


def test_words_of_a_letter_that_do_not_work_are_an_error(file):
    words = json.dumps(
        [{"kind": "received", "language": "ru", "text": "Тема\n{{ secret }}"}, {"kind": "none"}]
    )
    outcome = take(file(resealed(exported(), "letters.json", words.encode())))
    (letters,) = [one for one in outcome.sections if one.name == "letters"]
    assert len(letters.errors) == 2
    assert not Wording.objects.exists()


def test_rules_of_terms_count_at_once_and_a_trial_leaves_none_behind(file):
    a_region()
    path = file(exported())
    about = rules.About.of(Topic.objects.get(), "problem")
    before = rules.terms(about, on=NOW.date())
    without_what_only_grows()
    take(path, dry_run=True)
    assert rules.terms(about, on=NOW.date()) != before
    assert not calendar.is_working(date(2027, 1, 1))
    assert take(path).good
    assert rules.terms(about, on=NOW.date()) == before
    assert calendar.is_working(date(2027, 1, 1))


def test_rules_of_terms_that_do_not_fit_are_told_by_row(file):
    good = {"subject": "", "kind": "", "regime": "", "valid_from": "2026-01-01", "unit": "working"}
    rows = [
        good | {"answer_days": 5},
        good | {"answer_days": 6},
        good | {"subject": "topic:none"},
        good | {"subject": ["x"], "kind": "anger"},
        good | {"kind": "problem", "valid_from": "yesterday"},
        good | {"kind": "thanks", "answer_days": "много"},
        good | {"kind": "proposal", "unit": None},
        {},
    ]
    outcome = take(file(with_rows("terms.json", rows)))
    assert [text.split(":")[0] for text in errors_of(outcome, "terms").splitlines()] == [
        "строка 2, поле subject", "строка 3, поле subject", "строка 4, поле kind", "строка 5, поле valid_from",
        "строка 6, поле answer_days", "строка 7, поле unit", "строка 8, поле unit",
    ]  # fmt: skip
    assert not TermRule.objects.exists()


def test_a_body_keeps_the_templates_that_a_file_does_not_name(file):
    a_region()
    raw = exported()
    town = Authority.objects.get(code="town")
    officerules.sign(town.pk, wanted=False)
    officerules.keep(town.pk, None, title="Своё", text="Остаётся")
    (ours,) = ReplyTemplate.objects.filter(title="Яма")
    officerules.keep(town.pk, ours.pk, title="Яма", text="Не заделаем")
    outcome = take(file(raw))
    assert [(one.name, one.updated) for one in outcome.sections if one.updated or one.created] == [
        ("desks", 1)
    ]
    assert officerules.signs(town.pk)
    assert {one.title: one.text[:5] for one in officerules.templates(town.pk)} == {
        "«Ель»": "Сруби", "Своё": "Остаё", "Яма": "Задел",
    }  # fmt: skip


def test_words_are_the_next_version_and_go_back_to_nothing_by_a_repeat(file):
    a_region()
    raw = exported()
    without_what_only_grows()
    for _n in range(2):
        assert take(file(raw)).good
    assert ready.one("refusal", "advert", "ru").text.startswith("Первая строка")
    assert ReadyWords.objects.filter(kind="refusal").count() == 1
    assert ConfigChange.objects.filter(what="words:refusal/advert/ru").exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"kind": "threat"}, "Таких слов нет"),
        ({"code": "none"}, "Таких слов нет"),
        ({"language": "fr"}, "Таких слов нет"),
        ({"kind": "question", "code": "Ё; drop"}, "Таких слов нет"),
        ({"title": ""}, "Напишите название"),
        ({"title": 5}, "нужен текст в кавычках"),
        ({"text": "я" * 4001}, "Напишите текст"),
        ({"kind": "question", "code": "where", "text": ""}, "Напишите текст"),
        ({"code": "other", "active": False}, "выключить нельзя"),
        ({"active": "maybe"}, "напишите «да» или «нет»"),
        ({"order": -1}, "целое число"),
    ],
)
def test_ready_words_that_do_not_fit_are_told(file, row, said):
    good = {
        "kind": "refusal",
        "code": "advert",
        "language": "ru",
        "title": "Реклама",
        "text": "Нет",
        "order": 3,
    }
    outcome = take(file(with_rows("words.json", [good | row])))
    assert said in errors_of(outcome, "words")
    assert not ReadyWords.objects.exists()
    assert take(file(with_rows("words.json", [good]))).good


def test_a_list_of_words_that_do_not_fit_is_told(file):
    rows = (
        "text;beginning\nдва слова;нет\nаб;да\nРедиска;нет\nрЕдиска;да\n"
        + "я" * 61
        + ";нет\n;нет\nа\0б;нет\n"
    )
    outcome = take(file(resealed(exported(), "unwanted.csv", rows.encode())))
    told = errors_of(outcome, "unwanted")
    for said in ("одно слово", "короче 3 букв", "уже есть выше", "длиннее 60", "пусто", "с кодом 0"):
        assert said in told, said


def test_rules_of_desks_that_do_not_fit_are_told(file):
    a_region()
    rows = [
        {"authority": "none"},
        {"authority": "town", "templates": "x"},
        {"authority": "town", "templates": [{"title": "Без текста", "text": " "}]},
        {"authority": "town", "templates": [{"title": "Число", "text": 5}]},
        {"authority": "ministry", "signs": "maybe"},
    ]
    told = "\n".join(errors_of(take(file(with_rows("desks.json", [row]))), "desks") for row in rows)
    for said in ("органа «none» нет", "нужен список", "Заполните", "нужен текст", "«да» или «нет»"):
        assert said in told, said


@pytest.mark.parametrize("sign", ["\\u0000", "\\ud800"])
def test_signs_that_are_no_text_make_a_file_that_cannot_be_taken(file, sign):
    raw = f'[{{"kind": "refusal", "code": "advert", "language": "ru", "title": "а", "text": "б{sign}"}}]'
    with pytest.raises(BadFile, match=r"words\.json не читается"):
        take(file(resealed(exported(), "words.json", raw.encode())))


def test_figures_of_land_that_do_not_fit_are_told_by_row_and_a_rate_is_held_against_the_norm_of_the_file(
    file,
):
    a_region()
    rows = [
        "rate;housing;99701000;0,28;2026-02-01;Решение № 6;;нет",
        "norm;low_percent;;0.2;2026-02-01;НК РФ;;да",
        "rate;castle;99701000;0,1;2026-02-01;Решение;;",
        "rate;housing;99701000;0,1;вчера;Решение;;",
        "rate;housing;77777777;0,1;2026-02-01;Решение;;",
        "rate;garden;99701000;0,1;2026-02-01;;;",
        "average;garden;99701000;много;2026-02-01;Приказ;;",
        "norm;decide_days;;;2026-02-01;237-ФЗ;;",
        "norm;decide_days;99701000;20;2026-02-01;237-ФЗ;;",
        "rate;farm;99701000;0,1;2026-02-01;Решение;адрес;",
        "rate;farm;99701000;0,1;2026-02-01;Решение;;да",
        "rate;farm;99701000;0,1;2026-02-01;Решение;;да",
    ]
    heading = "kind;what;place;value;valid_from;source;url;checked\n"
    before = figures.rate("99701000", "farm", Decimal(1), on=date(2026, 3, 1))
    outcome = take(file(resealed(exported(), "land.csv", (heading + "\n".join(rows)).encode())))
    assert [text.partition(":")[0] for text in errors_of(outcome, "land").splitlines()] == [
        "строка 2, поле value", "строка 4, поле what", "строка 5, поле valid_from", "строка 6, поле place",
        "строка 7, поле source", "строка 8, поле value", "строка 9, поле value", "строка 10, поле place",
        "строка 11, поле url", "строка 13, поле what",
    ]  # fmt: skip
    assert "«rate farm 99701000 2026-02-01» уже есть выше" in errors_of(outcome, "land")
    assert figures.rate("99701000", "farm", Decimal(1), on=date(2026, 3, 1)) == before


def test_the_same_figures_are_taken_by_the_command_once(file, tmp_path):
    a_region()
    land = tmp_path / "land.csv"
    land.write_bytes(ruled.land())
    Figure.objects.all().delete()
    for wanted in (5, 0):
        assert import_figures(land, dry_run=True, now=NOW).created == wanted
        assert import_figures(land, dry_run=False, now=NOW).created == wanted
    assert ruled.land() == land.read_bytes()
