"""A configuration travels: exported, taken by an empty portal, exported again the same to the byte."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from otklik.authorities.models import Duty
from otklik.classifier.models import Topic
from otklik.configuration import package
from otklik.configuration.sections import SECTIONS
from otklik.configuration.tests.given import (
    a_region,
    changed,
    contents,
    empty,
    exported,
    resealed,
    take,
)
from otklik.kit.importing import BadFile
from otklik.look.models import Look
from otklik.people.models import ConfigChange
from otklik.places.models import Settlement, Territory

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


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
        ("calendar", 1), ("desks", 1), ("words", 3), ("unwanted", 2), ("letters", 1), ("look", 1),
        ("knowledge", 0),
        *((f"reference-{table}", 1) for table in ("offices", "places", "receptions", "emergency", "laws")),
        ("business", 0), ("land", 5),
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


def test_what_is_left_out_stays_as_it_is(file):
    a_region()
    left_out = [
        "territories",
        "settlements",
        "authorities",
        "duties",
        "calendar",
        "desks",
        "look",
        "knowledge",
        "business",
        "land",
    ]
    left_out += [section.name for section in SECTIONS if section.name.startswith("reference-")]
    outcome = take(file(exported(without=left_out)))
    assert [one.name for one in outcome.sections] == ["classifier", "terms", "words", "unwanted", "letters"]
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
    for name in (
        "../gone-out.txt",
        "/etc/gone-out",
        "a/../../gone-out",
        "..\\gone-out",
        "classifier.json/../../gone-out",
    ):
        raw = changed(raw, name, b"x")
    assert take(file(raw)).good
    assert not list(tmp_path.parent.rglob("*gone-out*"))


def test_sections_of_a_newer_release_are_passed_over_and_told(file):
    listed = json.loads(zipfile.ZipFile(io.BytesIO(exported())).read(package.MANIFEST))["sections"]
    raw = with_manifest(sections=listed | {"moons": {"file": "moons.json", "sha256": "x"}})
    assert take(file(raw)).strangers == ["moons"]


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
