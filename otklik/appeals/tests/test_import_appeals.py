"""`otklik import appeals`: what was filed elsewhere begins here, what ended elsewhere is history."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from otklik.appeals.imports import import_appeals
from otklik.appeals.lifecycle import Decision, State
from otklik.appeals.models import Answer, Appeal, Dispatch
from otklik.appeals.tests.given import MONDAY, a_settlement, a_territory, a_topic, an_authority
from otklik.kit.importing import BadFile
from otklik.outbox.models import Message

pytestmark = [pytest.mark.route, pytest.mark.django_db]

ROW = {
    "id": "77", "kind": "problem", "topic": "pothole", "text": "Яма у дома.\nТретью неделю.",
    "received_at": "2026-02-10 09:30", "address": "ул. Новая, 5", "lon": "39.5", "lat": "55.5",
    "author_name": "Вера", "author_email": "Vera@example.test",
}  # fmt: skip


@pytest.fixture(autouse=True)
def region() -> None:
    a_territory()
    a_topic()


@pytest.fixture
def load(tmp_path: Path):
    def loaded(*rows: dict[str, Any], dry_run: bool = False):
        path = tmp_path / "rows.json"
        path.write_text(json.dumps(rows), encoding="utf-8")
        return import_appeals(path, dry_run=dry_run, now=MONDAY)

    return loaded


def counts(report) -> tuple[int, int, int]:
    return report.created, report.unchanged, len(report.errors)


def history(**more: Any) -> dict[str, Any]:
    return {
        **ROW,
        "authority": an_authority().code,
        "answer": "Яма засыпана.",
        "answered_at": "2026-02-20",
        "decision": "solved",
        "answer_number": "ИСХ-5",
        "rating": "4",
        **more,
    }


def test_without_an_answer_it_waits_for_a_moderator_from_its_own_day(load):
    assert counts(load(ROW)) == (1, 0, 0)
    appeal = Appeal.objects.get()
    assert (appeal.state, appeal.channel, appeal.author_email) == (
        State.MODERATION,
        "import",
        "vera@example.test",
    )
    assert appeal.text == "Яма у дома.\nТретью неделю."
    assert appeal.received_at.astimezone().date().isoformat() == "2026-02-10"
    assert appeal.territory == a_territory()


def test_a_second_run_changes_nothing_and_a_dry_run_leaves_nothing(load):
    assert counts(load(ROW, dry_run=True)) == (1, 0, 0)
    assert not Appeal.objects.exists()
    load(ROW)
    assert counts(load({**ROW, "text": "Другое"})) == (0, 1, 0)
    assert Appeal.objects.get().text.startswith("Яма")


def test_with_an_answer_it_is_history_without_its_author_and_nobody_is_written_to(load):
    assert counts(load(history())) == (1, 0, 0)

    appeal, answer = Appeal.objects.get(), Answer.objects.get()
    assert (appeal.state, appeal.rating, appeal.author_email) == (State.CLOSED, 4, "")
    assert appeal.author_name != "Вера"
    assert (answer.decision, answer.number) == (Decision.SOLVED, "ИСХ-5")
    assert [row.move for row in appeal.journal.order_by("id")] == [
        "receive", "publish", "assign", "register", "answer", "close",
    ]  # fmt: skip
    assert not Message.objects.exists()
    assert not Dispatch.objects.exists()


def test_thanks_of_the_past_are_on_file(load):
    load(history(kind="thanks", rating=""))
    assert (Appeal.objects.get().state, Answer.objects.count()) == (State.CLOSED, 0)


def test_a_settlement_gives_the_territory_where_there_is_no_point(load):
    place = a_settlement()
    load({**ROW, "lon": "", "lat": "", "settlement": place.code, "address": ""})
    appeal = Appeal.objects.get()
    assert (appeal.territory, appeal.address) == (a_territory(), "д. Липовка")


def test_a_place_that_nobody_can_tell_leaves_it_to_the_desk(load):
    assert counts(load({**ROW, "lon": "", "lat": "", "address": ""})) == (1, 0, 0)
    appeal = Appeal.objects.get()
    assert (appeal.territory, appeal.address) == (None, "Адрес не указан")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"id": ""}, "id"),
        ({"kind": "жалоба"}, "kind"),
        ({"topic": "nothing"}, "темы «nothing» нет"),
        ({"text": " "}, "Опишите"),
        ({"received_at": ""}, "received_at"),
        ({"received_at": "вчера"}, "received_at"),
        ({"received_at": str((MONDAY + timedelta(days=9)).date())}, "ещё не наступило"),
        ({"settlement": "nowhere"}, "населённого пункта"),
        ({"lat": ""}, "обе координаты"),
        ({"author_email": "вера"}, "не адрес электронной почты"),
        ({"answer": "Да", "authority": "nobody"}, "органа «nobody»"),
        ({"id": "1"}, "id"),
    ],
)
def test_a_wrong_row_is_told_by_its_number_and_the_others_are_stored(load, wrong, words):
    report = load({**ROW, "id": "1"}, {**ROW, **wrong})
    assert counts(report) == (1, 0, 1)
    assert report.errors[0].row == 2
    assert words in str(report.errors[0])


@pytest.mark.parametrize("wrong", [{"answered_at": "2026-02-01"}, {"rating": "6"}, {"decision": "так"}])
def test_a_wrong_ending_leaves_the_whole_row_out(load, wrong):
    assert counts(load(history(**wrong))) == (0, 0, 1)
    assert not Appeal.objects.exists()


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BadFile):
        import_appeals(tmp_path / "none.csv", dry_run=False, now=MONDAY)
