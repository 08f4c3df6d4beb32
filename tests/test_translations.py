"""The catalogues in otklik/locale hold exactly the texts of the code, whole and sound."""

import ast
import os
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from django.conf import settings
from django.utils.translation import ngettext, override

from otklik.appeals import labels
from otklik.appeals.lifecycle import Attention, Decision, Kind, Move, RefusalReason, Stage, State
from otklik.appeals.models import CHANNELS
from otklik.integrations.msed import NoticeKind
from otklik.kit import catalogues
from otklik.kit.catalogues import forms

pytestmark = pytest.mark.public

OTKLIK = settings.BASE
LOCALE = settings.LOCALE_PATHS[0]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
CYRILLIC = re.compile("[А-Яа-яЁё]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[^(]")
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext_lazy"}
# Invented rows of the styleguide: data, not words of the portal.
NOT_TEXTS = {"web/parts/samples.py"}


@pytest.fixture(scope="module")
def found() -> Catalog:
    return catalogues.texts(OTKLIK)


def kept(language: str) -> Catalog:
    return catalogues.read(LOCALE, language)


def key(message: Message) -> tuple[str, ...]:
    words = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    return (message.context or "", *words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_the_texts_of_the_code_and_no_others(language: str, found: Catalog):
    """Not so? `uv run otklik translations`, then translate what it names."""
    wanted = catalogues.messages(catalogues.needed(found, language))
    assert sorted(map(key, catalogues.messages(kept(language)))) == sorted(map(key, wanted))
    assert list(kept(language).obsolete) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_in_every_form_and_none_is_a_guess(language: str):
    catalogue = kept(language)
    messages = catalogues.messages(catalogue)
    assert [key(m) for m in messages if not catalogues.is_translated(m)] == []
    assert [key(m) for m in messages if m.pluralizable and len(forms(m)) != catalogue.num_plurals] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_placeholders_of_its_text(language: str):
    for message in catalogues.messages(kept(language)):
        wanted = sorted(PLACEHOLDER.findall(key(message)[1]))
        assert [sorted(PLACEHOLDER.findall(form)) for form in forms(message)] == [wanted] * len(
            forms(message)
        )


def test_english_is_written_in_english_letters():
    assert [form for m in catalogues.messages(kept("en")) for form in forms(m) if CYRILLIC.search(form)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_says_nothing_of_who_made_it_and_where(language: str):
    text = (LOCALE / language / "LC_MESSAGES/django.po").read_text()
    head = text.partition("\n\n")[0].splitlines()[2:]
    assert [line.partition(":")[0].strip('"') for line in head] == [
        "Language",
        "Content-Type",
        "Plural-Forms",
    ]
    assert re.findall(r"^#: .*:\d", text, re.MULTILINE) == []


@pytest.mark.parametrize(
    ("n", "russian", "english"),
    [
        (0, "0\u00a0обращений", "0\u00a0appeals"),
        (1, "1\u00a0обращение", "1\u00a0appeal"),
        (4, "4\u00a0обращения", "4\u00a0appeals"),
        (11, "11\u00a0обращений", "11\u00a0appeals"),
        (21, "21\u00a0обращение", "21\u00a0appeals"),
        (112, "112\u00a0обращений", "112\u00a0appeals"),
    ],
)
def test_the_ending_goes_with_the_number(n: int, russian: str, english: str):
    for language, words in (("ru", russian), ("en", english)):
        with override(language):
            said = ngettext("%(shown)s\u00a0обращение", "%(shown)s\u00a0обращений", n) % {"shown": n}
        assert said == words


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (Kind, labels.KIND),
        (Kind, labels.KINDS),
        (State, labels.STATE),
        (Stage, labels.STAGE),
        (Move, labels.MOVE),
        (NoticeKind, labels.NOTICE),
        (Decision, labels.DECISION),
        (RefusalReason, labels.REFUSAL),
        (Attention, labels.ATTENTION),
        (CHANNELS, labels.CHANNEL),
    ],
)
def test_every_code_has_its_words_in_both_languages(codes, words):
    assert list(words) == list(codes)
    with override("ru"):
        russian = [str(said) for said in words.values()]
    with override("en"):
        english = [str(said) for said in words.values()]
    assert all(CYRILLIC.search(said) for said in russian)
    assert not any(CYRILLIC.search(said) for said in english)


