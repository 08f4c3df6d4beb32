"""What the pages ask: lists, one appeal, the author's own, the desk, files, drafts, maps."""

from dataclasses import asdict, fields
from datetime import timedelta
from pathlib import PurePath
from uuid import uuid4

import pytest

from otklik.appeals import holds
from otklik.appeals.lifecycle import ANSWERED, PUBLIC, Kind, Stage, State
from otklik.appeals.models import Answer, AnswerFile, Appeal, Draft, Photo
from otklik.appeals.queries import card, desk, drafts, files, lists, maps, mine, waiting
from otklik.appeals.steps import intake, moderation, rating
from otklik.appeals.tests.given import (
    MONDAY,
    a_citizen,
    a_duty,
    a_filing,
    a_moderator,
    a_topic,
    an_appeal,
    an_authority,
)
from otklik.classifier.models import Category
from otklik.people.models import Organisation

pytestmark = [pytest.mark.public, pytest.mark.django_db]

READER = waiting.Reader(0, desk.EVERYTHING, MONDAY)


def a_photo(appeal: Appeal, place: int = 0) -> Photo:
    Appeal.objects.filter(pk=appeal.pk).update(has_photo=True)
    return Photo.objects.create(id=uuid4(), appeal=appeal, place=place, width=4, height=3, created_at=MONDAY)


def an_answer(appeal: Appeal, text: str = "Сделано") -> Answer:
    return Answer.objects.create(
        appeal=appeal, message_uid=uuid4(), text=text, decision="solved", received_at=MONDAY
    )


def walked(size: int, **which) -> list[str]:
    """Numbers of a whole list, page by page."""
    page = lists.public_list(size=size, **which)
    found = [row.number for row in page.rows]
    while page.older:
        page = lists.public_list(cursor=page.older, size=size, **which)
        found += [row.number for row in page.rows]
    return found


