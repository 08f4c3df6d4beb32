"""Catalogues of translations: gathered from the sources, kept as .po in git, compiled to .mo where one is used.

The sources are Russian and so are the msgids. The Russian catalogue holds only what Russian needs one for: the
endings that go with a number.
"""

import io
import os
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE_LANGUAGE: Final = "ru"
_METHODS: Final = [
    ("**/tests/**", "ignore"),
    ("**/migrations/**", "ignore"),
    ("web/**.html", "jinja2"),
    ("**.py", "python"),
]
# As in web/jinja.py, and a template that cannot be read is an error.
_OPTIONS: Final = {"web/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
_KEYWORDS: Final = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
_HEADER: Final = r"""msgid ""
msgstr ""
"Language: {language}\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: {plural}\n"

"""


def texts(package: Path) -> Catalog:
    """Every text for people in the Python files and templates of `package`, with the files where it stands."""
    found = Catalog(domain="django")
    rows = extract_from_dir(package, _METHODS, _OPTIONS, _KEYWORDS)
    for file, line, words, _comments, context in sorted(rows, key=lambda row: row[:2]):
        found.add(words, locations=[(f"{package.name}/{file}", line)], context=context)
    return found


def read(folder: Path, language: str) -> Catalog:
    """The catalogue of `language` as it is kept; an empty one where there is none yet."""
    kept = _po(folder, language)
    if not kept.exists():
        return Catalog(locale=language, domain="django")
    with kept.open("rb") as file:
        return read_po(file, locale=language, domain="django", abort_invalid=True)


def update(folder: Path, language: str, found: Catalog) -> list[str]:
    """Bring the kept catalogue up to `found`: new texts come in untranslated, those that are gone go.

    Returns the msgids that wait for a translation.
    """
    catalogue = read(folder, language)
    catalogue.update(needed(found, language), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    header = _HEADER.format(language=language, plural=catalogue.plural_forms)
    body = io.BytesIO()
    write_po(body, catalogue, omit_header=True, sort_by_file=True, include_lineno=False, width=110)
    kept = _po(folder, language)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(header.encode() + body.getvalue().lstrip())
    return [str(_singular(message)) for message in messages(catalogue) if not is_translated(message)]


def needed(found: Catalog, language: str) -> Catalog:
    """Of all texts those that `language` must have a translation for."""
    if language != SOURCE_LANGUAGE:
        return found
    counted = Catalog(domain="django")
    for message in messages(found):
        if message.pluralizable:
            counted.add(message.id, locations=message.locations, context=message.context)
    return counted


def messages(catalogue: Catalog) -> list[Message]:
    """Without the header, which Babel keeps as a message."""
    return [message for message in catalogue if message.id]


def forms(message: Message) -> list[str]:
    """The translation: one string, or one for each form that a number takes; "" where there is none yet."""
    return list(message.string) if isinstance(message.string, list | tuple) else [message.string or ""]


def is_translated(message: Message) -> bool:
    """In every form, and not a guess: a text that gained a plural is marked fuzzy."""
    return all(forms(message)) and not message.fuzzy


def compile_stale(folder: Path) -> list[Path]:
    """Make each .mo that is missing or older than its .po; return those made."""
    made = []
    for po in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as kept:
            catalogue = read_po(kept, locale=po.parent.parent.name, domain="django", abort_invalid=True)
        fresh = mo.with_suffix(f".{os.getpid()}")
        with fresh.open("wb") as out:
            write_mo(out, catalogue)
        fresh.replace(mo)  # a process that starts meanwhile reads the old one or the new one, whole
        made.append(mo)
    return made


def _po(folder: Path, language: str) -> Path:
    return folder / language / "LC_MESSAGES/django.po"


def _singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]
