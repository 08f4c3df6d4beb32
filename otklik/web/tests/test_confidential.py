"""An appeal of a confidential topic goes the whole way; only its author and those who work on it read of it."""

from typing import Any

import pytest
from django.test import Client

from otklik.appeals import searches, withholding
from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Watch
from otklik.appeals.steps import intake, moderation
from otklik.appeals.tests.given import MONDAY, a_citizen, a_duty, a_filing, a_moderator, a_topic, an_authority
from otklik.appeals.withholding import BadWithholding
from otklik.authorities.models import Duty, Membership
from otklik.hotline import queries as hotline
from otklik.hotline.tests.given import a_call, an_operator
from otklik.kit import clock
from otklik.outbox.models import Message
from otklik.people.models import User
from otklik.stats import folding
from otklik.stats.models import EverTotal
from otklik.web.access import table
from otklik.web.access.rights import Action
from otklik.web.api.tests.test_sending import POINT, SAID, send
from otklik.web.citizen.tests.given import AUTHOR, PLACE, WORDS, a_land, begun, seen
from otklik.web.tests.world import World, as_

pytestmark = [pytest.mark.sections, pytest.mark.django_db]

WORDS_OF_IT = "Давятпроверками"


def a_confidential_topic() -> Any:
    return a_topic(code="inspections", title="Давление на бизнес", confidential=True)


def a_published_one(*, confidential: bool | None = None, author: User | None = None) -> Appeal:
    if not Duty.objects.exists():
        a_duty()
    who = intake.Author.of(author or a_citizen())
    filing = a_filing(topic=a_confidential_topic(), text=WORDS_OF_IT, author=who, confidential=confidential)
    appeal = intake.receive(filing, now=clock.now())
    moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=clock.now())
    appeal.refresh_from_db()
    return appeal


def test_it_goes_the_whole_way_and_is_withheld_from_the_first_moment():
    a_duty()
    filing = a_filing(topic=a_confidential_topic(), author=intake.Author.of(a_citizen()))
    appeal = intake.receive(filing, now=clock.now())
    assert (appeal.state, appeal.confidential, appeal.withheld) == (State.MODERATION, True, True)
    moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=clock.now())
    appeal.refresh_from_db()
    assert (appeal.state, appeal.withheld) == (State.SENDING, True)


def test_the_author_may_show_it_to_everybody_and_other_topics_leave_no_choice():
    assert not a_published_one(confidential=False).withheld
    assert a_published_one(confidential=True).withheld
    filing = a_filing(topic=a_topic(), author=intake.Author.of(a_citizen()), confidential=True)
    assert not intake.receive(filing, now=clock.now()).withheld


def test_no_public_page_and_no_program_reads_of_it():
    world = World()
    world.appeal = a_published_one()
    number = world.appeal.number
    Appeal.objects.filter(pk=world.appeal.pk).update(
        state=State.ANSWERED, authority=an_authority(), answered_at=clock.now()
    )
    folding.recount()
    for place in table.places():
        if place.action is not Action.READ_PUBLIC:
            continue
        path = world.path(place.route)
        for asked in ("", "?q=Давятпроверками", "?photo=1", "?lat=55.5&lon=39.5"):
            answer = Client().get(path + asked)
            body = answer.getvalue() if answer.streaming else answer.content
            told = body.decode(errors="replace").replace(asked, "").replace("q=Давятпроверками", "")
            if "q=" not in asked:
                assert WORDS_OF_IT not in told, place.name
            assert number not in told or number in path, place.name
    assert Client().get(f"/appeals/{number}").status_code == 404
    assert Client().get(f"/api/v1/appeals/{number}").status_code == 404
    shown = a_published_one(confidential=False)  # that these pages would tell of one that everybody may read
    assert WORDS_OF_IT in seen(Client().get("/appeals"))
    assert WORDS_OF_IT in seen(Client().get(f"/appeals/{shown.number}"))


