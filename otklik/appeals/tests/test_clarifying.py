"""What the author adds after filing: for the desk and the authority, never for everybody."""

from uuid import UUID, uuid4

import pytest

from otklik.appeals import journal
from otklik.appeals.lifecycle import CLARIFIABLE, State
from otklik.appeals.models import Appeal, JournalRow, Photo
from otklik.appeals.queries import card, documents, files, lists
from otklik.appeals.steps import clarifying
from otklik.appeals.tests.given import MONDAY, an_appeal
from otklik.files import photos
from otklik.files.tests.given import a_picture

pytestmark = [pytest.mark.people, pytest.mark.django_db]


def clarify(appeal: Appeal, *, words: str = "Со двора", pictures: int = 0, key: UUID | None = None) -> None:
    clarifying.clarify(
        appeal_id=appeal.pk,
        key=key or uuid4(),
        words=words,
        pictures=[a_picture()] * pictures,
        now=MONDAY,
    )


@pytest.mark.parametrize("state", sorted(CLARIFIABLE))
def test_before_the_answer_the_author_may_add_words_and_photos(state):
    appeal = an_appeal(state=state)
    clarify(appeal, pictures=2)
    found = card.mine(appeal.pk)
    assert found is not None
    assert (found.timeline[0].reason, len(found.added), found.photos) == ("Со двора", 2, [])
    appeal.refresh_from_db()
    assert appeal.state == state


@pytest.mark.parametrize("state", sorted(set(State) - CLARIFIABLE))
def test_afterwards_and_before_the_confirmation_nothing_is_kept(state):
    appeal = an_appeal(state=state)
    with pytest.raises(journal.WrongState):
        clarify(appeal, pictures=1)
    assert not Photo.objects.exists()
    assert not JournalRow.objects.exists()


def test_everybody_sees_nothing_of_it():
    appeal = an_appeal(state=State.REGISTERED)
    clarify(appeal, pictures=1)
    found = card.public(appeal.number)
    assert found is not None
    assert (found.timeline, found.added, found.photos) == ([], [], [])
    assert not files.photo_is_public(Photo.objects.get().pk)
    assert lists.public_list(tab="problem").rows[0].photo is None


def test_the_authority_reads_the_words():
    appeal = an_appeal(state=State.PUBLISHED)
    clarify(appeal)
    assert documents.clarified(appeal, personal=False).endswith("Дополнение автора 02.03.2026: Со двора")


def test_the_button_pressed_twice_adds_once():
    appeal, key = an_appeal(), uuid4()
    for _ in range(2):
        clarify(appeal, pictures=1, key=key)
    assert (Photo.objects.count(), JournalRow.objects.count()) == (1, 1)
    assert photos.read(Photo.objects.get().pk, "full")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"words": "  "}, "Напишите уточнение"),
        ({"words": "я" * 3001}, "Сократите"),
        ({"pictures": 11}, "не больше 10 фото"),
    ],
)
def test_what_does_not_fit_is_refused_with_words(more, words):
    with pytest.raises(clarifying.BadClarification, match=words):
        clarify(an_appeal(), **more)


def test_a_file_that_is_no_photo_keeps_nothing_of_the_clarification():
    appeal = an_appeal()
    with pytest.raises(photos.BadPhoto):
        clarifying.clarify(
            appeal_id=appeal.pk, key=uuid4(), words="Вот", pictures=[a_picture(), b"no"], now=MONDAY
        )
    assert not JournalRow.objects.exists()


def test_photos_added_little_by_little_have_the_same_limit(settings):
    settings.PHOTOS = 3
    appeal = an_appeal()
    clarify(appeal, pictures=2)
    with pytest.raises(clarifying.BadClarification, match="не больше"):
        clarify(appeal, pictures=2)


def test_twenty_times_is_enough():
    appeal = an_appeal()
    for _ in range(clarifying.MOST):
        clarify(appeal)
    with pytest.raises(clarifying.BadClarification, match="много"):
        clarify(appeal)
