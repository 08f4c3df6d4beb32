"""The three forms of the open data, written in one walk and with as much memory as one batch takes."""

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, TextIO

from otklik.stats.opendata.columns import COLUMNS
from otklik.stats.opendata.rows import Row

CSV, GEOJSON, PARQUET = "appeals.csv.gz", "appeals.geojson.gz", "appeals.parquet"
MEDIA: Final = {CSV: "text/csv", GEOJSON: "application/geo+json", PARQUET: "application/vnd.apache.parquet"}

_NAMES: Final = tuple(column.name for column in COLUMNS)
_LON, _LAT = _NAMES.index("lon"), _NAMES.index("lat")


def write(folder: Path, batches: Iterable[list[Row]]) -> int:
    """All files of MEDIA into `folder`; return how many rows. What stands there under these names is replaced."""
    with ExitStack() as open_files:
        table = csv.writer(_packed(folder / CSV, open_files))
        features = _packed(folder / GEOJSON, open_files)
        table.writerow(_NAMES)
        features.write('{"type":"FeatureCollection","features":[\n')
        count = 0

        def walked() -> Iterator[list[Row]]:
            nonlocal count
            for batch in batches:
                plain = [[_plain(value) for value in row] for row in batch]
                table.writerows(plain)
                features.writelines(_features(batch, plain, first=count == 0))
                count += len(batch)
                yield batch

        _write_parquet(folder / PARQUET, walked())
        features.write("\n]}\n")
    return count


def _packed(path: Path, open_files: ExitStack) -> TextIO:
    """Text that is packed on its way; closed with `open_files`."""
    file = open_files.enter_context(path.open("wb"))
    # Without its name and moment: the same rows make the same bytes.
    raw = gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=6, mtime=0)
    return open_files.enter_context(io.TextIOWrapper(raw, encoding="utf-8", newline=""))


def _plain(value: object) -> object:
    """As CSV and JSON have it: moments in UTC, nothing for what is not known."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")[:19] + "Z"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else "" if value is None else value


def _features(batch: list[Row], plain: list[list[object]], *, first: bool) -> Iterator[str]:
    """One a line; a place that nobody knows is null."""
    for n, (row, said) in enumerate(zip(batch, plain, strict=True)):
        known = row[_LON] is not None
        feature = {
            "type": "Feature",
            "id": row[0],
            "geometry": {"type": "Point", "coordinates": [row[_LON], row[_LAT]]} if known else None,
            "properties": {
                name: value if value is None or value is True or value is False else text
                for name, value, text in zip(_NAMES, row, said, strict=True)
                if name not in ("lon", "lat")
            },
        }
        yield ("" if first and n == 0 else ",\n") + json.dumps(
            feature, ensure_ascii=False, separators=(",", ":")
        )


def _write_parquet(path: Path, batches: Iterator[list[Row]]) -> None:
    from arro3.core import RecordBatchReader, Schema  # 30 MB: no web process may ever load it
    from arro3.io import write_parquet

    makers = _makers()
    schema = Schema([field for field, _make in makers])

    def arrow() -> Iterator[Any]:
        from arro3.core import RecordBatch

        for batch in batches:
            columns = zip(*batch, strict=True)
            arrays = [make(values) for (_field, make), values in zip(makers, columns, strict=True)]
            yield RecordBatch.from_arrays(arrays, schema=schema)

    with path.open("wb") as file:
        write_parquet(RecordBatchReader.from_batches(schema, arrow()), file, compression="zstd(3)")


def _makers() -> list[tuple[Any, Callable[[tuple[Any, ...]], Any]]]:
    """(field, how its array is made of a column) in the order of COLUMNS."""
    from arro3.core import Array, DataType, Field

    moment = DataType.timestamp("us", tz="UTC")
    kinds: dict[str, tuple[Any, Callable[[tuple[Any, ...]], Any]]] = {
        "string": (DataType.string(), lambda v: Array(list(v), DataType.string())),
        "integer": (DataType.int32(), lambda v: Array(list(v), DataType.int32())),
        "number": (DataType.float64(), lambda v: Array(list(v), DataType.float64())),
        "boolean": (DataType.bool(), lambda v: Array(list(v), DataType.bool())),
        "date": (
            DataType.date32(),
            lambda v: Array([_days(d) for d in v], DataType.int32()).cast(DataType.date32()),
        ),
        "datetime": (moment, lambda v: Array([_micros(m) for m in v], DataType.int64()).cast(moment)),
    }
    return [(Field(c.name, kinds[c.type][0], nullable=True), kinds[c.type][1]) for c in COLUMNS]


def _days(day: date | None) -> int | None:
    return day.toordinal() - date(1970, 1, 1).toordinal() if day else None


def _micros(moment: datetime | None) -> int | None:
    return round(moment.timestamp() * 1_000_000) if moment else None