@pytest.mark.parametrize(
    "template", sorted((OTKLIK / "web").rglob("*.html")), ids=lambda path: str(path.relative_to(OTKLIK))
)
def test_a_template_says_nothing_past_the_catalogue(template: Path):
    text = re.sub(r"\{#.*?#\}", "", template.read_text(), flags=re.DOTALL)
    text = re.sub(r'\b(?:_|ngettext)\("[^"]*"(?:, "[^"]*")?', "", text)
    assert CYRILLIC.findall(text) == []


@pytest.mark.parametrize(
    "module",
    [p for p in (OTKLIK / "web").rglob("*.py") if "tests" not in p.parts] + [OTKLIK / "appeals/labels.py"],
    ids=lambda path: str(path.relative_to(OTKLIK)),
)
def test_a_view_says_nothing_past_the_catalogue(module: Path):
    if str(module.relative_to(OTKLIK)) not in NOT_TEXTS:
        assert untranslated(ast.parse(module.read_text())) == []


def test_no_text_stands_where_the_catalogue_cannot_find_it():
    """Texts are found by Babel, which does not look inside f-strings."""
    hidden = [
        (str(path.relative_to(OTKLIK)), node.lineno)
        for path in OTKLIK.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.JoinedStr)
        and any(
            isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id in GETTEXT
            for part in ast.walk(node)
        )
    ]
    assert hidden == []


def untranslated(tree: ast.Module) -> list[str]:
    """Russian strings that are neither arguments of gettext nor docstrings."""
    passed: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GETTEXT:
            passed.update(node.args)
        if isinstance(node, ast.Expr):
            passed.add(node.value)
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CYRILLIC.search(node.value)
        and node not in passed
    ]


def test_bringing_up_to_date_keeps_translations_and_drops_what_is_gone(tmp_path: Path):
    first, second = Catalog(domain="django"), Catalog(domain="django")
    for words, catalogue in (("Да", first), ("Прежнее", first), ("Да", second), ("Новое", second)):
        catalogue.add(words)
    catalogues.update(tmp_path, "en", first)
    file = tmp_path / "en/LC_MESSAGES/django.po"
    file.write_text(file.read_text().replace('msgid "Да"\nmsgstr ""', 'msgid "Да"\nmsgstr "Yes"'))

    assert catalogues.update(tmp_path, "en", second) == ["Новое"]
    assert [(m.id, m.string) for m in catalogues.messages(catalogues.read(tmp_path, "en"))] == [
        ("Да", "Yes"),
        ("Новое", ""),
    ]


def test_bringing_up_to_date_twice_changes_nothing(tmp_path: Path, found: Catalog):
    catalogues.update(tmp_path, "en", found)
    file = tmp_path / "en/LC_MESSAGES/django.po"
    once = file.read_bytes()
    catalogues.update(tmp_path, "en", found)
    assert file.read_bytes() == once


def test_only_a_catalogue_newer_than_its_compiled_file_is_compiled(tmp_path: Path, found: Catalog):
    catalogues.update(tmp_path, "en", found)
    po, mo = (tmp_path / "en/LC_MESSAGES" / name for name in ("django.po", "django.mo"))

    assert catalogues.compile_stale(tmp_path) == [mo]
    assert catalogues.compile_stale(tmp_path) == []
    os.utime(po, (mo.stat().st_mtime + 1, mo.stat().st_mtime + 1))
    assert catalogues.compile_stale(tmp_path) == [mo]
    assert sorted(file.name for file in po.parent.iterdir()) == ["django.mo", "django.po"]
