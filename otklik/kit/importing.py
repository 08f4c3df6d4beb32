"""Reading tables that people prepare: CSV as Excel writes it, or JSON. Every wrong row is told by its number.

An importer checks each row inside `Report.row`, hands the good ones to `merge` and returns the report, all
of it in `trial_or_real`: a dry run goes through the database's own checks too and leaves nothing.
"""

import codecs
import csv
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from django.db import transaction
from django.db.models import Model

from otklik.kit.errors import Refusal

M = TypeVar("M", bound=Model)
_YES: Final = frozenset({"1", "true", "yes", "да", "истина", "x", "х"})
_NO: Final = frozenset({"0", "false", "no", "нет", "ложь"})
_BATCH: Final = 2000  # rows in a statement
_MORE_CELLS: Final = "столбцов больше, чем в первой строке; возьмите в кавычки значения, где есть разделитель"


class BadFile(Refusal):
    """The file as a whole can't be read; the text says what to do with it."""

    code = "bad_file"
    status = 422


class BadValue(Exception):
    """A value that can't be taken; `Report.row` turns it into a line of the report."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(f"{field}: {text}")
        self.field = field
        self.text = text


@dataclass(frozen=True, slots=True)
class RowError:
    row: int  # line of the CSV (the heading is 1), or place in the list of the JSON, from 1
    field: str  # "" when it is about the whole row
    text: str  # says what to do

    def __str__(self) -> str:
        return f"строка {self.row}{f', поле {self.field}' if self.field else ''}: {self.text}"


@dataclass(slots=True)
class Report:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)  # rows left out
    notes: list[RowError] = field(default_factory=list)  # rows taken, with something done to them

    @contextmanager
    def row(self, number: int) -> Iterator[None]:
        """A BadValue raised inside leaves this row out and is reported."""
        try:
            yield
        except BadValue as e:
            self.errors.append(RowError(number, e.field, e.text))

    def add(self, other: "Report") -> None:
        """What came of another part of the same file."""
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.errors += other.errors
        self.notes += other.notes

    def lines(self) -> list[str]:
        """For the terminal: each trouble, then the sums."""
        told = [f"Ошибка, {error}" for error in self.errors] + [f"Замечание, {note}" for note in self.notes]
        sums = f"Создано {self.created}, изменено {self.updated}, без изменений {self.unchanged}"
        return [*told, f"{sums}, пропущено с ошибками {len(self.errors)}."]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file. Reading a value that is missing or does not fit raises BadValue."""

    number: int
    values: Mapping[str, Any]  # CSV: text; JSON: whatever is there
    trouble: str = ""  # what is wrong with the row as a whole

    def text(self, name: str, *, longest: int, required: bool = False, lines: bool = False) -> str:
        """On one line; lines: with the line breaks that were typed."""
        if self.trouble:
            raise BadValue("", self.trouble)
        value = self.values.get(name)
        typed = "" if value is None else str(value)
        parts = [" ".join(part.split()) for part in (typed.splitlines() if lines else [typed])]
        found = "\n".join(parts).strip()
        if "\0" in found:
            raise BadValue(name, "есть знак с кодом 0; уберите его")
        if required and not found:
            raise BadValue(name, "пусто; заполните")
        if len(found) > longest:
            raise BadValue(name, f"{len(found)} знаков, можно не больше {longest}; сократите")
        return found

    def whole(self, name: str, *, default: int | None = None, low: int = 0, high: int = 10**9) -> int | None:
        found = self.text(name, longest=30)
        if not found:
            return default
        if not found.lstrip("-").isdecimal() or not low <= int(found) <= high:
            raise BadValue(name, f"«{found}» не подходит; нужно целое число от {low} до {high}")
        return int(found)

    def number_between(self, name: str, low: float, high: float) -> float | None:
        found = self.text(name, longest=40).replace(",", ".")
        if not found:
            return None
        try:
            value = float(found)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise BadValue(name, f"«{found}» не подходит; нужно число от {low} до {high}")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        found = self.text(name, longest=10).lower()
        if not found:
            return default
        if found not in _YES | _NO:
            raise BadValue(name, f"«{found}» не подходит; напишите «да» или «нет»")
        return found in _YES

    def choice(self, name: str, options: Collection[str], *, default: str = "") -> str:
        found = self.text(name, longest=100) or default
        if found not in options:
            raise BadValue(name, f"«{found}» не подходит; бывает: {', '.join(options)}")
        return found

    def day(self, name: str) -> date | None:
        found = self.text(name, longest=30)
        if not found:
            return None
        for form in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                return datetime.strptime(found, form).date()  # noqa: DTZ007  # a date has no zone
            except ValueError:
                continue
        raise BadValue(name, f"«{found}» не дата; напишите ГГГГ-ММ-ДД или ДД.ММ.ГГГГ")


