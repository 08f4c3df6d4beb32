"""The folder of files: a name is one file, whole or not there."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from otklik.files.folder import FolderStorage

pytestmark = pytest.mark.route


@pytest.fixture
def storage(tmp_path: Path) -> FolderStorage:
    return FolderStorage(location=tmp_path)


def read(storage: FolderStorage) -> bytes:
    with storage.open("a/b.zip") as file:
        return bytes(file.read())


def test_the_same_name_again_replaces_the_file(storage):
    assert storage.save("a/b.zip", ContentFile(b"first")) == "a/b.zip"
    assert storage.save("a/b.zip", ContentFile(b"second")) == "a/b.zip"
    assert read(storage) == b"second"


def test_many_at_once_leave_one_whole_file(storage, tmp_path):
    contents = [bytes([n]) * 50_000 for n in range(40)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda content: storage.save("a/b.zip", ContentFile(content)), contents))

    assert read(storage) in contents
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.zip"]


class Torn(ContentFile):  # type: ignore[type-arg]  # generic for the type checker only
    """The disk is full in the middle."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"half"
        raise OSError("No space left on device")


def test_a_file_that_could_not_be_written_leaves_the_old_one_and_no_rest(storage, tmp_path):
    storage.save("a/b.zip", ContentFile(b"first"))

    with pytest.raises(OSError, match="No space"):
        storage.save("a/b.zip", Torn(b""))

    assert read(storage) == b"first"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.zip"]


def test_a_name_can_not_lead_out_of_the_folder(storage):
    with pytest.raises(Exception, match="path traversal"):
        storage.save("../b.zip", ContentFile(b"x"))
