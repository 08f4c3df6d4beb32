"""Keyset pages: every row once, in both directions, whatever happens meanwhile."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from otklik.kit import paging

pytestmark = [pytest.mark.route, pytest.mark.django_db]

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Note(models.Model):
    objects: ClassVar[models.Manager["Note"]] = models.Manager()
    at = models.DateTimeField()

    class Meta:
        app_label = "kit"


@pytest.fixture(autouse=True)
def notes(db: None) -> Iterator[None]:
    """25 of them, five at each moment."""
    with connection.schema_editor() as editor:
        editor.create_model(Note)
    Note.objects.bulk_create([Note(at=NOON + timedelta(hours=n // 5)) for n in range(25)])
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Note)


def page(cursor: str | None = "") -> paging.Cut[Note]:
    return paging.cut(Note.objects.all(), column="at", cursor=cursor or "", size=4)


def walk(direction: str, start: paging.Cut[Note]) -> list[paging.Cut[Note]]:
    pages = [start]
    while cursor := getattr(pages[-1], direction):
        pages.append(page(cursor))
    return pages


def ids(pages: list[paging.Cut[Note]]) -> list[int]:
    return [note.pk for one in pages for note in one.rows]


def test_going_on_shows_every_row_once_newest_first():
    expected = list(Note.objects.order_by("-at", "-id").values_list("pk", flat=True))
    pages = walk("older", page())
    assert ids(pages) == expected
    assert (pages[0].newer, pages[-1].older) == (None, None)


def test_going_back_shows_the_same_pages():
    pages = walk("older", page())
    back = walk("newer", pages[-1])
    assert ids(back[::-1])[-24:] == ids(pages)[-24:]
    assert back[-1].newer is None


def test_a_new_row_moves_nobodys_page():
    second = page(page().older)
    first = page()
    Note.objects.create(at=NOON + timedelta(days=1))
    assert ids([page(first.older)]) == ids([second])


@pytest.mark.parametrize("spoiled", ["x", "!!!!", "PnNvb24", "PjIwMjYtMDMtMDJ8MQ", "ы", "A" * 10_000])
def test_a_spoiled_cursor_is_refused(spoiled):
    with pytest.raises(paging.BadCursor):
        page(spoiled)


def test_a_forged_cursor_and_one_of_another_order_are_refused():
    ours = page().older or ""
    for forged in (
        ours[:-2],
        ours[:-4] + "AAAA",
        "B" + ours[1:],
        paging.write(paging.Place(False, (1, 2)), "heat"),
    ):
        with pytest.raises(paging.BadCursor):
            page(forged)


def test_a_page_is_one_statement_without_offset_or_count():
    cursor = page(page().older).older
    with CaptureQueriesContext(connection) as queries:
        page(cursor)
    (statement,) = [query["sql"].upper() for query in queries]
    assert "OFFSET" not in statement
    assert "COUNT" not in statement


def test_of_nothing_there_is_one_empty_page():
    Note.objects.all().delete()
    assert page() == paging.Cut(rows=[], newer=None, older=None)
