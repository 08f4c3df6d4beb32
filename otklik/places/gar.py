"""The state address register (GAR): the full XML export of a region, from its folder or zip.

Files are read as streams into temporary tables, and the tables are joined there: a region of any size takes
the same memory. Elements and attributes as in the official schemas 2.251. GAR has no coordinates.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import IO, Any, Final

from django.db import connection
from django.db.backends.utils import CursorWrapper
from lxml import etree

from otklik.kit.importing import BadFile, Report, RowError
from otklik.places import addresses, register
from otklik.places.models import OKTMO

_Opener = Callable[[], IO[bytes]]
_Attributes = dict[str, str]

_CITY, _LOCALITY, _PLAN, _STREET = 5, 6, 7, 8  # levels of AS_OBJECT_LEVELS that make an address
_LOWEST: Final = 8
_TABLES: Final = """
CREATE TEMPORARY TABLE gar_object (id bigint, guid text, name text, kind text, level int) ON COMMIT DROP;
CREATE TEMPORARY TABLE gar_parent (id bigint, parent bigint, oktmo text) ON COMMIT DROP;
CREATE TEMPORARY TABLE gar_oktmo (id bigint, oktmo text) ON COMMIT DROP;
CREATE TEMPORARY TABLE gar_house (id bigint, number text) ON COMMIT DROP;
"""


def load(path: Path, *, on: date, report: Report) -> None:
    """Store settlements, streets and houses that are valid on that day. Inside a transaction.

    Objects without a settlement above them and settlements without OKTMO are left out; the errors name their
    OBJECTID in place of a row. Raises BadFile.
    """
    with _files(path) as files, connection.cursor() as cursor:
        cursor.execute(_TABLES + register.TABLE)
        _copy(cursor, "gar_object", _objects(files, on, report))
        _copy(cursor, "gar_parent", _parents(files, on))
        _copy(cursor, "gar_oktmo", _oktmo(files, on))
        _copy(cursor, "gar_house", _houses(files, on, report))
        cursor.execute(_JOINED)
        _report_lost(cursor, report)
        register.count_written(cursor, _SETTLEMENTS, "SELECT count(*) FROM gar_settlement", report)
        cursor.execute(_INCOMING)
        register.merge_incoming(cursor, report)


# Who stands above whom: from each object up to its settlement. Only address objects are walked, not houses.
_JOINED: Final = f"""
ANALYZE gar_object; ANALYZE gar_parent; ANALYZE gar_house;
CREATE INDEX ON gar_parent (id);
CREATE TEMPORARY TABLE gar_chain ON COMMIT DROP AS
WITH RECURSIVE up(id, above, steps) AS (
    SELECT id, id, 0 FROM gar_object
    UNION ALL
    SELECT up.id, gar_parent.parent, steps + 1
    FROM up JOIN gar_parent ON gar_parent.id = up.above WHERE gar_parent.parent <> 0 AND steps < 12
)
SELECT id, above, steps FROM up;
CREATE TEMPORARY TABLE gar_settlement ON COMMIT DROP AS
SELECT place.id, place.guid, place.name, place.kind, (
    SELECT coalesce(gar_oktmo.oktmo, nullif(gar_parent.oktmo, ''))
    FROM gar_chain
    LEFT JOIN gar_oktmo ON gar_oktmo.id = gar_chain.above
    LEFT JOIN gar_parent ON gar_parent.id = gar_chain.above
    WHERE gar_chain.id = place.id AND coalesce(gar_oktmo.oktmo, nullif(gar_parent.oktmo, '')) IS NOT NULL
    ORDER BY gar_chain.steps LIMIT 1
) AS oktmo
FROM gar_object place WHERE place.level IN ({_CITY}, {_LOCALITY});
CREATE TEMPORARY TABLE gar_street ON COMMIT DROP AS
SELECT DISTINCT ON (street.id) street.id, place.guid AS settlement,
       CASE WHEN street.id = place.id THEN '' ELSE street.kind END AS kind,
       CASE WHEN street.id = place.id THEN ''
            WHEN plan.id IS NULL THEN street.name
            ELSE left(street.name || ' (' || trim(plan.kind || ' ' || plan.name) || ')', 200) END AS name
