"""A moderator hides a part of an appeal from everybody: what is kept, what is written down, and back again."""

from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from otklik.appeals import facets, redaction
from otklik.appeals.journal import WrongState
from otklik.appeals.lifecycle import Move, State
from otklik.appeals.models import Appeal, JournalRow, Photo, Redaction
from otklik.appeals.queries import documents
from otklik.appeals.redaction import BadRedaction
from otklik.appeals.rules import redact
from otklik.appeals.rules.spans import Mark, Span
from otklik.appeals.tests.given import MONDAY, a_moderator, an_appeal
from otklik.files import photos
from otklik.files.tests.given import a_picture

pytestmark = pytest.mark.desks

TEXT = "Звоните 89161234567, спросить Иванова И.И. Снег не убран."
PHONE = Span(8, 19, Mark.PHONE)


def hide(appeal: Appeal, *spans: Span) -> Appeal:
    redaction.hide(appeal_id=appeal.pk, spans=spans, moderator=a_moderator(), now=MONDAY)
    appeal.refresh_from_db()
    return appeal


def rewrite(appeal: Appeal, edited: str) -> Appeal:
    redaction.rewrite(appeal_id=appeal.pk, edited=edited, moderator=a_moderator(), now=MONDAY)
    appeal.refresh_from_db()
    return appeal


def details(appeal: Appeal) -> list[dict[str, object]]:
    rows = JournalRow.objects.filter(appeal=appeal, move=Move.REDACT).order_by("id")
    return list(rows.values_list("detail", flat=True))


def a_photo(appeal: Appeal, *, size: tuple[int, int] = (400, 300), place: int = 0, **more) -> Photo:
    photo_id = uuid4()
    photos.keep(a_picture(size=size), photo_id=photo_id)
    return Photo.objects.create(
        id=photo_id, appeal=appeal, place=place, width=size[0], height=size[1], created_at=MONDAY, **more
    )


def crop(appeal: Appeal, photo: Photo | UUID, box: tuple[int, int, int, int]) -> None:
    pk = photo if isinstance(photo, UUID) else photo.pk
    redaction.crop_photo(appeal_id=appeal.pk, photo_id=pk, box=box, moderator=a_moderator(), now=MONDAY)


def show_photo(appeal: Appeal, photo: Photo, *, hidden: bool = False) -> None:
    redaction.hide_photo(
        appeal_id=appeal.pk, photo_id=photo.pk, hidden=hidden, moderator=a_moderator(), now=MONDAY
    )


def shown(appeal: Appeal) -> list[UUID]:
    return list(Photo.objects.filter(appeal=appeal, hidden=False).values_list("pk", flat=True))


# The rule, without a database.


@pytest.mark.parametrize(
    ("edited", "public"),
    [
        ("Звоните , спросить Иванова И.И. Снег не убран.", "Звоните [скрыто], спросить Иванова И.И. Снег не убран."),
        ("Звоните [скрыто], спросить [скрыто] Снег не убран.", "Звоните [скрыто], спросить [скрыто] Снег не убран."),
        ("Звоните XXX, спросить Иванова И.И. Снег не убран.", "Звоните [скрыто], спросить Иванова И.И. Снег не убран."),
        ("Снег не убран.", "[скрыто] Снег не убран."),
        ("", "[скрыто]"),
        (f"Подлец! {TEXT} И точка.", TEXT),
        (TEXT.replace(" ", "\r\n"), TEXT),
    ],
)  # fmt: skip
def test_what_is_taken_out_is_hidden_and_nothing_is_added(edited, public):
    assert redact.public(TEXT, redact.missing(TEXT, edited)) == public


WORDS = st.lists(
    st.sampled_from(["снег", "лёд", ",", ".", "\n", " ", "89161234567", "[скрыто]", "а"]), max_size=30
)


@given(WORDS.map(" ".join), WORDS.map(" ".join))
def test_whatever_is_typed_only_words_of_the_author_are_read(full, edited):
    spans = redact.missing(full, edited)
    assert redact.joined(full, spans) == spans
    left = redact.public(full, spans).replace(redact.HIDDEN, " ").split()
    mine = full.replace(redact.HIDDEN, " ").split()
    assert all(word in mine for word in left)