def read_rows(path: Path, *, need: Collection[str], part: str = "") -> Iterator[Row]:
    """The rows of a .json (a list of objects, or an object with the list `part`) or else of a CSV.

    CSV: UTF-8 or windows-1251, separated by «;», «,» or tabs, with a heading that has all of `need`. It is
    read as it goes: a file of any length takes the same memory. Raises BadFile.
    """
    if not path.is_file():
        raise BadFile(f"Файла {path} нет. Проверьте путь.")
    return _json_rows(path, part) if path.suffix.lower() == ".json" else _csv_rows(path, need)


def read_json(path: Path) -> Any:
    """Raises BadFile."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        found = json.loads(text)
        if "\\u" in text:
            _check_signs(found)
        return found
    except OSError as e:
        raise BadFile(f"Файл {path} не открывается: {e.strerror}.") from e
    except UnicodeDecodeError as e:
        raise BadFile(f"Файл {path} не в кодировке UTF-8. Сохраните его в UTF-8.") from e
    except (ValueError, RecursionError) as e:
        raise BadFile(f"Файл {path} не читается как JSON: {e}.") from e


def _check_signs(found: Any) -> None:
    """Raises ValueError: what PostgreSQL keeps in no text was written as \\uXXXX, a half of a sign or none."""
    if "\\u0000" in json.dumps(found, ensure_ascii=False).encode().decode():
        raise ValueError("знак с кодом 0")


def merge(model: type[M], key: tuple[str, ...], rows: Iterable[Mapping[str, Any]], report: Report) -> list[M]:
    """Make the table hold `rows` (attname → value), found by `key`; return those that existed and changed.

    Rows of the table that are not named stay. For tables that fit into memory; big ones have their own way.
    """
    there = {tuple(getattr(one, name) for name in key): one for one in model._default_manager.all()}
    new: list[M] = []
    changed: list[M] = []
    columns: set[str] = set()
    for values in rows:
        columns |= values.keys() - set(key)
        found = there.get(tuple(values[name] for name in key))
        if found is None:
            new.append(model(**values))
        elif any(getattr(found, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(found, name, value)
            changed.append(found)
        else:
            report.unchanged += 1
    model._default_manager.bulk_create(new, batch_size=_BATCH)
    if changed:
        model._default_manager.bulk_update(changed, sorted(columns), batch_size=_BATCH)
    report.created += len(new)
    report.updated += len(changed)
    return changed


@contextmanager
def trial_or_real(*, dry_run: bool) -> Iterator[None]:
    """One transaction; a dry run takes it all back."""
    with transaction.atomic():
        yield
        if dry_run:
            transaction.set_rollback(True)


def refuse_repeats(seen: set[Any], key: Any, name: str) -> None:
    """Raises BadValue: an earlier row has this key already."""
    if key in seen:
        raise BadValue(name, f"«{key}» уже есть выше; оставьте одну строку")
    seen.add(key)


def _json_rows(path: Path, part: str) -> Iterator[Row]:
    data = read_json(path)
    rows = data.get(part) if isinstance(data, dict) and part else data
    if not isinstance(rows, list):
        where = f"список «{part}»" if part else "список объектов [{…}, {…}]"
        raise BadFile(f"В файле {path} нужен {where}.")
    for number, values in enumerate(rows, start=1):
        if not isinstance(values, dict):
            raise BadFile(f"В файле {path} запись {number} — не объект {{…}}.")
        yield Row(number, values)


def _csv_rows(path: Path, need: Collection[str]) -> Iterator[Row]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        heading = file.readline()
        file.seek(0)
        reader = csv.reader(file, delimiter=max(";,\t", key=heading.count), strict=True)
        try:
            names = [name.strip().lower() for name in next(reader, [])]
            missing = [name for name in need if name not in names]
            if missing:
                raise BadFile(f"В первой строке файла {path} нет столбцов: {', '.join(missing)}.")
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    trouble = _MORE_CELLS if any(cell.strip() for cell in cells[len(names) :]) else ""
                    yield Row(reader.line_num, dict(zip(names, cells, strict=False)), trouble)
        except csv.Error as e:
            raise BadFile(
                f"Файл {path}, строка {reader.line_num}: кавычки не закрыты или лишние ({e})."
            ) from e


def _encoding(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    with path.open("rb") as file:
        try:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1251"
    return "utf-8-sig"
