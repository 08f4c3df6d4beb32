"""Two appeals become one with everybody who stands beside them, and two again exactly as they were."""

import re
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from otklik.appeals import following, merging
from otklik.appeals.journal import WrongState
from otklik.appeals.lifecycle import RefusalReason, State
from otklik.appeals.merging import BadMerge
from otklik.appeals.models import Answer, Appeal, Follow, Photo, Support
from otklik.appeals.queries import card, files
from otklik.appeals.steps import moderation
from otklik.appeals.tests.given import MONDAY, a_citizen, a_moderator, an_appeal
from otklik.outbox.models import Message
from otklik.outbox.tests.given import kinds, read
from otklik.people.models import User

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


def published(**more) -> Appeal:
    return an_appeal(state=State.PUBLISHED, **more)


def supported(appeal: Appeal, *users: User) -> Appeal:
    for user in users:
        following.support(number=appeal.number, user=user, now=MONDAY)
    return appeal


def followed(appeal: Appeal, *users: User) -> Appeal:
    for user in users:
        following.follow(number=appeal.number, user=user, now=MONDAY)
    return appeal


def merge(appeal: Appeal, original: Appeal) -> None:
    merging.merge(appeal_id=appeal.pk, original_number=original.number, moderator=a_moderator(), now=MONDAY)


def split(appeal: Appeal) -> None:
    merging.split(appeal_id=appeal.pk, moderator=a_moderator(), now=MONDAY)


def beside(appeal: Appeal) -> tuple[set[int], set[int]]:
    """Who supports and who follows; the kept counts are those of the rows."""
    appeal.refresh_from_db()
    supporters = set(Support.objects.filter(appeal=appeal).values_list("user", flat=True))
    followers = set(Follow.objects.filter(appeal=appeal).values_list("user", flat=True))
    assert (appeal.supporters, appeal.followers) == (len(supporters), len(followers))
    return supporters, followers


def pks(*users: User) -> set[int]:
    return {user.pk for user in users}


def test_people_of_the_duplicate_and_its_author_come_to_the_original_each_once():
    one, two, three, author, other = (a_citizen() for _ in range(5))
    original = supported(followed(published(author=author), one), one)
    duplicate = supported(followed(published(author=other), one, two), two, three)
    heat = original.heat

    merge(duplicate, original)

    assert beside(original) == (pks(one, two, three), pks(one, two, other))
    assert beside(duplicate) == (pks(two, three), pks(one, two))
    assert original.heat > heat


def test_a_split_takes_back_exactly_what_the_merge_brought():
    one, two, three, other = (a_citizen() for _ in range(4))
    original = supported(followed(published(), one), one, three)
    duplicate = supported(followed(published(author=other), one, two), one, two)
    before = [beside(original), beside(duplicate)]
    merge(duplicate, original)

    split(duplicate)

    assert [beside(original), beside(duplicate)] == before
    assert (duplicate.state, duplicate.original_id, duplicate.closed_at) == (State.MODERATION, None, None)
    assert duplicate.moderate_by > MONDAY
    assert kinds() == ["merged", "split"]
    with pytest.raises(WrongState):
        split(duplicate)


def test_who_comes_by_two_duplicates_stays_until_both_are_split():
    one, author = a_citizen(), a_citizen()
    original = published()
    first, second = (followed(supported(published(author=author), one), one) for _ in range(2))
    merge(first, original)
    merge(second, original)
    split(first)
    assert beside(original) == (pks(one), pks(one, author))
    split(second)
    assert beside(original) == (set(), set())
    assert beside(second) == (pks(one), pks(one))


def test_the_author_of_the_original_neither_supports_nor_follows_it():
    author = a_citizen()
    original = published(author=author)
    duplicate = supported(followed(published(), author), author)
    merge(duplicate, original)
    assert beside(original) == (set(), set())
    mine = published(author=author)
    merge(mine, original)
    assert beside(original) == (set(), set())


def test_an_original_may_be_merged_itself_and_every_split_is_exact_in_any_order():
    one, two, three, writer = (a_citizen() for _ in range(4))
    a, b, c = (
        supported(published(author=writer), one),
        supported(published(), two),
        supported(published(), three),
    )
    merge(a, b)
    merge(b, c)
    assert beside(c) == (pks(one, two, three), pks(writer))
    assert beside(b) == (pks(two), set())

    split(b)
    assert beside(c) == (pks(three), set())
    assert beside(b) == (pks(one, two), pks(writer))
    Appeal.objects.filter(pk=b.pk).update(state=State.PUBLISHED)
    merge(b, c)
    split(a)
    assert beside(c) == (pks(two, three), set())
    assert beside(a) == (pks(one), set())
    split(b)
    assert [beside(x) for x in (a, b, c)] == [(pks(one), set()), (pks(two), set()), (pks(three), set())]


def test_a_circle_and_itself_are_refused_and_the_same_again_changes_nothing():
    a, b = published(), published()
    with pytest.raises(BadMerge):
        merge(a, a)
    merge(a, b)
    with pytest.raises(BadMerge):
        merge(b, a)
    merge(a, b)
    assert kinds() == ["merged"]