FROM gar_object street
JOIN gar_chain ON gar_chain.id = street.id
JOIN gar_settlement place ON place.id = gar_chain.above
LEFT JOIN gar_parent ON gar_parent.id = street.id
LEFT JOIN gar_object plan ON plan.id = gar_parent.parent AND plan.level = {_PLAN} AND street.level = {_STREET}
WHERE street.level IN ({_CITY}, {_LOCALITY}, {_PLAN}, {_STREET})
ORDER BY street.id, gar_chain.steps;
"""  # noqa: S608
_SETTLEMENTS: Final = """
INSERT INTO places_settlement (code, name, kind, territory_code)
SELECT guid, name, kind, oktmo FROM gar_settlement
ON CONFLICT (code) DO UPDATE
SET name = excluded.name, kind = excluded.kind, territory_code = excluded.territory_code
WHERE (places_settlement.name, places_settlement.kind, places_settlement.territory_code)
   <> (excluded.name, excluded.kind, excluded.territory_code)
RETURNING xmax = 0
"""
_INCOMING: Final = """
INSERT INTO incoming (settlement, kind, street, house)
SELECT street.settlement, street.kind, street.name, '' FROM gar_street street WHERE street.name <> ''
UNION ALL
SELECT street.settlement, street.kind, street.name, house.number
FROM gar_house house JOIN gar_parent ON gar_parent.id = house.id
JOIN gar_street street ON street.id = gar_parent.parent
"""
_LOST: Final = f"""
WITH bad AS (DELETE FROM gar_settlement WHERE oktmo IS NULL OR oktmo !~ '{OKTMO}' RETURNING id, guid, name),
gone AS (DELETE FROM gar_street USING bad WHERE gar_street.settlement = bad.guid)
SELECT id, name, 'settlement' FROM bad
UNION ALL
SELECT id, name, 'street' FROM gar_object WHERE level = {_STREET} AND id NOT IN (SELECT id FROM gar_street)
UNION ALL
SELECT house.id, house.number, 'house' FROM gar_house house
LEFT JOIN gar_parent ON gar_parent.id = house.id
LEFT JOIN gar_street street ON street.id = gar_parent.parent
WHERE street.id IS NULL
ORDER BY 1 LIMIT 1000
"""  # noqa: S608
_LOST_WORDS: Final = {
    "settlement": "у населённого пункта «{name}» нет кода ОКТМО; проверьте AS_ADDR_OBJ_PARAMS",
    "street": "для улицы «{name}» не найден населённый пункт; проверьте AS_MUN_HIERARCHY",
    "house": "для дома «{name}» не найдена улица; проверьте AS_MUN_HIERARCHY",
}


def _report_lost(cursor: CursorWrapper, report: Report) -> None:
    cursor.execute(_LOST)
    for id_, name, what in cursor.fetchall():
        report.errors.append(RowError(id_, "OBJECTID", _LOST_WORDS[what].format(name=name)))


def _copy(cursor: CursorWrapper, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _objects(files: "_Files", on: date, report: Report) -> Iterator[tuple[Any, ...]]:
    for one in files.valid("ADDR_OBJ", "OBJECT", on, need=("OBJECTGUID", "NAME", "TYPENAME", "LEVEL")):
        level = int(one["LEVEL"])
        if level > _LOWEST:
            continue
        name = " ".join(one["NAME"].split())
        if len(name) > 150:
            report.errors.append(RowError(int(one["OBJECTID"]), "NAME", "название длиннее 150 знаков"))
            continue
        word = one["TYPENAME"]
        kind = addresses.kind_of(word) if level in (_PLAN, _STREET) else addresses.settlement_kind(word)
        yield int(one["OBJECTID"]), one["OBJECTGUID"], name, kind, level


def _parents(files: "_Files", on: date) -> Iterator[tuple[Any, ...]]:
    for one in files.valid("MUN_HIERARCHY", "ITEM", on):
        yield int(one["OBJECTID"]), int(one.get("PARENTOBJID") or 0), one.get("OKTMO", "")


def _oktmo(files: "_Files", on: date) -> Iterator[tuple[Any, ...]]:
    """OKTMO among the parameters of address objects; its number is told by the file of parameter types."""
    known = files.each("PARAM_TYPES", "PARAMTYPE")
    types = {one["ID"] for one in known if one.get("CODE", "").upper() == "OKTMO"}
    if not types:
        raise BadFile("В AS_PARAM_TYPES нет типа с кодом OKTMO. Проверьте, что выгрузка полная.")
    for one in files.valid("ADDR_OBJ_PARAMS", "PARAM", on, need=("TYPEID", "VALUE")):
        if one["TYPEID"] in types and one.get("CHANGEIDEND", "0") in ("0", ""):
            yield int(one["OBJECTID"]), one["VALUE"].strip()


def _houses(files: "_Files", on: date, report: Report) -> Iterator[tuple[Any, ...]]:
    words = {one["ID"]: one.get("SHORTNAME", "") for one in files.each("ADDHOUSE_TYPES", "HOUSETYPE")}
    for one in files.valid("HOUSES", "HOUSE", on):
        parts = [one.get("HOUSENUM", "")]
        for n in "12":
            if added := one.get(f"ADDNUM{n}", "").strip():
                parts.append(f"{words.get(one.get(f'ADDTYPE{n}', ''), '')} {added}")
        number = addresses.house_number(" ".join(parts))
        if not number or len(number) > register.HOUSE_LONGEST:
            report.errors.append(
                RowError(int(one["OBJECTID"]), "HOUSENUM", f"номер дома «{number}» не подходит")
            )
            continue
        yield int(one["OBJECTID"]), number


class _Files:
    """The export's files by what they hold: AS_ADDR_OBJ_20260925_<guid>.XML is ADDR_OBJ."""

    def __init__(self, found: dict[str, list[_Opener]]) -> None:
        self._found = found
        for what in (
            "ADDR_OBJ",
            "MUN_HIERARCHY",
            "HOUSES",
            "ADDR_OBJ_PARAMS",
            "PARAM_TYPES",
            "ADDHOUSE_TYPES",
        ):
            if what not in found:
                raise BadFile(
                    f"В выгрузке нет файла AS_{what}_….XML. Нужна полная выгрузка региона и справочники."
                )

    def each(self, what: str, tag: str) -> Iterator[_Attributes]:
        for opener in self._found[what]:
            with opener() as stream:
                yield from _elements(stream, what, tag)

    def valid(self, what: str, tag: str, on: date, need: tuple[str, ...] = ()) -> Iterator[_Attributes]:
        """Those in force on the day. ISACTUAL and ISACTIVE count where the file has them."""
        day = on.isoformat()
        for one in self.each(what, tag):
            missing = [name for name in ("OBJECTID", "STARTDATE", "ENDDATE", *need) if name not in one]
            if missing:
                raise BadFile(
                    f"В AS_{what} у {tag} нет {', '.join(missing)}. Это не выгрузка ГАР или она испорчена."
                )
            live = one.get("ISACTUAL", "1") == "1" and one.get("ISACTIVE", "1") == "1"
            if live and one["STARTDATE"][:10] <= day < one["ENDDATE"][:10]:
                yield one


