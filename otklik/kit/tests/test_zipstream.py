"""A ZIP made while it is sent."""

import io
import json
import zipfile
from datetime import datetime

import pytest

from otklik.kit import zipstream

pytestmark = pytest.mark.people

AT = datetime(2026, 3, 2, 9, 0, tzinfo=None)  # noqa: DTZ001  # files in archives carry local moments


def opened(*entries: zipstream.Entry) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(zipstream.stream(entries, at=AT))))


def test_what_comes_out_is_what_went_in():
    archive = opened(
        zipstream.Entry("фото/1.jpg", [b"abc", b"def"], packed=False),
        zipstream.Entry("rows.json", zipstream.json_list([{"a": "я"}, {"a": AT}])),
        zipstream.Entry("none.json", zipstream.json_list([])),
    )
    assert archive.testzip() is None
    assert archive.read("фото/1.jpg") == b"abcdef"
    assert json.loads(archive.read("rows.json")) == [{"a": "я"}, {"a": "2026-03-02 09:00:00"}]
    assert json.loads(archive.read("none.json")) == []
    assert archive.getinfo("rows.json").date_time == (2026, 3, 2, 9, 0, 0)


def test_pieces_leave_before_the_next_file_is_read():
    read = []

    def photo(n: int):
        read.append(n)
        yield bytes(100_000)

    entries = (zipstream.Entry(f"{n}.jpg", photo(n), packed=False) for n in range(50))
    pieces = zipstream.stream(entries, at=AT)
    next(pieces)
    assert read == [0]
    assert max(map(len, pieces)) < 250_000
