"""A moderator takes a published appeal off the portal: what is written, who is told, who reads it still, and back."""

from typing import Any
from uuid import uuid4

import pytest

from otklik.appeals import complaints, following, merging, searches, withholding
from otklik.appeals.complaints import NoComplaints, Who
from otklik.appeals.following import NotPublic, tell_followers
from otklik.appeals.journal import WrongState
from otklik.appeals.lifecycle import Move, State
from otklik.appeals.models import Appeal, Complaint, JournalRow
from otklik.appeals.queries import card, lists, whole, withheld
from otklik.appeals.queries.desk import EVERYTHING, Scope
from otklik.appeals.steps import moderation
from otklik.appeals.tests.given import MONDAY, a_citizen, a_moderator, an_appeal
from otklik.appeals.withholding import BadWithholding
from otklik.outbox.models import Message
from otklik.outbox.tests.given import read
from otklik.people.models import User

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


def withhold(appeal: Appeal, **more: Any) -> Appeal:
    said = {"reason": "court", "words": "Решение суда от 1 декабря.", "by": a_moderator(), **more}
    withholding.withhold(appeal_id=appeal.pk, now=MONDAY, **said)
    appeal.refresh_from_db()
    return appeal


def restore(appeal: Appeal, words: str = "Решение отменено.") -> None:
    withholding.restore(appeal_id=appeal.pk, words=words, by=a_moderator(), now=MONDAY)
    appeal.refresh_from_db()


def told(appeal: Appeal) -> list[str]:
    return list(Message.objects.filter(about=appeal.number).order_by("id").values_list("kind", flat=True))


def published(**more: Any) -> Appeal:
    return an_appeal(**{"state": State.REGISTERED, "published_at": MONDAY, **more})


def test_it_is_written_down_once_and_the_author_is_told_why():
    appeal = published()
    for _ in range(2):
        withhold(appeal)
    row = JournalRow.objects.get(appeal=appeal)
    assert (row.move, row.reason, row.detail) == (
        Move.WITHHOLD,
        "Решение суда от 1 декабря.",
        {"code": "court"},
    )
    assert (appeal.state, appeal.withheld) == (State.REGISTERED, True)
    assert told(appeal) == ["withheld"]
    assert "Решение суда от 1 декабря." in read(Message.objects.get())[1]


def test_it_comes_back_once():
    appeal = withhold(published())
    for _ in range(2):
        restore(appeal)
    assert not appeal.withheld
    assert told(appeal) == ["withheld", "restored"]
    assert card.is_public(appeal.number)


@pytest.mark.parametrize("said", [{"reason": ""}, {"reason": "x"}, {"words": "  "}, {"words": "а" * 1001}])
def test_a_reason_and_words_for_the_author_are_needed(said):
    appeal = published()
    with pytest.raises(BadWithholding):
        withhold(appeal, **said)
    with pytest.raises(BadWithholding):
        restore(appeal, words=" ")
    assert not JournalRow.objects.exists()


@pytest.mark.parametrize("state", [State.MODERATION, State.QUESTION, State.REFUSED, State.WITHDRAWN])
def test_what_was_never_public_is_not_withheld(state):
    with pytest.raises(WrongState):
        withhold(an_appeal(state=state, published_at=None))


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.DUPLICATE, State.CLOSED])
def test_the_page_that_an_ended_one_kept_goes_as_well(state):
    appeal = published(state=state, original=published() if state is State.DUPLICATE else None)
    assert card.public(appeal.number)
    withhold(appeal)
    assert card.public(appeal.number) is None
    assert not card.is_public(appeal.number)


def test_its_author_reads_everything_and_the_path_says_why_to_nobody_else():
    author = a_citizen()
    appeal = withhold(published(author=author))
    mine = card.own(appeal.number, author_id=author.pk)
    assert mine
    assert mine.withheld
    assert mine.timeline[-1].reason == "Решение суда от 1 декабря."
    restore(appeal)
    everybody = card.public(appeal.number)
    assert everybody
    assert everybody.timeline == []


