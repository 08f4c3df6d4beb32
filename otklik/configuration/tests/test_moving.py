"""A configuration travels: exported, taken by an empty portal, exported again the same to the byte."""

import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.core.management import CommandError, call_command
from django.db import connection

from otklik.authorities.models import Authority, Duty
from otklik.classifier.models import Category, Topic
from otklik.configuration import looks, moving, package
from otklik.kit.importing import BadFile
from otklik.kit.kept import forget
from otklik.look.current import Look as Values
from otklik.look.models import Look
from otklik.look.tests.test_emblem import GOOD
from otklik.outbox import wordings
from otklik.outbox.models import Wording
from otklik.outbox.wording import Words
from otklik.people.models import ConfigChange
from otklik.places.borders import cut_up
from otklik.places.models import Settlement, Territory
from otklik.places.tests.given import a_settlement, a_territory
from otklik.terms import calendar, decisions, rules
from otklik.terms.models import TermRule

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Moscow"))


def a_region() -> None:
    """One of everything that a configuration holds, with numbers that are hard to write down."""
    ring = [(40.1, 54.0), (40.123456789012345, 54.1), (40.30000000000001, 1 / 3 + 53.9), (40.1, 54.0)]
    old = a_territory("99701000", valid_to=date(2025, 12, 31))
    new = a_territory(
        "99701000", MultiPolygon(Polygon(ring), srid=4326), valid_from=date(2026, 1, 1), kind="округ"
    )
    Territory.objects.filter(pk=old.pk).update(successor=new)
    cut_up([new.pk])
    a_settlement("Берёзовка; «новая»", code="a", point=Point(40.123456789, 54.05, srid=4326), population=7)
    a_settlement("Лесная", code="b", point=None)
    roads = Category.objects.create(code="roads", title="Дороги", order=3)
    Topic.objects.create(
        code="pothole",
        category=roads,
        title="Яма",
        kinds=["problem"],
        duty="roads",
        emergency_advice="Звоните\n112",
    )
    above = Authority.objects.create(
        code="ministry", name="Министерство", short_name="Минтранс", level="regional"
    )
    town = Authority.objects.create(
        code="town", name="Город", short_name="Город", level="municipal", superior=above, msed_uid=uuid4(),
        msed_address="X~MEDOGU", has_desk=True, territory_code="99701000", email="a@example.test",
    )  # fmt: skip
    Duty.objects.create(subject="roads", territory_code="99701000", authority=town)
    some_terms()
    wordings.save("received", "ru", Words("Мы получили", "Номер {{ number }}"), by_id=None, now=NOW)
    emblem = looks.Emblem(*looks_emblem())
    look = Values(portal="Слово", region="Приокский край", accent="#0d5730", texts={"home_ru": "Да\n\nНет"})
    looks.publish(look, emblem, keeps=False, base=0, by=None, now=NOW)


def some_terms() -> None:
    """Rules of a topic, a category and everything, one of them written twice and one from last year; own days."""
    said = {"unit": "working", "valid_from": "2025-01-01", "answer_days": "5"}
    for more in (
        {},
        {"answer_days": "6"},
        {"subject": "topic:pothole", "kind": "problem", "moderation_hours": "24", "send_hours": "12"},
        {"subject": "category:roads", "regime": "59fz", "unit": "calendar", "extension_days": "0"},
        {"subject": "topic:pothole", "kind": "problem", "valid_from": "2027-01-01", "answer_days": ""},
    ):
        decisions.add(decisions.read(said | more, today=None), by=None, now=NOW)
    new_year, monday = date(2027, 1, 1), date(2027, 4, 12)
    calendar.change([new_year], True, reason="Указ № 1; «рабочий»", by=None, now=NOW)
    calendar.change([monday], False, reason="Указ № 2", by=None, now=NOW)
    calendar.change([monday], None, reason="Отменён", by=None, now=NOW)


