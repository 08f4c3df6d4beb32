"""Subscribers are told before they notice: each once, at once what cannot wait, the rest in one letter a day."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from otklik.outbox import samples, wording
from otklik.outbox.models import Message, PushSubscription
from otklik.people.models import User
from otklik.works import areas, publishing, subscriptions, telling
from otklik.works.models import Notice, Subscription, Work
from otklik.works.publishing import Hand, Owner
from otklik.works.subscriptions import BadAddress, TooMany
from otklik.works.tests.given import HOUR, NOW, Town, a_person, a_town, a_wish, a_work
from otklik.works.whereabouts import Spot

pytestmark = [pytest.mark.sections, pytest.mark.django_db]

DAY = timedelta(days=1)
FAR: dict[str, Any] = {"starts_at": NOW + 5 * DAY, "ends_at": NOW + 6 * DAY}


@pytest.fixture
def town() -> Town:
    return a_town()


def watching(town: Town, address: str, **more: Any) -> User:
    person = a_person(**more)
    subscriptions.add(user_id=person.pk, settlement_id=town.settlement.pk, address=address, now=NOW)
    return person


def tell(work: Work, **more: Any) -> None:
    """As the queued job does; run twice, as a killed one would be."""
    work.refresh_from_db()
    for _ in range(2):
        telling.tell(work_id=work.pk, revision=work.revision, now=more.get("now", NOW))


def told() -> list[int]:
    return [pk for pk in Message.objects.order_by("pk").values_list("user_id", flat=True) if pk]


def read(letter: Message) -> tuple[str, str]:
    words = wording.text_of(letter)
    return words.subject, words.body


@pytest.mark.parametrize(
    ("address", "lines", "hears"),
    [
        ("ул. Ленина, 1", "ул. Ленина: 1, 3", True),
        ("ул. Ленина, 1", "ул. Ленина", True),
        ("ул. Ленина, 1", "", True),
        ("ул. Ленина, 5", "ул. Ленина: 1, 3", False),
        ("ул. Ленина", "ул. Ленина: 1, 3", True),
        ("", "ул. Ленина: 1, 3", True),
        ("ул. Мира", "ул. Ленина", False),
    ],
)
def test_who_watches_an_address_hears_of_what_touches_it(town, address, lines, hears):
    person = watching(town, address)
    tell(a_work(town, lines))
    assert told() == ([person.pk] if hears else [])


def test_a_municipality_and_an_area_of_the_map_are_heard_of_by_who_lives_in_them(town):
    near, far = watching(town, "ул. Ленина, 1"), watching(town, "ул. Мира, 7")
    owner = Owner(town.authority.pk)
    circle = replace(a_wish(town), spots=(), told=("рынок",), area=areas.circle(40.05, 54.05, 300))
    tell(publishing.publish(circle, owner, by=None, now=NOW))
    assert told() == [near.pk]
    wide = replace(a_wish(town), spots=(Spot("99701000"),), told=("Округ",))
    tell(publishing.publish(wide, owner, by=None, now=NOW))
    assert told() == [near.pk, near.pk, far.pk]


def test_the_letter_of_a_work_says_what_where_and_until_when(town):
    watching(town, "ул. Ленина, 1", language="en")
    watching(town, "ул. Ленина, 1")
    tell(a_work(town, emergency=True))
    english, russian = (read(letter) for letter in Message.objects.order_by("pk"))
    assert russian[0] == "Авария. Отключение горячей воды с 01.12.2026 09:00"
    assert "С 01.12.2026 09:00 до 01.12.2026 18:00." in russian[1]
    assert "Где: д. Берёзовка, ул. Ленина: 1, 3." in russian[1]
    assert "/works/mine" in russian[1]
    assert english[0] == "Emergency. No hot water from 01.12.2026 09:00"


def test_planned_works_of_a_day_come_in_one_letter_and_each_only_once(town):
    person = watching(town, "ул. Ленина, 1")
    for _ in range(3):
        tell(a_work(town, **FAR))
    assert told() == []
    assert telling.tell_daily(now=NOW) == 0  # noted after the moment of today
    for _ in range(2):
        telling.tell_daily(now=NOW + DAY)
    assert told() == [person.pk]
    subject, body = read(Message.objects.get())
    assert subject == "Плановые работы по вашим адресам"
    assert body.count("Отключение горячей воды, с 06.12.2026 10:00 до 07.12.2026 10:00") == 3
    tell(a_work(town, **FAR), now=NOW + DAY)
    telling.tell_daily(now=NOW + 2 * DAY)
    assert told() == [person.pk] * 2


def test_people_of_one_street_share_a_note_and_others_get_their_own(town):
    both = watching(town, "")
    street = [watching(town, "ул. Ленина, 1") for _ in range(3)]
    tell(a_work(town, **FAR))
    tell(a_work(town, "ул. Мира", **FAR))
    assert telling.tell_daily(now=NOW + DAY) == 2
    assert sorted(told()) == sorted([both.pk, *(person.pk for person in street)])


def test_a_new_end_is_told_at_once_to_those_who_knew_and_who_waited_hears_the_new_times_only(town):
    knew = watching(town, "ул. Ленина, 1")
    work = a_work(town)
    tell(work)
    watching(town, "ул. Ленина, 3")
    hand = Hand(None, a_person(), "Не нашли утечку")
    publishing.move_end(work.pk, NOW + 20 * HOUR, hand, now=NOW)
    tell(work)
    assert sorted(told()) == sorted([knew.pk, knew.pk, Subscription.objects.latest("pk").user_id])
    subject, body = read(Message.objects.filter(user=knew).latest("pk"))
    assert subject == "Отключение горячей воды: время изменилось"
    assert "Почему: Не нашли утечку" in body


def test_a_planned_work_that_moves_before_anybody_was_told_is_told_once_in_the_daily_letter(town):
    watching(town, "ул. Ленина, 1")
    work = a_work(town, **FAR)
    tell(work)
    publishing.move_end(work.pk, NOW + 7 * DAY, Hand(None, a_person()), now=NOW)
    tell(work)
    assert told() == []
    telling.tell_daily(now=NOW + DAY)
    assert "до 08.12.2026 10:00" in read(Message.objects.get())[1]


def test_a_cancelled_work_is_told_to_those_who_knew_and_to_nobody_else(town):
    knew = watching(town, "ул. Ленина, 1")
    soon, far = a_work(town), a_work(town, **FAR)
    tell(soon)
    tell(far)
    for work in (soon, far):
        publishing.cancel(work.pk, Hand(None, None, "Передумали"), now=NOW)
        tell(work)
    telling.tell_daily(now=NOW + DAY)
    assert told() == [knew.pk] * 2
    assert read(Message.objects.latest("pk"))[0] == "Отменено: отключение горячей воды"


def test_who_wants_no_letters_or_closed_the_account_is_not_told(town):
    silent, gone = watching(town, "ул. Ленина, 1"), watching(town, "ул. Ленина, 1")
    User.objects.filter(pk=silent.pk).update(wants_letters=False)
    User.objects.filter(pk=gone.pk).update(is_active=False, deleted_at=NOW)
    tell(a_work(town))
    assert told() == []
    assert subscriptions.forget_deleted() == 1
    assert [row.user_id for row in Subscription.objects.all()] == [silent.pk]
    assert not Notice.objects.filter(user=gone).exists()


def test_browsers_of_the_person_show_it_too(town):
    person = watching(town, "ул. Ленина, 1")
    PushSubscription.objects.create(user=person, endpoint="https://push.example.test/1", p256dh="a", auth="b")
    tell(a_work(town))
    assert sorted(Message.objects.values_list("channel", flat=True)) == ["email", "push"]


def test_an_older_state_whose_job_comes_late_is_told_to_nobody(town):
    watching(town, "ул. Ленина, 1")
    work = a_work(town)
    publishing.move_end(work.pk, NOW + 20 * HOUR, Hand(None, a_person()), now=NOW)
    telling.tell(work_id=work.pk, revision=1, now=NOW)
    assert told() == []


def test_publication_queues_the_telling_in_its_own_transaction(town):
    work = a_work(town)
    job = ProcrastinateJob.objects.get(task_name__endswith="telling.spread")
    assert job.args == {"work_id": work.pk, "revision": 1}


def test_an_address_is_kept_once_ten_at_most_and_only_where_the_register_has_it(town):
    person = a_person()
    who: dict[str, Any] = {"user_id": person.pk, "settlement_id": town.settlement.pk, "now": NOW}
    for _ in range(2):
        assert subscriptions.add(address="ленина 1", **who) == "д. Берёзовка, ул. Ленина, д. 1"
    for wrong in ("ул. Ленина, 99", "ул. Нетакой, 1"):
        with pytest.raises(BadAddress):
            subscriptions.add(address=wrong, **who)
    with pytest.raises(BadAddress):
        subscriptions.add(**{**who, "settlement_id": 0}, address="")
    assert len(subscriptions.of(person.pk)) == 1
    one = Subscription.objects.get()
    Subscription.objects.bulk_create(
        Subscription(user=person, key=f"p{n}", label="x", territory_code="1", settlement_id=n, made_at=NOW)
        for n in range(9)
    )
    with pytest.raises(TooMany):
        subscriptions.add(address="ул. Мира", **who)
    subscriptions.drop(user_id=a_person().pk, subscription_id=one.pk)
    assert Subscription.objects.filter(pk=one.pk).exists()
    subscriptions.drop(user_id=person.pk, subscription_id=one.pk)
    assert not Subscription.objects.filter(pk=one.pk).exists()


def test_notices_of_works_long_over_are_forgotten(town):
    watching(town, "ул. Ленина, 1")
    tell(a_work(town))
    assert telling.forget_old(now=NOW + 20 * DAY) == 0
    assert telling.forget_old(now=NOW + 40 * DAY) == 1


@pytest.mark.parametrize("kind", ["work", "works-planned"])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_letter_of_works_can_be_made_of_its_sample(kind, language):
    letter = Message(kind=kind, to="a@example.test", language=language, context=samples.sample(kind))
    assert all(read(letter))
