"""Official tables of averages and rates: a column names the place, the others a use of the land each.

    Муниципалитет;ИЖС;ЛПХ;Сады
    Богородский городской округ;4909,72;3120;2890,5

A place is an OKTMO, a cadastral quarter, or the name of a municipality of that day.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from otklik.cadastre import figures, keeping
from otklik.cadastre.keeping import Given
from otklik.cadastre.models import PLACE, Use
from otklik.classifier import cadastral
from otklik.kit.importing import (
    BadFile,
    BadValue,
    Report,
    Row,
    RowError,
    read_rows,
    refuse_repeats,
    trial_or_real,
)
from otklik.people.models import User
from otklik.places import queries as places

# Headings that are understood by themselves; others are named in `columns`.
_PLACES: Final = frozenset({
    "октмо", "oktmo", "code", "код", "place", "district", "municipality", "муниципалитет", "муниципальное образование",
    "округ", "территория", "quarter", "квартал", "кадастровый квартал",
})  # fmt: skip
_ROLES: Final = {"территория": "place"}
_USES: Final[dict[str, str]] = {
    **{one.value: one.value for one in Use},
    "ижс": "housing", "жилая застройка": "housing", "upks_land_residential": "housing",
    "индивидуальная жилая застройка": "housing",
    "лпх": "household", "личное подсобное хозяйство": "household",
    "сады": "garden", "садоводство": "garden", "садоводство и огородничество": "garden", "сад или огород": "garden",
    "сельское хозяйство": "farm", "сельскохозяйственное использование": "farm",
    "предпринимательство": "commerce", "торговля": "commerce", "общественно-деловая застройка": "commerce",
    "другое": "other", "прочие": "other", "иное": "other",
}  # fmt: skip
_OF_KIND: Final = re.compile(
    r"\b(городской|муниципальный|округ|район|город|поселение|сельское|городское|г|о|го|мо|область)\b\.?"
)


@dataclass(frozen=True, slots=True)
class About:
    """What the table as a whole says."""

    kind: str  # average, rate
    source: str
    valid_from: date
    url: str = ""
    checked: bool = False


def load(
    path: Path,
    *,
    about: About,
    columns: Mapping[str, str],
    by: User | None,
    now: datetime,
    dry_run: bool,
) -> Report:
    """Write down what the file says. Rows with an error are left out and told; a repeat changes nothing, another value
    for the same day is added as a correction and the earlier one stays in the history.

    columns: heading → «place» or a Use, for headings that are not understood. Raises BadFile.
    """
    report = Report()
    with trial_or_real(dry_run=dry_run):
        given = [one for row in _read(path, about, columns, report) for one in row]
        report.add(keeping.put(given, by=by, now=now))
    figures.in_force.answers.clear()  # a trial has taken its rows back
    return report


def import_averages(
    path: Path,
    *,
    dry_run: bool,
    valid_from: date | None,
    source: str,
    columns: Mapping[str, str],
    now: datetime,
) -> Report:
    """`otklik import land-averages FILE --valid-from DAY --source ACT`. Raises BadFile."""
    return _imported("average", path, valid_from, source, columns=columns, now=now, dry_run=dry_run)


def import_rates(
    path: Path,
    *,
    dry_run: bool,
    valid_from: date | None,
    source: str,
    columns: Mapping[str, str],
    now: datetime,
) -> Report:
    """`otklik import land-rates FILE --valid-from DAY --source ACT`. Raises BadFile."""
    return _imported("rate", path, valid_from, source, columns=columns, now=now, dry_run=dry_run)


def _imported(kind: str, path: Path, valid_from: date | None, source: str, **how: Any) -> Report:
    source = " ".join(source.split())
    if valid_from is None or not source:
        raise BadFile("Укажите --valid-from ДАТА и --source с видом, номером и датой документа.")
    if words := " ".join(keeping.wrong_source(source, "").values()):
        raise BadFile(words)
    return load(path, about=About(kind, source, valid_from), by=None, **how)


def roles(headings: list[str], columns: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """(heading of the place, heading → use). Raises BadFile."""
    named = {" ".join(name.lower().split()): _ROLES.get(role.lower(), role) for name, role in columns.items()}
    found = {
        name: named.get(name) or _USES.get(name) or ("place" if name in _PLACES else "") for name in headings
    }
    known_roles(named)
    place = [name for name, role in found.items() if role == "place"]
    uses = {name: role for name, role in found.items() if role and role != "place"}
    if len(place) != 1 or not uses or len(set(uses.values())) != len(uses):
        raise BadFile(
            "В первой строке нужны один столбец территории (ОКТМО, квартал или название) и по столбцу на вид"
            f" использования. Понятны столбцы: {', '.join(name for name in found if found[name]) or 'никакие'}."
        )
    return place[0], uses


def known_roles(columns: Mapping[str, str]) -> None:
    """Raises BadFile: a heading is said to mean what nothing means."""
    wrong = [
        role for role in columns.values() if _ROLES.get(role.lower(), role) not in ("place", *Use.values)
    ]
    if wrong:
        raise BadFile(f"Вид «{wrong[0]}» неизвестен; бывают place, {', '.join(Use.values)}.")


def _read(path: Path, about: About, columns: Mapping[str, str], report: Report) -> Iterator[list[Given]]:
    finder = Finder(about.valid_from)
    place, uses, seen = "", dict[str, str](), set[str]()
    for row in read_rows(path, need=()):
        if not place:
            place, uses = roles(list(row.values), columns)
            left_out = [name for name in row.values if name not in uses and name != place]
            if left_out:
                report.notes.append(RowError(1, "", f"не взяты столбцы: {', '.join(left_out)}"))
        with report.row(row.number):
            code = finder.code(row.text(place, longest=300, required=True), place)
            refuse_repeats(seen, code, place)
            yield [one for name, use in uses.items() if (one := _given(row, name, use, code, about))]


def _given(row: Row, name: str, use: str, place: str, about: About) -> Given | None:
    """None: the cell is empty. Raises BadValue."""
    typed = row.text(name, longest=40)
    if not typed or typed in ("-", "—"):
        return None
    value = keeping.decimal(typed)
    if value is None:
        raise BadValue(name, f"«{typed}» не подходит; нужно число")
    value = value.quantize(Decimal("0.0001"))
    given = Given(about.kind, use, place, value, about.valid_from, about.source, about.url, about.checked)
    if words := keeping.wrong_value(given):
        raise BadValue(name, words)
    return given


class Finder:
    """Codes of places, by what a table calls them."""

    def __init__(self, on: date) -> None:
        self.by_name: dict[str, list[str]] = {}
        self.codes = set[str]()
        for code, name in places.territories(on=on):
            self.codes.add(code)
            self.by_name.setdefault(_core(name), []).append(code)

    def code(self, said: str, column: str) -> str:
        """Raises BadValue."""
        if said in self.codes:
            return said
        if ":" in said:
            try:
                return cadastral.read(said, plot_needed=False).quarter
            except cadastral.BadNumber as bad:
                raise BadValue(column, str(bad)) from None
        found = [] if re.fullmatch(PLACE, said) else self.by_name.get(_core(said), [])
        if len(found) != 1:
            many = "подходит нескольким территориям; напишите ОКТМО"
            raise BadValue(column, f"«{said}» {many if found else 'нет среди территорий этого дня'}")
        return found[0]


def _core(name: str) -> str:
    """Of «Городской округ Балашиха» and «г.о. Балашиха» the same."""
    plain = re.sub(r"[«»\"().,]", " ", name.lower().replace("ё", "е"))
    return " ".join(sorted(_OF_KIND.sub(" ", plain).split()))