def test_its_author_a_moderator_and_the_authority_see_it():
    author = a_citizen()
    appeal = a_published_one(author=author)
    mine = seen(as_(author).get(f"/mine/number/{appeal.number}"))
    assert WORDS_OF_IT in mine
    assert "обращение видите только вы, а ещё исполнитель и модератор" in mine
    assert "Модератор убрал" not in mine
    Appeal.objects.filter(pk=appeal.pk).update(state=State.ANSWERED, answered_at=clock.now())
    answered = seen(as_(author).get(f"/mine/number/{appeal.number}"))
    assert "Этот текст увидит исполнитель" in answered
    assert "увидят все" not in answered
    desk = seen(as_(a_moderator()).get(f"/desk/appeals/{appeal.pk}"))
    assert WORDS_OF_IT in desk
    assert "Так решил автор" in desk
    assert "Вернуть на портал" not in desk
    assert appeal.authority
    clerk = User.objects.create_user("clerk@example.test", "pass", name="Клара", role="clerk")
    Membership.objects.create(user=clerk, authority=appeal.authority)
    assert WORDS_OF_IT in seen(as_(clerk).get(f"/desk/authority/{appeal.number}"))


def test_its_author_is_told_that_it_is_accepted_and_nobody_watching_is_told():
    author = a_citizen()
    Watch.objects.create(user=a_citizen(), title="Всё", created_at=MONDAY)
    appeal = a_published_one(author=author)
    searches.tell_watchers(appeal_id=appeal.pk)
    assert list(Message.objects.values_list("kind", flat=True)) == ["received", "accepted"]


def test_nobody_brings_it_onto_the_portal_and_the_list_of_what_was_taken_off_has_it_not():
    appeal, moderator = a_published_one(), a_moderator()
    with pytest.raises(BadWithholding):
        withholding.restore(appeal_id=appeal.pk, words="Так", by=moderator, now=clock.now())
    assert appeal.number not in as_(moderator).get("/desk/withheld").content.decode()


def test_figures_count_it_as_any_other():
    appeal = a_published_one()
    folding.recount()
    assert EverTotal.objects.get(dim="topic", value=str(appeal.topic_id)).received == 1


def test_the_wizard_asks_who_sees_it_and_takes_the_narrower_where_nothing_is_said():
    a_land()
    a_confidential_topic()
    for said, withheld in (({}, True), ({"visibility": "x"}, True), ({"visibility": "everybody"}, False)):
        wizard = begun()
        wizard.say("category", category="roads")
        wizard.say("topic", topic="inspections")
        wizard.say("place", **PLACE)
        wizard.say("text", **WORDS)
        assert "текст увидят все" not in seen(wizard.open("text"))
        page = wizard.open("review").content.decode()
        assert 'name="visibility" value="authority" checked' in page
        wizard.say("review", **AUTHOR, **said)
        assert Appeal.objects.latest("pk").withheld is withheld


def test_the_wizard_of_another_topic_does_not_ask_and_a_forged_answer_changes_nothing():
    a_land()
    wizard = begun().up_to("review")
    assert "visibility" not in wizard.open("review").content.decode()
    wizard.say("review", **AUTHOR, visibility="authority")
    assert not Appeal.objects.get().withheld


@pytest.mark.parametrize(("said", "withheld"), [({}, True), ({"confidential": False}, False)])
def test_a_program_says_it_by_a_word(said, withheld):
    a_land()
    a_confidential_topic()
    answer = send({**SAID, **POINT, "topic": "inspections", **said})
    assert answer.status_code == 201
    assert Appeal.objects.get().withheld is withheld
    topics = Client().get("/api/v1/classifier").json()["categories"][0]["topics"]
    assert {topic["code"]: topic["confidential"] for topic in topics} == {
        "pothole": False,
        "inspections": True,
    }


def test_an_operator_asks_the_caller():
    a_land()
    a_confidential_topic()
    client = Client()
    client.force_login(an_operator())
    call = a_call()
    said = {"settlement": "Липовка", "address": "ул. Новая, 5", "topic": "Давление на бизнес", "do": "hints"}
    page = client.post(f"/desk/hotline/calls/{call.pk}/file", said)
    assert "Кто увидит обращение: спросите" in seen(page)


@pytest.mark.parametrize("confidential", [True, False])
def test_an_operator_does_not_offer_it_to_a_caller_from_the_same_place(confidential):
    who = intake.Author.of(a_citizen())
    filing = a_filing(topic=a_confidential_topic(), author=who, confidential=confidential, lon=40.0, lat=54.0)
    appeal = intake.receive(filing, now=clock.now())
    topic = appeal.topic
    told = hotline.alike((40.0, 54.0), topic_id=topic.pk, title=topic.title, category_id=appeal.category_id)
    assert [one.number for one in told] == ([] if confidential else [appeal.number])
