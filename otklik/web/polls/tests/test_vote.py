"""The ballot: every kind of question without JavaScript, nothing lost, one voice, a receipt for its voter only."""

import re
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.kit import clock
from otklik.people.models import User
from otklik.places.tests.given import a_territory
from otklik.polls import recount
from otklik.polls.models import Ballot, Poll, Right
from otklik.polls.tests.given import EVERY_KIND, PARKS, YES_NO, a_citizen, a_poll, an_organisation_of
from otklik.web.citizen.tests.given import beside, seen
from otklik.web.polls.vote import spaced

pytestmark = [pytest.mark.sections, pytest.mark.django_db]

FILLED: dict[str, Any] = {
    "do": "vote",
    "q-park": "yes",
    "q-what": ["trees", "pond"],
    "q-mark": "4",
    "q-first.trees": "1",
    "q-first.pond": "2",
    "q-first.stage": "3",
    "q-words": "Больше скамеек",
    "q-where.lon": "40.05",
    "q-where.lat": "54.05",
}


@pytest.fixture
def land() -> None:
    a_territory()


def signed_in(user: User | None = None) -> Client:
    client = Client()
    client.force_login(user or a_citizen())
    return client


def cast(client: Client, poll: Poll, **said: Any) -> Any:
    return client.post(f"/polls/{poll.code}/vote", {"do": "vote", **said})


def test_either_end_of_a_scale_may_have_words_of_its_own():
    ends = {"worst": [{"ru": "плохо"}, {}], "best": [{}, {"ru": "отлично"}]}
    scales = [{"code": code, "kind": "scale", "rules": {"words": words}} for code, words in ends.items()]
    page = seen(Client().get(f"/polls/{a_poll(*scales).code}/vote"))
    assert "1: плохо" in page and "5: отлично" in page
    assert not re.search(r"1: (?!плохо)|5: (?!отлично)", page)


def test_a_ballot_of_every_kind_is_cast_without_a_script_and_its_receipt_fits_the_stored_row(land):
    poll, client = a_poll(*EVERY_KIND), signed_in()
    answer = client.post(f"/polls/{poll.code}/vote", FILLED, follow=True)
    ballot = Ballot.objects.get(poll=poll)
    assert ballot.answers == {
        "park": "yes",
        "what": ["pond", "trees"],
        "mark": 4,
        "first": ["trees", "pond", "stage"],
        "words": "Больше скамеек",
        "where": [40.05, 54.05],
    }
    kinds = {question["code"]: question["kind"] for question in EVERY_KIND}
    again = recount.receipt(poll.code, ballot.salt, recount.published(kinds, ballot.answers, ballot.blind))
    assert again == ballot.receipt
    assert "Голос принят" in seen(answer)
    assert ballot.receipt in seen(answer).replace(" ", "")
    assert answer["Cache-Control"] == "private, no-store"


def test_the_receipt_is_in_no_address_and_in_no_session(land):
    poll, client = a_poll(), signed_in()
    answer = cast(client, poll, **{"q-park": "yes"})
    code = Ballot.objects.get().receipt
    assert code not in answer["Location"]
    assert code not in str(dict(client.session))
    kept = client.cookies["otklik_receipt"]
    assert (kept["path"], kept["httponly"], kept["samesite"]) == (f"/polls/{poll.code}/receipt", True, "Lax")
    assert Client().get(f"/polls/{poll.code}/receipt")["Location"] == f"/polls/{poll.code}"


