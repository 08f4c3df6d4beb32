"""Files in the form that `otklik import` reads, made from the raw ones in a folder of the trial."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from benches.trial import gazetteer
from benches.trial.duties import Duty
from benches.trial.source import Region, Source

CITY_CODE: Final = "s-city"
VERSIONS: Final = ("2.7.1", "2.2")  # every second authority speaks the old one


def territory_codes(territories: Sequence[str]) -> dict[str, str]:
    """Keys in the form of OKTMO, by the order in the file: the borders come without codes."""
    return {name: f"97{600 + place}000" for place, name in enumerate(territories)}


def settlement_codes() -> dict[str, str]:
    """«г Канаш» → code."""
    named = [place for places in gazetteer.SETTLEMENTS.values() for place in places]
    city = next(iter(gazetteer.SETTLEMENTS[gazetteer.CITY]))
    return {place: CITY_CODE if place == city else f"s{number:02d}" for number, place in enumerate(named)}


def codes(words: Iterable[str], letter: str) -> dict[str, str]:
    """word → «a01», «a02» … in the order given, each once."""
    return {word: f"{letter}{number:02d}" for number, word in enumerate(dict.fromkeys(words), start=1)}


def write_territory_codes(path: Path, found: Mapping[str, str]) -> None:
    path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def write_settlements(path: Path, territories: Mapping[str, str]) -> None:
    codes_ = settlement_codes()
    rows = [
        (codes_[place], place.partition(" ")[2], place.partition(" ")[0], territories[territory])
        for territory, places in gazetteer.SETTLEMENTS.items()
        if territory in territories
        for place in places
    ]
    _write(path, ("code", "name", "kind", "territory_code"), rows)


def write_classifier(path: Path, categories: Mapping[str, str]) -> None:
    """The file of appeals has categories only, so each gets one topic, whose duty is the category's."""
    rows = [(code, code, title, title, "problem", f"duty.{code}") for title, code in categories.items()]
    _write(path, ("code", "category", "category_title", "title", "kinds", "duty"), rows)


def write_authorities(
    path: Path, authorities: Mapping[str, str], homes: Mapping[str, str], territories: Mapping[str, str]
) -> None:
    """homes: authority → its territory."""
    rows = []
    for place, (name, code) in enumerate(authorities.items()):
        home = homes.get(name, "")
        uid = uuid5(NAMESPACE_URL, f"trial authority {code}")
        level = "municipal" if home else "regional"
        version = VERSIONS[place % 2]
        rows.append((code, name, level, territories.get(home, ""), uid, f"{code.upper()}~MEDOGU", version))
    heading = ("code", "name", "level", "territory_code", "msed_uid", "msed_address", "msed_version")
    _write(path, heading, rows)


def write_duties(
    path: Path,
    duties: Iterable[Duty],
    *,
    categories: Mapping[str, str],
    territories: Mapping[str, str],
    authorities: Mapping[str, str],
) -> None:
    rows = [
        (
            f"duty.{categories[one.category]}",
            territories.get(one.territory, ""),
            authorities[one.authority],
            one.rank,
        )
        for one in duties
    ]
    _write(path, ("subject", "territory_code", "authority", "rank"), rows)


def write_appeals(
    path: Path, region: Region, *, categories: Mapping[str, str], territories: Mapping[str, str]
) -> None:
    """As an earlier portal would hand over what is still open."""
    places = settlement_codes()
    rows = [
        (
            one.id,
            "problem",
            categories[one.category],
            message(one),
            one.created,
            places.get(one.place.settlement, ""),
            one.place.address,
            territories.get(one.place.territory, ""),
        )
        for one in region.appeals
    ]
    heading = ("id", "kind", "topic", "text", "received_at", "settlement", "address", "territory")
    _write(path, heading, rows)


def message(one: Source) -> str:
    return f"{one.title}\n\n{one.text}"


def _write(path: Path, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        writer.writerows(rows)