def _elements(stream: IO[bytes], what: str, tag: str) -> Iterator[_Attributes]:
    """Attributes of each element, which is then forgotten: the tree does not grow."""
    try:
        reading = etree.iterparse(stream, tag=tag, resolve_entities=False, no_network=True, load_dtd=False)
        for _, element in reading:
            yield {str(name): str(value) for name, value in element.attrib.items()}
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as e:
        raise BadFile(f"AS_{what} не читается как XML: {e}. Скачайте выгрузку заново.") from e


_NAME: Final = re.compile(r"AS_([A-Z_]+?)_\d{8}_[^/\\]*\.XML$", re.IGNORECASE)


def _open(file: Path) -> IO[bytes]:
    return file.open("rb")


@contextmanager
def _files(path: Path) -> Iterator[_Files]:
    found: dict[str, list[_Opener]] = {}
    if path.is_dir():
        # dictionaries lie beside the folder of the region
        for file in [*sorted(path.rglob("*")), *sorted(path.parent.glob("AS_*_TYPES_*"))]:
            if match := _NAME.search(file.name):
                found.setdefault(match.group(1).upper(), []).append(partial(_open, file))
        yield _Files(found)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                if match := _NAME.search(name):
                    found.setdefault(match.group(1).upper(), []).append(partial(archive.open, name))
            yield _Files(found)
    except (zipfile.BadZipFile, OSError) as e:
        raise BadFile(f"Архив {path} не открывается: {e}. Скачайте его заново.") from e
