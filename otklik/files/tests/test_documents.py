"""Files of answers are kept byte for byte."""

from uuid import uuid4

import pytest
from django.core.files.storage import default_storage

from otklik.files import documents

pytestmark = pytest.mark.route


def test_a_document_comes_back_as_it_was():
    file_id, raw = uuid4(), bytes(range(256)) * 40
    documents.keep(raw, file_id=file_id)
    assert documents.read(file_id) == raw


def test_keeping_it_twice_leaves_one_file():
    file_id = uuid4()
    documents.keep(b"first", file_id=file_id)
    documents.keep(b"first", file_id=file_id)

    folder, _, name = documents.path(file_id).rpartition("/")
    assert default_storage.listdir(folder)[1] == [name]


def test_a_document_that_is_not_there_is_an_error():
    with pytest.raises(FileNotFoundError):
        documents.read(uuid4())


def test_names_of_files_never_come_from_outside():
    """An id is all that a path is made of, so no name can lead out of the folder."""
    file_id = uuid4()
    assert documents.path(file_id) == f"documents/{file_id.hex[-2:]}/{file_id.hex}"