@pytest.mark.parametrize("size", [1, 3, 7, 20])
def test_pages_of_any_size_meet_each_appeal_once_newest_first(size):
    made = [an_appeal(state=State.PUBLISHED, published_at=MONDAY + timedelta(days=n // 3)) for n in range(20)]
    newest = sorted(made, key=lambda a: (a.published_at, a.pk), reverse=True)
    assert walked(size, tab="problem") == [appeal.number for appeal in newest]


def test_the_way_back_gives_the_same_pages():
    for n in range(10):
        an_appeal(state=State.PUBLISHED, published_at=MONDAY + timedelta(hours=n))
    first = lists.public_list(tab="problem", size=4)
    second = lists.public_list(tab="problem", size=4, cursor=first.older or "")
    back = lists.public_list(tab="problem", size=4, cursor=second.newer or "")
    assert (first.newer, back.newer) == (None, None)
    assert back.rows == first.rows


def test_an_appeal_published_meanwhile_shifts_no_page():
    for n in range(6):
        an_appeal(state=State.PUBLISHED, published_at=MONDAY + timedelta(hours=n))
    first = lists.public_list(tab="problem", size=3)
    before = lists.public_list(tab="problem", size=3, cursor=first.older or "").rows
    an_appeal(state=State.PUBLISHED, published_at=MONDAY + timedelta(days=9))
    assert lists.public_list(tab="problem", size=3, cursor=first.older or "").rows == before


def test_each_tab_has_its_own_and_only_what_is_public():
    for state in State:
        for kind in Kind:
            an_appeal(state=state, kind=kind.value, answered_at=MONDAY if state in ANSWERED else None)
    for kind in Kind:
        rows = lists.public_list(tab=kind.value, size=100).rows
        assert {row.kind for row in rows} == {kind}
        assert {row.state for row in rows} == PUBLIC
    answers = lists.public_list(tab="answers", size=100).rows
    assert {row.state for row in answers} == ANSWERED


def test_a_category_narrows_the_list():
    parks = Category.objects.create(code="parks", title="Парки")
    bench = a_topic(code="bench", category=parks)
    green = an_appeal(state=State.PUBLISHED, topic=bench)
    an_appeal(state=State.PUBLISHED)
    assert walked(5, tab="problem", category="parks") == [green.number]


def test_the_list_of_answers_shows_the_newest_answer_and_the_first_photo():
    appeal = an_appeal(state=State.ANSWERED, answered_at=MONDAY)
    an_answer(appeal, "Прежний"), an_answer(appeal, "Новый")
    a_photo(appeal, 1)
    first = a_photo(appeal, 0)
    row = lists.public_list(tab="answers").rows[0]
    assert (row.answer, row.decision, row.photo) == ("Новый", "solved", first.pk)


@pytest.mark.parametrize("row_type", [lists.Row, card.Card])
def test_a_public_row_has_no_place_for_a_name_or_an_email(row_type):
    assert not {field.name for field in fields(row_type)} & {
        "author",
        "author_name",
        "author_email",
        "author_id",
    }


@pytest.mark.parametrize("state", list(State))
def test_only_public_appeals_have_a_public_card(state):
    appeal = an_appeal(state=state, published_at=MONDAY if state in PUBLIC else None)
    assert (card.public(appeal.number) is not None) == (state in PUBLIC) == card.is_public(appeal.number)
    assert card.mine(appeal.pk) is not None


def test_the_card_tells_when_each_stage_was_reached():
    a_duty()
    appeal = intake.receive(a_filing(), now=MONDAY)
    intake.confirm(appeal_id=appeal.pk, now=MONDAY + timedelta(hours=1))
    moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=MONDAY + timedelta(hours=2))

    found = card.public(appeal.number)

    assert found is not None
    assert found.reached == {
        Stage.RECEIVED: MONDAY,
        Stage.MODERATION: MONDAY + timedelta(hours=1),
        Stage.PUBLISHED: MONDAY + timedelta(hours=2),
        Stage.SENT: MONDAY + timedelta(hours=2),
    }
    assert found.stage is Stage.SENT


def test_what_the_desk_and_the_author_said_to_each_other_is_for_the_author_only():
    appeal = an_appeal(published_at=None)
    moderation.ask(appeal_id=appeal.pk, moderator=a_moderator(), words="Какой дом?", now=MONDAY)
    own = card.mine(appeal.pk)
    assert own is not None
    assert own.question == "Какой дом?"
    moderation.reply(appeal_id=appeal.pk, words="Пятый", now=MONDAY)
    moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=MONDAY)
    moderation.withdraw(appeal_id=appeal.pk, words="Уехала", now=MONDAY)

    seen_by_all, seen_by_author = card.public(appeal.number), card.mine(appeal.pk)

    assert seen_by_all is not None
    assert seen_by_author is not None
    assert "Какой дом?" not in str(asdict(seen_by_all))
    assert "Пятый" not in str(asdict(seen_by_all))
    assert "Уехала" not in str(asdict(seen_by_all))
    assert [e.reason for e in seen_by_author.timeline if e.reason] == ["Какой дом?", "Пятый", "Уехала"]


def test_answers_are_shown_newest_first_with_their_files_in_order():
    appeal = an_appeal(state=State.ANSWERED, answered_at=MONDAY)
    an_answer(appeal, "Прежний")
    newest = an_answer(appeal, "Новый")
    for place, title in ((1, "Второй.pdf"), (0, "Первый.pdf")):
        AnswerFile.objects.create(id=uuid4(), answer=newest, title=title, is_photo=False, place=place)
    found = card.public(appeal.number)
    assert found is not None
    assert [answer.text for answer in found.answers] == ["Новый", "Прежний"]
    assert [file.title for file in found.answers[0].files] == ["Первый.pdf", "Второй.pdf"]


def test_the_authority_and_the_author_each_keep_their_own_verdict():
    appeal = an_appeal(state=State.ANSWERED, answered_at=MONDAY)
    an_answer(appeal)
    rating.rate(appeal_id=appeal.pk, stars=2, solved=False, words="Нет", now=MONDAY)
    found = card.public(appeal.number)
    assert found is not None
    assert (found.answers[0].decision, found.solved, found.rating, found.verdict) == (
        "solved",
        False,
        2,
        "Нет",
    )


def test_my_appeals_come_newest_first_and_what_waits_for_me_apart():
    me = a_citizen()
    made = [
        an_appeal(author=me, state=s) for s in (State.QUESTION, State.SENDING, State.CLOSED, State.ANSWERED)
    ]
    an_appeal(author=a_citizen())
    assert [row.number for row in mine.page(me.pk).rows] == [a.number for a in reversed(made)]
    assert [row.number for row in mine.needing_me(me.pk)] == [made[3].number, made[0].number]


def test_the_desk_queues_hold_each_appeal_where_it_waits():
    new, asked_ = an_appeal(), an_appeal(state=State.QUESTION, question_by=MONDAY)
    stuck = an_appeal(state=State.PUBLISHED, attention="nobody")
    an_appeal(state=State.PUBLISHED)
    lists = [waiting.QUEUE, waiting.ASKED, waiting.DECIDE]
    found = [[row.id for row in waiting.page(one, waiting.Asked(), READER).rows] for one in lists]
    assert found == [[new.pk], [asked_.pk], [stuck.pk]]


def test_the_next_one_is_the_free_one_after_it_and_at_the_end_the_first():
    first, second, third = (an_appeal(moderate_by=MONDAY + timedelta(hours=h)) for h in (1, 2, 3))
    holds.take(appeal_id=second.pk, user=a_moderator(), now=MONDAY)

    def after(appeal: Appeal) -> list[int]:
        return waiting.free_after(waiting.QUEUE, waiting.Asked(), READER, appeal_id=appeal.pk)

    assert [after(one) for one in (first, second, third)] == [[third.pk], [third.pk], [first.pk]]
    assert waiting.free_after(waiting.QUEUE, waiting.Asked(), READER, appeal_id=0) == [first.pk, third.pk]


def test_the_desk_sees_the_author_and_an_unknown_appeal_is_none():
    work = desk.work(an_appeal(author_name="Вера Полевая", authority=an_authority()).pk)
    assert work is not None
    assert work.author_name == "Вера Полевая"
    assert desk.work(0) is None


@pytest.mark.parametrize("state", list(State))
def test_photos_are_public_with_their_appeal_a_duplicates_with_the_one_that_carries_on(state):
    shown = state in PUBLIC | {State.DUPLICATE}
    assert files.photo_is_public(a_photo(an_appeal(state=state)).pk) == shown


def test_files_of_answers_are_public_with_their_appeal():
    for state, public in ((State.ANSWERED, True), (State.WITHDRAWN, False)):
        answer = an_answer(an_appeal(state=state))
        photo, paper = (
            AnswerFile.objects.create(id=uuid4(), answer=answer, title="Акт.pdf", is_photo=flag, place=0)
            for flag in (True, False)
        )
        assert files.photo_is_public(photo.pk) is public
        assert files.document(paper.pk) == (PurePath("Акт.pdf"), public)
        assert files.document(photo.pk) is None


def test_a_photo_knows_whose_it_is():
    me = a_citizen()
    appeal = an_appeal(author=me)
    owner = files.owner_of_photo(a_photo(appeal).pk)
    assert owner is not None
    assert (owner.appeal_id, owner.author_id, owner.draft_id) == (appeal.pk, me.pk, None)
    assert files.owner_of_photo(uuid4()) is None


def test_photos_of_a_draft_keep_their_order():
    draft = Draft.objects.create(id=uuid4(), updated_at=MONDAY)
    made = [
        Photo.objects.create(id=uuid4(), draft=draft, place=place, width=4, height=3, created_at=MONDAY)
        for place in (2, 0, 1)
    ]
    assert drafts.photos(draft.pk) == [made[1].pk, made[2].pk, made[0].pk]


def test_the_end_of_the_wizard_asks_for_a_confirmation_only_where_it_is_needed():
    assert drafts.filed(an_appeal(state=State.UNCONFIRMED)).needs_confirmation
    assert not drafts.filed(an_appeal()).needs_confirmation


def test_a_map_is_drawn_where_there_is_a_point():
    assert "<svg" in (maps.of_appeal(an_appeal().number) or "")
    assert maps.of_appeal(an_appeal(point=None).number) is None
    assert maps.of_appeal("000000000") is None
    assert maps.view_of({}) is None


@pytest.mark.parametrize(
    ("how", "words"), [("full", "Вера Ивановна Полевая"), ("short", "Вера П."), ("hidden", "")]
)
def test_the_author_is_shown_as_they_chose(how, words):
    author = a_citizen()
    author.name, author.given_name, author.surname = "Вера Ивановна Полевая", "Вера", "Полевая"
    author.name_shown = how
    author.save()
    found = card.public(an_appeal(state=State.PUBLISHED, author=author).number)
    assert found is not None
    assert found.author_shown == words


def test_nobody_is_named_who_has_no_account_or_deleted_it():
    gone = a_citizen()
    gone.name_shown, gone.deleted_at = "full", MONDAY
    gone.save()
    for author in (None, gone):
        found = card.public(an_appeal(state=State.PUBLISHED, author=author).number)
        assert found is not None
        assert found.author_shown == ""


def test_an_appeal_of_an_organisation_names_it_and_not_the_person():
    author = a_citizen()
    author.name_shown = "full"
    author.save()
    body = Organisation.objects.create(inn="1234567894", ogrn="1022200525819", name="ООО «Ромашка»")
    found = card.public(an_appeal(state=State.PUBLISHED, author=author, organisation=body).number)
    assert found is not None
    assert (found.author_shown, found.organisation) == ("", "ООО «Ромашка»")


def test_a_chain_of_mergers_leads_to_the_appeal_that_carries_on(django_assert_num_queries):
    last = an_appeal(state=State.PUBLISHED)
    middle = an_appeal(state=State.DUPLICATE, original=last)
    first = an_appeal(state=State.DUPLICATE, original=middle)

    with django_assert_num_queries(2):
        found = card.public(first.number)

    assert found is not None
    assert (found.original, found.original_shown) == (last.number, True)


def test_a_merged_appeal_says_whether_everybody_may_open_the_one_that_carries_on():
    waiting = an_appeal(state=State.MODERATION, published_at=None)
    found = card.public(an_appeal(state=State.DUPLICATE, original=waiting).number)
    assert found is not None
    assert (found.original, found.original_shown) == (waiting.number, False)