def test_nobody_takes_part_in_it_and_who_followed_sees_it_no_more():
    appeal, reader = published(), a_citizen()
    following.follow(number=appeal.number, user=reader, now=MONDAY)
    withhold(appeal)
    assert lists.followed(reader.pk).rows == []
    with pytest.raises(NotPublic):
        following.support(number=appeal.number, user=reader, now=MONDAY)
    with pytest.raises(NoComplaints):
        complaints.complain(
            number=appeal.number, who=Who(None, "::1"), key=uuid4(), reason="hate", words="", now=MONDAY
        )


def test_news_go_to_the_author_and_to_authors_of_what_was_merged_but_not_to_followers():
    appeal, reader, other = published(), a_citizen(), a_citizen()
    following.follow(number=appeal.number, user=reader, now=MONDAY)
    duplicate = an_appeal(author=other)
    merging.merge(appeal_id=duplicate.pk, original_number=appeal.number, moderator=a_moderator(), now=MONDAY)
    withhold(appeal)
    tell_followers(appeal_id=appeal.pk, kind=following.ANSWERED, turn=0)
    news = Message.objects.filter(kind=following.ANSWERED).values_list("user", flat=True)
    assert list(news) == [other.pk]


def test_watchers_hear_nothing_of_what_was_withheld_at_once():
    appeal = withhold(published())
    searches.tell_watchers(appeal_id=appeal.pk)
    assert told(appeal) == ["withheld"]


def test_complaints_about_it_are_settled_and_who_complained_is_written_to():
    appeal, reader = published(), a_citizen()
    complaints.complain(
        number=appeal.number, who=Who(reader, "::1"), key=uuid4(), reason="hate", words="", now=MONDAY
    )
    withhold(appeal)
    assert Complaint.objects.get().verdict == "withheld"
    letter = read(Message.objects.get(kind="complaint-settled"))[1]
    assert "убрано с портала" in letter
    assert f"/appeals/{appeal.number}" not in letter


def test_nothing_is_merged_with_it_and_a_duplicate_points_nowhere():
    appeal = published()
    duplicate, another = an_appeal(), an_appeal()
    merging.merge(appeal_id=duplicate.pk, original_number=appeal.number, moderator=a_moderator(), now=MONDAY)
    withhold(appeal)
    assert whole.successor(appeal.pk) == (appeal.number, False)
    with pytest.raises(merging.BadMerge):
        merging.merge(
            appeal_id=another.pk, original_number=appeal.number, moderator=a_moderator(), now=MONDAY
        )


def test_published_anew_it_is_for_everybody():
    appeal = published(state=State.DUPLICATE, original=published())
    withhold(appeal)
    merging.split(appeal_id=appeal.pk, moderator=a_moderator(), now=MONDAY)
    moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=MONDAY)
    assert card.is_public(appeal.number)


def test_moderators_have_a_list_of_it_with_the_last_why(django_assert_num_queries):
    moderator = a_moderator()
    appeal = withhold(published(), reason="child", words="Прежде", by=moderator)
    restore(appeal)
    withhold(appeal, words="Теперь", by=moderator)
    published()
    [row] = withheld.page(scope=EVERYTHING).rows
    assert (row.appeal_id, row.words, row.reason) == (appeal.pk, "Теперь", "court")
    assert withheld.page(scope=Scope(topic_codes=("elsewhere",))).rows == []
    User.objects.filter(pk=moderator.pk).delete()
    for _ in range(3):
        withhold(published())
    with django_assert_num_queries(2):
        withheld.page(scope=EVERYTHING)


def test_every_public_reader_asks_the_one_condition(settings):
    """A state alone says of no appeal that everybody sees it: `public` does."""
    alone = {"appeals/public.py", "appeals/models/appeal.py", "appeals/queries/uses.py"}
    found = {
        path.relative_to(settings.BASE).as_posix()
        for path in settings.BASE.rglob("*.py")
        if not {"tests", "migrations"} & set(path.parts)
        and any(f"state__in={said}" in path.read_text() for said in ("sorted(PUBLIC)", "PUBLIC)"))
    }
    assert found <= alone | {"appeals/renaming.py"}  # marks them as changed, shows nothing