def test_what_is_wrong_stands_at_its_question_and_everything_typed_is_there_again(land):
    poll, client = a_poll(*EVERY_KIND), signed_in()
    wrong = FILLED | {
        "q-park": "",
        "q-what": ["trees", "pond", "stage"],
        "q-first.pond": "1",
        "q-words": "я" * 41,
    }
    answer = client.post(f"/polls/{poll.code}/vote", wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert not Ballot.objects.exists()
    assert not Right.objects.exists()
    # Places of a ranking are looked at first: the rest would be told by an order that nobody meant.
    assert "Несколько вариантов на одном месте: 1" in seen(answer)
    answer = client.post(f"/polls/{poll.code}/vote", wrong | {"q-first.pond": "2"})
    page = answer.content.decode()
    assert beside_question(page, "park") == "Ошибка: Ответьте на этот вопрос."
    assert beside_question(page, "what") == "Ошибка: Можно не больше 2 вариантов."
    assert beside(answer, "q-words") == "Ошибка: Не длиннее 40 знаков."
    assert "я" * 41 in page
    assert re.search(r'value="4" checked', page)
    assert 'name="q-where.lon" value="40.050000"' in page
    assert page.count('href="#field-q-') == 3


def beside_question(page: str, code: str) -> str:
    found = re.search(rf'id="q-{code}-error">(.*?)</p>', page, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""


def test_only_the_button_votes_and_any_other_keeps_what_is_typed(land):
    poll, client = a_poll(*EVERY_KIND), signed_in()
    for pressed in (
        {"do": "keep"},
        {"do": "", "q-where.do": "in"},
        {"do": "", "q-where.map.x": "10", "q-where.map.y": "9"},
    ):
        answer = client.post(f"/polls/{poll.code}/vote", FILLED | pressed)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "Больше скамеек" in page
        assert not page.count('class="field__error"')
    assert not Ballot.objects.exists()


def test_a_press_on_the_map_puts_the_point_of_its_own_question():
    a_territory()
    poll = a_poll({"code": "a", "kind": "place"}, {"code": "b", "kind": "place"})
    view = {f"q-{code}.{name}": value for code in "ab" for name, value in VIEW.items()}
    answer = signed_in().post(
        f"/polls/{poll.code}/vote", view | {"q-b.phone-map.x": "140", "q-b.phone-map.y": "140", "q-b.do": ""}
    )
    page = answer.content.decode()
    assert 'name="q-b.lon" value="40.050000"' in page
    assert 'name="q-a.lon"' not in page
    picture = re.findall(r'src="([^"]+map\.svg[^"]+)"', page)[-1].replace("&amp;", "&")
    assert Client().get(picture)["Content-Type"] == "image/svg+xml"


VIEW = {"view_lon": "40.05", "view_lat": "54.05", "zoom": "13"}


def test_a_question_that_hangs_on_another_says_so_and_its_answer_counts_only_then():
    poll = a_poll(
        {"code": "park", "kind": "single", "options": YES_NO, "text": {"ru": "Нужен парк?"}},
        {
            "code": "what",
            "kind": "multiple",
            "options": PARKS,
            "asked_if": {"question": "park", "options": ["yes"]},
        },
    )
    user = a_citizen()
    page = seen(signed_in(user).get(f"/polls/{poll.code}/vote"))
    assert "Ответьте, если в вопросе «Нужен парк?» выбрано: «Да»." in page
    assert cast(signed_in(user), poll, **{"q-park": "no", "q-what": ["pond"]}).status_code == 302
    assert Ballot.objects.get().answers == {"park": "no"}


def test_who_is_not_signed_in_fills_it_in_signs_in_and_finds_everything_there(land):
    poll, client = a_poll(*EVERY_KIND), Client()
    answer = client.post(f"/polls/{poll.code}/vote", FILLED)
    assert answer["Location"] == f"/login?next=/polls/{poll.code}/vote".replace(
        "/polls/", "%2Fpolls%2F"
    ).replace("/vote", "%2Fvote")
    assert not Ballot.objects.exists()
    client.force_login(a_citizen())
    page = client.get(f"/polls/{poll.code}/vote").content.decode()
    assert "Больше скамеек" in page
    assert 'value="trees" checked' in page
    assert '<option value="2" selected>2</option>' in page
    assert "скамеек" not in str(dict(client.session))
    assert "trees" not in str(dict(client.session))
    assert cast(client, poll, **{k: v for k, v in FILLED.items() if k != "do"}).status_code == 302
    assert client.cookies["otklik_ballot"].value == ""


def test_answers_too_long_for_a_cookie_stay_on_the_page():
    poll = a_poll(*({"code": f"t{n}", "kind": "text", "rules": {"most": 5000}} for n in range(4)))
    rng = Random(7)  # noqa: S311  # words that no packing makes short
    words = {f"q-t{n}": "".join(rng.choices("абвгдежзиклмнопрстуфхцчшэюя", k=4000)) for n in range(4)}
    answer = cast(Client(), poll, **words)
    assert answer.status_code == 422
    assert "Скопируйте их, войдите и вставьте снова" in seen(answer)
    assert words["q-t3"] in answer.content.decode()


def test_the_second_vote_is_told_plainly_and_changes_nothing():
    poll, client = a_poll(), signed_in()
    cast(client, poll, **{"q-park": "yes"})
    again = cast(client, poll, **{"q-park": "no"})
    assert again.status_code == 409
    assert "Вы уже голосовали в этом опросе. Второй голос не принимается." in seen(again)
    assert [ballot.answers for ballot in Ballot.objects.all()] == [{"park": "yes"}]
    assert "Проголосовать" not in seen(client.get(f"/polls/{poll.code}/vote"))


def test_a_form_that_is_sent_twice_votes_once_and_tells_the_same_code(land):
    """Pressed twice without a script, or the first answer was lost."""
    poll, client = a_poll(*EVERY_KIND), signed_in()
    page = client.get(f"/polls/{poll.code}/vote").content.decode()
    mark = re.search(r'name="once" value="([0-9a-f]{32})"', page)
    assert mark
    codes = [
        client.post(f"/polls/{poll.code}/vote", FILLED | {"once": mark[1]}, follow=True).content.decode()
        for _time in range(2)
    ]
    ballot = Ballot.objects.get()
    assert [spaced(ballot.receipt) in code for code in codes] == [True, True]
    assert mark[1] not in str(ballot.__dict__)
    changed = client.post(f"/polls/{poll.code}/vote", FILLED | {"once": mark[1], "q-mark": "1"})
    assert changed.status_code == 409
    client.post(f"/polls/{poll.code}/vote", FILLED | {"q-mark": "1", "once": "x"})
    assert Ballot.objects.count() == 1


def test_the_mark_of_a_form_is_worth_nothing_to_another_voter(land):
    poll = a_poll(*EVERY_KIND)
    pages = [
        signed_in().post(f"/polls/{poll.code}/vote", FILLED | {"once": "a" * 32}, follow=True)
        for _voter in range(2)
    ]
    codes = {page.content.decode().partition('id="receipt">')[2].partition("<")[0] for page in pages}
    assert codes == {spaced(ballot.receipt) for ballot in Ballot.objects.all()}
    assert len(codes) == 2


def test_after_the_closing_no_vote_is_taken():
    now = clock.now()
    poll = a_poll(closes_at=now - timedelta(seconds=1), opens_at=now - timedelta(days=1))
    answer = cast(signed_in(), poll, **{"q-park": "yes"})
    assert answer.status_code == 403
    assert "Голосование закончилось" in seen(answer)
    assert not Ballot.objects.exists()


def test_whom_gosuslugi_must_confirm_is_led_to_where_that_is_done():
    poll, user = a_poll(confirmed_home=True), a_citizen(home_code="1")
    client = signed_in(user)
    for address in (f"/polls/{poll.code}/vote", f"/polls/{poll.code}/stand"):
        assert 'href="/account/identities"' in client.get(address).content.decode()
    SocialAccount.objects.create(user=user, provider="esia", uid="1")
    answer = cast(client, poll, **{"q-park": "yes"})
    page = client.get(answer["Location"])
    assert "уберите его и войдите через Госуслуги ещё раз" in seen(page)
    assert 'class="button" href="/account/profile"' in page.content.decode()
    assert not Right.objects.exists()


def test_a_representative_votes_once_for_the_organisation_and_a_citizen_is_told_what_to_do():
    poll, user = a_poll(voters="organisations"), a_citizen()
    stranger = signed_in().get(f"/polls/{poll.code}/vote")
    assert "Подтвердите в профиле, что представляете организацию" in seen(stranger)
    body = an_organisation_of(user)
    assert "Голосует организация: ООО «Липа»" in seen(signed_in(user).get(f"/polls/{poll.code}/vote"))
    assert cast(signed_in(user), poll, **{"q-park": "yes", "acts_for": str(body.pk)}).status_code == 302
    assert Right.objects.get().voter == f"o{body.pk}"
    colleague = signed_in()
    answer = colleague.post(
        f"/polls/{poll.code}/vote", {"do": "vote", "q-park": "no", "acts_for": str(body.pk)}, follow=True
    )
    assert "Подтвердите в профиле, что представляете организацию" in seen(answer)
    assert Right.objects.count() == 1


def test_who_represents_several_chooses_one_first():
    poll, user = a_poll(voters="organisations"), a_citizen()
    first, second = an_organisation_of(user), an_organisation_of(user)
    page = signed_in(user).get(f"/polls/{poll.code}/vote").content.decode()
    assert "Выберите, от какой организации вы голосуете." in page
    assert "Подтвердите в профиле" not in page
    assert 'value="vote"' not in page
    assert cast(signed_in(user), poll, **{"q-park": "yes", "acts_for": str(second.pk)}).status_code == 302
    page = seen(signed_in(user).get(f"/polls/{poll.code}/vote?acts_for={second.pk}"))
    assert "Вы уже голосовали" in page
    assert cast(signed_in(user), poll, **{"q-park": "yes", "acts_for": str(first.pk)}).status_code == 302


def test_a_straw_poll_takes_one_voice_of_a_browser_without_an_account_and_says_what_it_is():
    poll, client = a_poll(voters="anybody"), Client()
    assert "без проверки личности" in seen(client.get(f"/polls/{poll.code}/vote"))
    assert cast(client, poll, **{"q-park": "yes"}).status_code == 302
    assert cast(client, poll, **{"q-park": "no"}).status_code == 409
    assert cast(Client(), poll, **{"q-park": "no"}).status_code == 302
    mark = client.cookies["otklik_straw"].value
    assert not Right.objects.filter(voter__contains=mark).exists()


def test_a_script_that_drops_its_cookie_is_stopped_by_its_network_and_loses_nothing(settings):
    settings.STRAW_VOTES = 3
    poll, other = a_poll(voters="anybody"), a_poll(voters="anybody")
    assert [cast(Client(), poll, **{"q-park": "yes"}).status_code for _n in range(3)] == [302, 302, 302]
    answer = cast(Client(), poll, **{"q-park": "yes"})
    assert answer.status_code == 429
    assert "Попробуйте через час" in seen(answer)
    assert 'value="yes" checked' in answer.content.decode()
    assert cast(Client(REMOTE_ADDR="198.51.100.7"), poll, **{"q-park": "yes"}).status_code == 302
    assert cast(Client(), other, **{"q-park": "yes"}).status_code == 302
    assert Right.objects.filter(poll=poll).count() == 4


@pytest.mark.parametrize(
    "junk",
    [
        {"q-park": "x" * 10_000},
        {"q-park": ["yes", "no"]},
        {"q-unknown": "1"},
        {"q-where.lon": "nan", "q-where.lat": "inf"},
        {"q-where.map.x": "9" * 30, "q-where.map.y": "-1", **{f"q-where.{k}": v for k, v in VIEW.items()}},
        {"q-first.pond": "٣", "q-first.trees": "-1"},
        {"q-where.view_lon": "999", "q-where.view_lat": "1", "q-where.zoom": "1e9"},
        {"q-mark": "4.5"},
        {"acts_for": "'; --"},
    ],
)
def test_whatever_is_sent_is_answered_with_the_form(junk, land):
    poll = a_poll(*EVERY_KIND)
    answer = cast(signed_in(), poll, **junk)
    assert answer.status_code == 422
    assert not Right.objects.exists()


def test_a_vote_takes_eight_statements_session_and_account_among_them(land):
    poll, client = a_poll(*EVERY_KIND), signed_in()
    cast(signed_in(), poll)
    with CaptureQueriesContext(connection) as told:
        assert client.post(f"/polls/{poll.code}/vote", FILLED).status_code == 302
    assert len(told) <= 8, "\n".join(q["sql"] for q in told)
