"""A ZIP made while it is sent: one piece of one file in memory at a time."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_PIECE = 64 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Entry:
    name: str  # path within the archive
    pieces: Iterable[bytes]  # read when its turn comes
    packed: bool = True  # off for what is packed already: photos


class _Out(io.RawIOBase):
    """Takes what zipfile writes, until somebody fetches it."""

    def __init__(self) -> None:
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.held += piece
        return len(piece)

    def fetched(self) -> bytes:
        found = bytes(self.held)
        self.held.clear()
        return found


def stream(entries: Iterable[Entry], *, at: datetime) -> Iterator[bytes]:
    """The archive in pieces. at: local moment that its files carry."""
    out = _Out()
    with zipfile.ZipFile(out, "w") as archive:
        for entry in entries:
            info = zipfile.ZipInfo(entry.name, at.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED if entry.packed else zipfile.ZIP_STORED
            with archive.open(info, "w") as file:
                for piece in entry.pieces:
                    file.write(piece)
                    if len(out.held) >= _PIECE:
                        yield out.fetched()
            yield out.fetched()
    yield out.fetched()


def json_list(rows: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    """A JSON array, a row at a time; moments and ids as text."""
    between = "[\n"
    for row in rows:
        yield (between + json.dumps(row, ensure_ascii=False, default=str)).encode()
        between = ",\n"
    yield ("[]\n" if between == "[\n" else "\n]\n").encode()