@pytest.mark.django_db(transaction=True)
def test_two_merges_against_each_other_end_with_one_original():
    for _ in range(3):
        a, b, start, wrong = published(), published(), Barrier(2), []
        moderator = a_moderator()

        def press(one: Appeal, two: Appeal) -> None:
            start.wait()  # noqa: B023  # joined within the turn
            try:
                merging.merge(appeal_id=one.pk, original_number=two.number, moderator=moderator, now=MONDAY)  # noqa: B023
            except (BadMerge, WrongState) as refusal:
                wrong.append(refusal)  # noqa: B023
            finally:
                connection.close()

        threads = [Thread(target=press, args=pair) for pair in ((a, b), (b, a))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        states = sorted(Appeal.objects.filter(pk__in=[a.pk, b.pk]).values_list("state", flat=True))
        assert (states, len(wrong)) == (["duplicate", "published"], 1)


def test_when_the_original_ends_without_an_answer_its_duplicates_live_on():
    one = a_citizen()
    for end in (
        lambda a: moderation.withdraw(appeal_id=a.pk, words="", now=MONDAY),
        lambda a: moderation.refuse(
            appeal_id=a.pk, moderator=a_moderator(), reason=RefusalReason.ADVERT, words="", now=MONDAY
        ),
    ):
        original, first, second = an_appeal(), supported(published(), one), published()
        merge(first, original)
        merge(second, original)
        end(original)
        for duplicate in (first, second):
            duplicate.refresh_from_db()
            assert duplicate.state == State.MODERATION
        assert beside(first)[0] == pks(one)


def test_a_question_that_nobody_answers_lets_the_duplicates_go_too():
    original, duplicate = an_appeal(state=State.QUESTION, question_by=MONDAY), published()
    merge(duplicate, original)
    assert moderation.expire_questions(now=MONDAY.replace(year=2027)) == 1
    duplicate.refresh_from_db()
    assert duplicate.state == State.MODERATION


# One answer for all.


def answered(**more) -> Appeal:
    appeal = an_appeal(state=State.ANSWERED, answered_at=MONDAY, **more)
    Answer.objects.create(
        appeal=appeal, message_uid=uuid4(), text="Засыпали.", decision="solved", received_at=MONDAY
    )
    return appeal


def tell(appeal: Appeal, kind: str = following.ANSWERED) -> list[Message]:
    Message.objects.all().delete()
    for _ in range(2):  # the worker was killed and does it again
        following.tell_followers(appeal_id=appeal.pk, kind=kind, turn=0)
    return list(Message.objects.order_by("to"))


def test_an_answer_tells_the_authors_and_followers_of_all_duplicates_each_once():
    author, member, follower = (a_citizen() for _ in range(3))
    original = followed(answered(author=author, author_email=author.email), follower)
    with_account = followed(published(author=member), follower, author)
    strangers = [
        published(author_email=email, author_name="Пётр Чужой", email_confirmed_at=MONDAY)
        for email in ("petr@example.test", "petr@example.test", author.email, follower.email)
    ]
    published(author_email="unconfirmed@example.test")
    for duplicate in (with_account, *strangers):
        merge(duplicate, original)

    messages = tell(original)

    assert sorted(m.to for m in messages) == sorted([member.email, follower.email, "petr@example.test"])
    [letter] = [m for m in messages if m.kind == "merged-news"]
    subject, body = read(letter)
    assert letter.about == strangers[1].number
    assert subject.startswith("Новости вашего обращения №")
    assert "это ответ и вам" in body
    assert "Здравствуйте, Пётр Чужой!" in body
    assert "Засыпали." in body
    assert original.number in re.sub(r"\D", "", body)
    assert "vera" not in str(letter.context)


@pytest.mark.parametrize(
    ("kind", "words"), [(following.RETURNED, "снова рассматривают"), (following.CLOSED, "Оно закрыто")]
)
def test_the_other_news_reach_them_too(kind, words):
    original = answered()
    first, second = (
        published(author_email=f"{n}@example.test", email_confirmed_at=MONDAY) for n in ("one", "two")
    )
    merge(first, second)  # a chain
    merge(second, original)
    messages = tell(original, kind)
    assert [m.to for m in messages] == ["one@example.test", "two@example.test"]
    assert words in read(messages[0])[1]


def test_the_step_queues_the_job_for_the_sake_of_duplicates_alone():
    original = answered()
    following.tell_later(original, following.CLOSED)
    merge(published(author_email="one@example.test"), original)
    following.tell_later(original, following.CLOSED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%%tell_followers'")
        assert cursor.fetchone() == (1,)


# Photos.


def a_photo(appeal: Appeal, **more) -> Photo:
    return Photo.objects.create(
        id=uuid4(), appeal=appeal, place=0, width=4, height=3, created_at=MONDAY, **more
    )


def test_photos_of_duplicates_are_shown_with_the_original_until_the_split():
    original, first, second = published(), an_appeal(), an_appeal()
    shown, through = a_photo(first), a_photo(second)
    hidden, added = a_photo(first, hidden=True), a_photo(first, clarifies=True)
    assert not files.photo_is_public(shown.pk)
    merge(second, first)
    merge(first, original)

    found = card.public(original.number)
    assert found is not None
    assert set(found.joined) == {(first.number, shown.pk), (second.number, through.pk)}
    public = [files.photo_is_public(photo.pk) for photo in (shown, through, hidden, added)]
    assert public == [True, True, False, False]

    split(first)
    found = card.public(original.number)
    assert found is not None
    assert found.joined == []
    assert not files.photo_is_public(through.pk)


def test_photos_of_the_duplicates_of_what_is_not_public_are_not_public():
    original, duplicate = an_appeal(), an_appeal()
    photo = a_photo(duplicate)
    merge(duplicate, original)
    assert not files.photo_is_public(photo.pk)
    for found, joined in (
        (card.mine(original.pk), []),
        (card.inside(original.pk), [(duplicate.number, photo.pk)]),
    ):
        assert found is not None
        assert found.joined == joined