def test_one_word_five_thousand_times_takes_no_time_to_speak_of():
    assert redact.missing("а " * 5000, "б " + "а " * 4000)


# The move.


@pytest.mark.django_db
def test_everybody_reads_the_rest_and_the_whole_is_kept():
    appeal = hide(an_appeal(text=TEXT), PHONE)
    assert appeal.text == "Звоните [скрыто], спросить Иванова И.И. Снег не убран."
    assert appeal.full_text == TEXT
    assert details(appeal) == [{"what": "text", "hidden": True, "marks": ["phone"]}]
    assert documents.clarified(appeal, personal=True) == TEXT
    assert "8916" not in documents.clarified(appeal, personal=False)


@pytest.mark.django_db
def test_a_second_time_works_on_the_original():
    appeal = hide(an_appeal(text=TEXT), PHONE)
    name = Span(30, 42, Mark.NAME)
    hide(appeal, name)
    assert appeal.text == "Звоните 89161234567, спросить [скрыто] Снег не убран."
    rewrite(appeal, appeal.text.replace("89161234567", ""))
    assert appeal.text == "Звоните [скрыто], спросить [скрыто] Снег не убран."
    assert details(appeal)[-1]["marks"] == ["name", "phone"]
    assert appeal.full_text == TEXT


@pytest.mark.django_db
def test_the_same_again_writes_nothing_and_showing_brings_the_text_back_exactly():
    appeal = an_appeal(text=TEXT)
    hide(appeal)
    for _ in range(2):
        hide(appeal, PHONE)
    assert len(details(appeal)) == 1
    for _ in range(2):
        redaction.show(appeal_id=appeal.pk, moderator=a_moderator(), now=MONDAY)
    appeal.refresh_from_db()
    assert (appeal.text, appeal.full_text) == (TEXT, "")
    assert details(appeal)[1:] == [{"what": "text", "hidden": False}]
    assert not Redaction.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("span", [Span(-1, 3, Mark.NAME), Span(3, 3, Mark.NAME), Span(0, 999, Mark.NAME)])
def test_a_piece_outside_of_the_text_is_refused(span):
    with pytest.raises(BadRedaction):
        hide(an_appeal(text=TEXT), span)


@pytest.mark.django_db
def test_an_edit_that_hides_nothing_is_refused():
    appeal = an_appeal(text=TEXT)
    with pytest.raises(BadRedaction):
        rewrite(appeal, TEXT + " Дописано модератором.")
    assert not details(appeal)


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.REFUSED, State.WITHDRAWN, State.UNCONFIRMED])
def test_of_what_nobody_will_read_nothing_is_hidden(state):
    with pytest.raises(WrongState):
        hide(an_appeal(state=state, text=TEXT), PHONE)


