"""Other people beside an appeal: they support it, follow it and are told of what follows."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from otklik.appeals import following
from otklik.appeals.lifecycle import PUBLIC, State
from otklik.appeals.models import Answer, Appeal, Follow, Support
from otklik.appeals.steps import closing, rating
from otklik.appeals.tests.given import MONDAY, a_citizen, an_appeal
from otklik.outbox.models import Message, PushSubscription
from otklik.outbox.tests.given import kinds, read
from otklik.people import reach
from otklik.people.models import User

pytestmark = [pytest.mark.people, pytest.mark.django_db]


def followed(*users: User, **more) -> Appeal:
    appeal = an_appeal(**{"state": State.ANSWERED, "answered_at": MONDAY, **more})
    for user in users:
        following.follow(number=appeal.number, user=user, now=MONDAY)
    appeal.refresh_from_db()
    return appeal


def tell(appeal: Appeal, kind: str = following.CLOSED, turn: int = 0) -> None:
    following.tell_followers(appeal_id=appeal.pk, kind=kind, turn=turn)


def test_a_person_supports_once_and_may_take_it_back_and_the_count_follows():
    appeal, me, other = an_appeal(state=State.PUBLISHED), a_citizen(), a_citizen()
    counts = []
    for act in (
        lambda: following.support(number=appeal.number, user=me, now=MONDAY),
        lambda: following.support(number=appeal.number, user=me, now=MONDAY),
        lambda: following.support(number=appeal.number, user=other, now=MONDAY),
        lambda: following.unsupport(number=appeal.number, user=me),
        lambda: following.unsupport(number=appeal.number, user=me),
    ):
        act()
        appeal.refresh_from_db()
        counts.append(appeal.supporters)
    assert counts == [1, 1, 2, 1, 1]
    assert Support.objects.get().user == other


def test_following_is_kept_once_and_ends_even_when_the_appeal_is_not_public_any_more():
    me = a_citizen()
    appeal = followed(me, me)
    assert appeal.followers == 1
    Appeal.objects.update(state=State.WITHDRAWN)
    for _ in range(2):
        following.unfollow(number=appeal.number, user=me)
    appeal.refresh_from_db()
    assert (appeal.followers, Follow.objects.count()) == (0, 0)


@pytest.mark.parametrize("act", [following.support, following.follow])
def test_what_is_not_public_does_not_exist_for_others(act):
    me = a_citizen()
    for state in sorted(set(State) - PUBLIC):
        with pytest.raises(following.NotPublic):
            act(number=an_appeal(state=state).number, user=me, now=MONDAY)
    with pytest.raises(following.NotPublic):
        act(number="000000000", user=me, now=MONDAY)


@pytest.mark.parametrize("act", [following.support, following.follow])
def test_nobody_supports_or_follows_their_own(act):
    me = a_citizen()
    appeal = an_appeal(state=State.PUBLISHED, author=me)
    with pytest.raises(following.OwnAppeal):
        act(number=appeal.number, user=me, now=MONDAY)


@pytest.mark.django_db(transaction=True)
def test_twenty_people_at_once_and_one_of_them_twice_are_counted_right():
    appeal = an_appeal(state=State.PUBLISHED)
    users = [a_citizen() for _ in range(10)] * 2
    start = Barrier(len(users))

    def press(user: User) -> None:
        start.wait()
        try:
            following.support(number=appeal.number, user=user, now=MONDAY)
        finally:
            connection.close()

    threads = [Thread(target=press, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    appeal.refresh_from_db()
    assert appeal.supporters == Support.objects.count() == 10


@pytest.mark.parametrize(
    ("end", "kind"),
    [
        (lambda a: closing.close(appeal_id=a.pk, now=MONDAY, rated=True), "followed-closed"),
        (lambda a: closing.close_stale(now=MONDAY + timedelta(days=400)), "followed-closed"),
        (
            lambda a: rating.rate(appeal_id=a.pk, stars=2, solved=False, words="Нет", now=MONDAY),
            "followed-returned",
        ),
    ],
)
def test_the_step_queues_one_job_and_only_when_somebody_follows(end, kind):
    end(followed(a_citizen()))
    end(followed())
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'kind' FROM procrastinate_jobs WHERE task_name LIKE '%%tell_followers'")
        assert cursor.fetchall() == [(kind,)]


def test_followers_are_told_once_by_a_letter_with_their_own_name():
    me = a_citizen()
    appeal = followed(me, author_name="Иван Тайный", author_email="secret@example.test")
    Answer.objects.create(
        appeal=appeal, message_uid="0" * 32, text="Засыпали.", decision="solved", received_at=MONDAY
    )
    for _ in range(2):  # the worker was killed and does it again
        tell(appeal, following.ANSWERED)
    message = Message.objects.get()
    subject, body = read(message)
    assert (message.to, message.about) == (me.email, appeal.number)
    assert "за которым вы следите" in subject
    assert "Здравствуйте, Вера!" in body
    assert "Засыпали." in body
    assert "/mine/followed" in body
    assert "Иван" not in body
    assert "secret" not in str(message.context)


def test_an_answer_after_a_return_is_told_again():
    appeal = followed(a_citizen())
    tell(appeal, following.ANSWERED, turn=0)
    tell(appeal, following.ANSWERED, turn=1)
    assert kinds() == ["followed-answered"] * 2


@pytest.mark.parametrize("kind", [following.CLOSED, following.RETURNED])
def test_the_other_news_have_their_words(kind):
    appeal = followed(a_citizen())
    tell(appeal, kind)
    subject, body = read(Message.objects.get())
    assert "за которым вы следите" in subject
    assert f"/appeals/{appeal.number}" in body


def test_the_ways_and_the_pace_that_each_chose_are_kept():
    now, daily, quiet, dead, gone, author = (a_citizen() for _ in range(6))
    for user, column in (
        (daily, {"pace": "daily"}),
        (quiet, {"wants_letters": False}),
        (dead, {"email_trouble": "550"}),
        (gone, {"is_active": False}),
        (now, {"language": "en"}),
    ):
        User.objects.filter(pk=user.pk).update(**column)
    PushSubscription.objects.create(user=dead, endpoint="https://push.example/1", p256dh="x", auth="x")
    appeal = followed(now, daily, quiet, dead, gone, author)
    Appeal.objects.update(author=author)
    for _ in range(2):
        tell(appeal)
    told = {(m.user, m.channel, m.state, m.language) for m in Message.objects.all()}
    assert told == {
        (now, "email", "waiting", "en"),
        (daily, "email", "held", "ru"),
        (dead, "push", "waiting", "ru"),
    }
    assert Message.objects.count() == 3


def test_thousands_are_told_by_two_statements_a_thousand(django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(reach, "BATCH", 10)
    appeal = an_appeal(state=State.ANSWERED)
    users = [a_citizen() for _ in range(25)]
    Follow.objects.bulk_create(Follow(appeal=appeal, user=user, at=MONDAY) for user in users)
    # The appeal, its answer, merged ones, who follows; three batches.
    with django_assert_num_queries(4 + 3 * 2):
        tell(appeal, following.ANSWERED)
    assert Message.objects.count() == 25
