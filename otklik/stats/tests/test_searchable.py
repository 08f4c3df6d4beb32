"""What the search keeps: the words of public appeals and nothing else."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from otklik.appeals import journal
from otklik.appeals.lifecycle import Move, State
from otklik.appeals.models import Appeal, SearchDocument
from otklik.appeals.steps import clarifying
from otklik.appeals.tests.given import MONDAY, a_citizen, an_appeal
from otklik.stats import folding

pytestmark = [pytest.mark.public, pytest.mark.django_db]


def found(words: str) -> list[int]:
    folding.fold()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT appeal_id FROM appeals_searchdocument WHERE tsv @@ websearch_to_tsquery('public.otklik', %s)",
            [words],
        )
        return [row[0] for row in cursor.fetchall()]


def test_a_public_appeal_is_found_by_the_stems_of_its_text_topic_and_address():
    appeal = an_appeal(state=State.PUBLISHED, text="Разбитые фонари у Ёлкиной горы")

    for words in ("фонарь", "ямы дорогах", "липовке", "улица новая", "елкина", "разбитый фонарь липовка 5"):
        assert found(words) == [appeal.pk], words


def test_signs_between_words_join_nothing():
    appeal = an_appeal(state=State.PUBLISHED, text="вода/тепло", address="г.Икс, ул.Ленина,д.5")

    for words in ("тепло", "вода", "ленина", "икс"):
        assert found(words) == [appeal.pk], words


@pytest.mark.parametrize("state", [State.MODERATION, State.REFUSED, State.WITHDRAWN, State.DUPLICATE])
def test_what_is_not_public_has_no_words(state: State):
    appeal = an_appeal(state=state)

    folding.fold()

    assert not SearchDocument.objects.filter(appeal=appeal).exists()


def test_a_withdrawn_appeal_is_forgotten():
    appeal = an_appeal(state=State.PUBLISHED)
    assert found("яма") == [appeal.pk]

    journal.move(appeal.pk, Move.WITHDRAW, actor=None, now=MONDAY)

    assert found("яма") == []


def test_corrected_words_replace_the_old_ones():
    appeal = an_appeal(state=State.PUBLISHED)
    found("яма")

    journal.move(appeal.pk, Move.CORRECT, actor=None, now=MONDAY, facts={"address": "с. Ольховка"})

    assert found("ольховка") == [appeal.pk]
    assert found("липовка") == []


def test_a_clarification_and_the_author_are_never_found():
    author = a_citizen()
    appeal = an_appeal(state=State.PUBLISHED, author=author, author_name="Авдотья")
    clarifying.clarify(appeal_id=appeal.pk, key=uuid4(), words="Мой телефон тайный", pictures=[], now=MONDAY)

    for words in ("телефон", "тайный", "авдотья", "vera", "example"):
        assert found(words) == [], words


def test_a_move_that_changes_no_word_writes_nothing():
    appeal = an_appeal(state=State.PUBLISHED)
    found("яма")
    before = _version()

    Appeal.objects.filter(pk=appeal.pk).update(supporters=7)
    journal.move(appeal.pk, Move.UNROUTED, actor=None, now=MONDAY)
    folding.fold()

    assert _version() == before


def test_documents_made_anew_equal_those_that_were_kept():
    for n in range(5):
        an_appeal(state=State.PUBLISHED, text=f"Яма № {n} у «дома»", fields=[["Ширина", f"{n} м"]])
    folding.fold()
    kept = _rows()

    folding.reword()

    assert _rows() == kept
    assert len(kept) == 5
    another = an_appeal(state=State.PUBLISHED)
    assert another.pk in found("яма")


def test_words_of_an_older_release_with_a_whole_cadastral_number_are_made_anew():
    appeal = an_appeal(state=State.PUBLISHED, fields=[["Кадастровый номер", "99:04:0012003:128"]])
    folding.fold()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE appeals_searchdocument SET tsv = tsv || to_tsvector('public.otklik', '99:04:0012003:128')"
        )
    assert found('"99:04:0012003:128"') == [appeal.pk]

    folding.reword()

    assert found('"99:04:0012003:128"') == []
    assert found('"99:04:0012003"') == [appeal.pk]


def test_a_table_made_anew_is_as_the_migration_made_it():
    before = _shape()

    folding.reword()

    assert _shape() == before


def _rows() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT appeal_id, published_at, tsv::text FROM appeals_searchdocument ORDER BY 1")
        return list(cursor.fetchall())


def _version() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text, xmin::text FROM appeals_searchdocument")
        return list(cursor.fetchall())


def _shape() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, atttypid, attnotnull FROM pg_attribute"
            " WHERE attrelid = 'appeals_searchdocument'::regclass AND attnum > 0 ORDER BY attnum"
        )
        columns = cursor.fetchall()
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'appeals_searchdocument' ORDER BY 1"
        )
        return [*columns, *cursor.fetchall()]