@pytest.mark.django_db
def test_the_journal_never_has_the_hidden_words():
    appeal = rewrite(an_appeal(text=TEXT), "Снег не убран.")
    assert "8916" not in str(list(JournalRow.objects.values()))
    assert appeal.text == "[скрыто] Снег не убран."


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_leave_one_of_their_texts_and_its_original():
    appeal, name, start = an_appeal(text=TEXT), Span(30, 42, Mark.NAME), Barrier(2)
    moderator = a_moderator()

    def press(span: Span) -> None:
        start.wait()
        try:
            redaction.hide(appeal_id=appeal.pk, spans=[span], moderator=moderator, now=MONDAY)
        finally:
            connection.close()

    threads = [Thread(target=press, args=[span]) for span in (PHONE, name)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    appeal.refresh_from_db()
    kept = [Span(start, end, Mark(mark)) for start, end, mark in Redaction.objects.get().spans]
    assert appeal.full_text == TEXT
    assert appeal.text == redact.public(TEXT, kept)


# Answers to the topic's own questions.


def hide_field(appeal: Appeal, place: int, *, hidden: bool = True) -> Appeal:
    redaction.hide_field(appeal_id=appeal.pk, place=place, hidden=hidden, moderator=a_moderator(), now=MONDAY)
    appeal.refresh_from_db()
    return appeal


ANSWERS = [["Размер ямы", "полметра"], ["Кто видел", "Иванов из дома 5"]]


@pytest.mark.django_db
def test_one_answer_is_hidden_once_and_comes_back_exactly():
    appeal = an_appeal(fields=ANSWERS)
    for _ in range(2):
        hide_field(appeal, 1)
    assert appeal.fields == [ANSWERS[0], ["Кто видел", redact.HIDDEN_ANSWER]]
    assert appeal.full_fields == ANSWERS
    hide_field(appeal, 0)
    hide_field(appeal, 1, hidden=False)
    assert appeal.fields == [["Размер ямы", redact.HIDDEN_ANSWER], ANSWERS[1]]
    hide_field(appeal, 0, hidden=False)
    assert (appeal.fields, appeal.full_fields) == (ANSWERS, None)
    assert details(appeal) == [{"what": "field", "hidden": hidden} for hidden in (True, True, False, False)]


@pytest.mark.django_db
@pytest.mark.parametrize("place", [-1, 2])
def test_an_answer_that_is_not_there_is_refused(place):
    with pytest.raises(BadRedaction):
        hide_field(an_appeal(fields=ANSWERS), place)


# The author and photos.


@pytest.mark.django_db
def test_the_author_is_hidden_once_and_shown_again():
    appeal = an_appeal()
    for hidden in (True, True, False):
        redaction.hide_author(appeal_id=appeal.pk, hidden=hidden, moderator=a_moderator(), now=MONDAY)
    appeal.refresh_from_db()
    assert not appeal.author_hidden
    assert details(appeal) == [{"what": "author", "hidden": True}, {"what": "author", "hidden": False}]


@pytest.mark.django_db
def test_a_hidden_photo_counts_no_more_and_comes_back():
    appeal = an_appeal(state=State.PUBLISHED, has_photo=True)
    photo = a_photo(appeal)
    for _ in range(2):
        show_photo(appeal, photo, hidden=True)
    appeal.refresh_from_db()
    assert (appeal.has_photo, shown(appeal)) == (False, [])
    show_photo(appeal, photo)
    appeal.refresh_from_db()
    assert (appeal.has_photo, shown(appeal)) == (True, [photo.pk])
    assert len(details(appeal)) == 2


@pytest.mark.django_db
def test_a_piece_of_a_photo_stands_in_its_place_and_the_whole_one_is_kept():
    appeal = an_appeal(state=State.PUBLISHED)
    photo = a_photo(appeal, place=3)
    for _ in range(2):
        crop(appeal, photo, (50, 0, 100, 100))
    piece = Photo.objects.get(crop_of=photo)
    assert (piece.width, piece.height, piece.place) == (200, 300, 3)
    assert shown(appeal) == [piece.pk]
    assert photos.read(photo.pk, "full") != photos.read(piece.pk, "full")
    crop(appeal, photo, (0, 0, 50, 100))
    assert len(shown(appeal)) == 1
    show_photo(appeal, photo)
    assert shown(appeal) == [photo.pk]
    show_photo(appeal, piece)
    assert shown(appeal) == [piece.pk]
    assert facets.has_photo(appeal.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "box",
    [(0, 0, 100, 100), (50, 0, 50, 100), (60, 0, 40, 100), (0, 0, 4, 100), (-1, 0, 50, 50), (0, 0, 101, 90)],
)
def test_what_is_no_piece_is_refused(box):
    appeal = an_appeal()
    photo = a_photo(appeal)
    with pytest.raises(BadRedaction):
        crop(appeal, photo, box)
    assert shown(appeal) == [photo.pk]


@pytest.mark.django_db
def test_a_photo_of_another_appeal_is_not_there():
    stranger = a_photo(an_appeal())
    for deed in (lambda a: crop(a, stranger, (0, 0, 50, 50)), lambda a: show_photo(a, stranger, hidden=True)):
        with pytest.raises(Photo.DoesNotExist):
            deed(an_appeal())