def looks_emblem() -> tuple[bytes, str]:
    from otklik.look.emblem import clean

    return clean(GOOD.encode())


def without_terms() -> None:
    with connection.cursor() as cursor:  # rows that are only added
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE terms_termrule, terms_regionalday")
    forget()


def empty() -> None:
    without_terms()
    for model in (Duty, Authority, Topic, Category, Settlement, Wording, Look):
        model._default_manager.all().delete()
    Territory.objects.update(successor=None)
    Territory.objects.all().delete()


def exported(**more: Any) -> bytes:
    out = io.BytesIO()
    package.write(out, now=NOW, **more)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path):
    def written(raw: bytes) -> Path:
        path = tmp_path / "configuration.zip"
        path.write_bytes(raw)
        return path

    return written


def contents(raw: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def take(path: Path, *, dry_run: bool = False) -> moving.Outcome:
    return moving.take(path, dry_run=dry_run, by=None, now=NOW)


def changed(raw: bytes, name: str, content: bytes | None) -> bytes:
    """The archive with another file of that name, or without it; the manifest stays."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as there, zipfile.ZipFile(out, "w") as archive:
        for entry in there.namelist():
            if entry != name:
                archive.writestr(entry, there.read(entry))
        if content is not None:
            archive.writestr(name, content)
    return out.getvalue()


def test_there_and_back_again_is_the_same_to_the_byte(file):
    a_region()
    raw = exported()
    path = file(raw)
    empty()
    outcome = take(path)
    assert outcome.good, [one.errors for one in outcome.sections]
    assert contents(exported()) == contents(raw)
    assert exported() == raw
    assert (Topic.objects.count(), Duty.objects.count(), Settlement.objects.count()) == (1, 1, 2)
    assert ConfigChange.objects.filter(what="configuration:Приокский край").count() == 1


def test_a_trial_leaves_nothing_and_says_what_would_be(file):
    a_region()
    path = file(exported())
    empty()
    before = ConfigChange.objects.count()
    outcome = take(path, dry_run=True)
    assert [(one.name, one.created) for one in outcome.sections] == [
        ("territories", 2), ("settlements", 2), ("classifier", 2), ("authorities", 2), ("duties", 1), ("terms", 4),
        ("calendar", 1), ("letters", 1), ("look", 1),
    ]  # fmt: skip
    assert not Territory.objects.exists()
    assert not Look.objects.exists()
    assert ConfigChange.objects.count() == before


def test_a_repeat_changes_nothing(file):
    a_region()
    outcome = take(file(exported()))
    assert [
        (one.name, one.created, one.updated) for one in outcome.sections if one.created or one.updated
    ] == []
    assert outcome.good
    assert Look.objects.count() == 1


def test_with_one_mistake_nothing_is_taken(file):
    a_region()
    path = file(exported())
    empty()
    raw = json.loads(zipfile.ZipFile(path).read("classifier.json"))
    raw["topics"][0]["kinds"] = ["anger"]
    outcome = take(file(resealed(path.read_bytes(), "classifier.json", json.dumps(raw).encode())))
    assert not outcome.good
    assert not Territory.objects.exists()


def resealed(raw: bytes, name: str, content: bytes) -> bytes:
    import hashlib

    manifest = json.loads(zipfile.ZipFile(io.BytesIO(raw)).read(package.MANIFEST))
    for said in manifest["sections"].values():
        if said["file"] == name:
            said["sha256"] = hashlib.sha256(content).hexdigest()
    return changed(changed(raw, name, content), package.MANIFEST, json.dumps(manifest).encode())


def test_what_is_left_out_stays_as_it_is(file):
    a_region()
    path = file(exported(without=["territories", "settlements", "calendar", "look"]))
    outcome = take(path)
    assert [one.name for one in outcome.sections] == [
        "classifier",
        "authorities",
        "duties",
        "terms",
        "letters",
    ]
    assert Territory.objects.count() == 2


def test_an_empty_portal_can_be_exported_and_taken(file):
    outcome = take(file(exported()))
    assert (outcome.good, outcome.changes_something) == (True, False)


def with_manifest(**more: Any) -> bytes:
    raw = exported()
    manifest = json.loads(zipfile.ZipFile(io.BytesIO(raw)).read(package.MANIFEST)) | more
    return changed(raw, package.MANIFEST, json.dumps(manifest).encode())


def a_bomb() -> bytes:
    return changed(exported(), "classifier.json", b" " * 3_000_000)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: b"PK", "повреждён"),
        (lambda: b"", "повреждён"),
        (lambda: exported()[:-30], "повреждён"),
        (lambda: changed(exported(), package.MANIFEST, None), "нет manifest.json"),
        (lambda: changed(exported(), package.MANIFEST, b"[]"), "не читается"),
        (lambda: changed(exported(), package.MANIFEST, b"[" * 100_000), "не читается"),
        (lambda: with_manifest(format=2), "Сначала обновите"),
        (lambda: with_manifest(format="1"), "не читается"),
        (lambda: with_manifest(sections=[]), "не читается"),
        (lambda: changed(exported(), "classifier.json", None), "нет файла classifier.json"),
        (lambda: changed(exported(), "classifier.json", b"{}"), "контрольная сумма"),
        (a_bomb, "Внутри архива больше"),
        (lambda: resealed(exported(), "letters.json", b"{}"), "нужен список"),
        (lambda: resealed(exported(), "look.json", b"[]"), "нужен объект"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_is_told_in_words(file, monkeypatch, made, said):
    monkeypatch.setattr(package, "MOST_INSIDE", 2_000_000)
    with pytest.raises(BadFile, match=said) as told:
        take(file(made()))
    assert "/tmp" not in told.value.text  # noqa: S108


def test_a_name_in_the_archive_chooses_no_path(file, tmp_path):
    raw = exported()
    for name in ("../evil.txt", "/etc/evil", "a/../../evil", "..\\evil", "classifier.json/../../evil"):
        raw = changed(raw, name, b"x")
    assert take(file(raw)).good
    assert not list(tmp_path.parent.rglob("*evil*"))


def test_sections_of_a_newer_release_are_passed_over_and_told(file):
    listed = json.loads(zipfile.ZipFile(io.BytesIO(exported())).read(package.MANIFEST))["sections"]
    raw = with_manifest(sections=listed | {"moons": {"file": "moons.json", "sha256": "x"}})
    assert take(file(raw)).strangers == ["moons"]


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


def errors_of(outcome: moving.Outcome, name: str) -> str:
    return "\n".join(error for one in outcome.sections if one.name == name for error in one.errors)


def with_rows(name: str, rows: Any) -> bytes:
    return resealed(exported(), name, json.dumps(rows).encode())


def test_rules_of_terms_count_at_once_and_a_trial_leaves_none_behind(file):
    a_region()
    path = file(exported())
    about = rules.About.of(Topic.objects.get(), "problem")
    before = rules.terms(about, on=NOW.date())
    without_terms()
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


def test_the_command_shows_first_and_takes_when_told(tmp_path, capsys):
    a_region()
    path = tmp_path / "x.zip"
    call_command("config", "export", path)
    empty()
    call_command("config", "import", path)
    assert "ничего не записано" in capsys.readouterr().out
    assert not Topic.objects.exists()
    call_command("config", "import", path, apply=True)
    assert Topic.objects.exists()
    folder = tmp_path / "folder"
    call_command("config", "export", folder)
    assert "изменено 0" in _told(folder, capsys)
    with pytest.raises(CommandError, match="Проверьте путь"):
        call_command("config", "import", tmp_path / "none.zip")
    with pytest.raises(CommandError, match="Не записать"):
        call_command("config", "export", tmp_path / "no" / "such.zip")


def _told(path: Path, capsys: Any) -> str:
    capsys.readouterr()
    call_command("config", "import", path)
    return str(capsys.readouterr().out)
