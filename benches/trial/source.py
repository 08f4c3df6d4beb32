"""The raw files of ../shared/data as plain rows. Pure: reads files, knows nothing of the portal."""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benches.trial import gazetteer
from benches.trial.told import Place, Reader

DATA: Final = Path(__file__).resolve().parents[3] / "shared/data"
BORDERS: Final = "chuvashia_municipalities_osm.geojson"
STREETS: Final = "cheb_streets_houses.csv"
APPEALS: Final = "cheb_appeals_2015_2018.csv"


@dataclass(frozen=True, slots=True)
class Source:
    """A real appeal. Its words never leave this process: they hold names of persons."""

    id: str
    title: str
    text: str
    created: str  # «2018-12-30 13:27:00», local
    category: str
    authority: str
    place: Place  # what the text tells
    home: str  # territory whose own administration the authority is; "" for a regional body


@dataclass(frozen=True, slots=True)
class Region:
    territories: tuple[str, ...]
    appeals: tuple[Source, ...]  # oldest first


def missing(data: Path) -> list[str]:
    """Those of the files that are not there."""
    return [name for name in (BORDERS, STREETS, APPEALS) if not (data / name).is_file()]


def read(data: Path, *, limit: int) -> Region:
    """limit: take so many appeals, evenly over the years; 0 means all."""
    features = json.loads((data / BORDERS).read_text(encoding="utf-8"))["features"]
    territories = tuple(feature["properties"]["district"] for feature in features)
    names, city = gazetteer.names(territories)
    reader = Reader(names, city=city, streets=sorted({row["street"] for row in _rows(data / STREETS)}))
    rows = sorted(_rows(data / APPEALS), key=lambda row: (row["Дата создания"], row["id"]))
    return Region(territories, tuple(_source(row, reader, territories) for row in _sample(rows, limit)))


def home(authority: str, territories: Sequence[str]) -> str:
    """«Администрация Аликовского района …» → «Аликовский район»; a district of the city gives the city."""
    towns = [one for one in territories if not one.endswith(" район")]
    for town in towns:
        if re.search(rf"(?:города|г\.)\s?{town[:-1]}", authority):
            return town
    for district in set(territories) - set(towns):
        stem = re.escape(district.removesuffix("ий район"))
        if re.search(rf"{stem}(?:ого района|ая районная)", authority):
            return district
    return ""


def _source(row: dict[str, str], reader: Reader, territories: Sequence[str]) -> Source:
    title, text = row["Тематика обращения"], row["Текст обращения"]
    return Source(
        id=row["id"],
        title=" ".join(title.split()),
        text=text.strip(),
        created=row["Дата создания"],
        category=row["Категория"],
        authority=row["Муниципалитет"],
        place=reader.read(title, text),
        home=home(row["Муниципалитет"], territories),
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {name.strip(): value for name, value in row.items()}


def _sample(rows: list[dict[str, str]], limit: int) -> list[dict[str, str]]:
    if not limit or limit >= len(rows):
        return rows
    return [rows[place * len(rows) // limit] for place in range(limit)]
