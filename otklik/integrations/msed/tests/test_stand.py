"""The stand by its command line: it answers like a МСЭД, and misbehaves when told to."""

import fcntl
from collections import Counter

import pytest

from otklik.integrations.msed import (
    DirectoryTransport,
    Document,
    Message,
    Notice,
    NoticeKind,
    Receipt,
    Version,
    unpack,
)
from otklik.integrations.msed.stand import command, main
from otklik.integrations.msed.tests.given import PORTAL, VERSIONS, a_document, a_notice, a_receipt, packed

pytestmark = pytest.mark.route

WAY = [
    "receipt", "Зарегистрирован", "Назначен исполнитель", "Исполнение", "Доклад подготовлен",
    "Доклад направлен", "answer",
]  # fmt: skip


@pytest.fixture
def portal(tmp_path) -> DirectoryTransport:
    """Our end of the spool."""
    return DirectoryTransport(
        inbox=tmp_path / "from_msed",
        outbox=tmp_path / "to_msed",
        processed=tmp_path / "processed",
        quarantined=tmp_path / "quarantine",
    )


@pytest.fixture
def stand(tmp_path):
    def run(*options: str) -> None:
        assert main(["--spool", str(tmp_path), "--delay", "0", "--once", *options]) == 0

    return run


def said(portal: DirectoryTransport) -> list[Message]:
    """Everything that came since the last time, in the order of coming."""
    messages = []
    for arrival in portal.arrivals(1000):
        messages.append(unpack(arrival.files(), own=PORTAL).message)
        portal.done(arrival)
    return messages


def word(message: Message) -> str:
    if isinstance(message, Receipt):
        return "receipt"
    return message.kind.value if isinstance(message, Notice) else "answer"


@pytest.mark.parametrize("version", VERSIONS)
def test_a_document_is_receipted_registered_worked_on_and_answered(version, portal, stand):
    ours = a_document()
    portal.put(packed(ours, version))

    stand()

    messages = said(portal)
    assert Counter(map(word, messages)) == Counter(WAY)
    receipt = next(m for m in messages if isinstance(m, Receipt))
    assert (receipt.acknowledged_uid, receipt.accepted) == (ours.message_uid, True)
    assert {m.document_uid for m in messages if isinstance(m, Notice)} == {ours.document_uid}
    answer = next(m for m in messages if isinstance(m, Document))
    assert answer.links[0].document_uid == ours.document_uid
    report = next(m for m in messages if getattr(m, "kind", "") is NoticeKind.REPORT_SENT)
    assert report.number == answer.number


def test_the_answer_version_can_be_set_apart_from_ours(portal, stand):
    portal.put(packed(a_document(), Version.V2_2))

    stand("--version", "2.7.1")

    assert {unpack(arrival.files()).version for arrival in portal.arrivals(100)} == {Version.V2_7_1}


def test_the_steps_keep_their_delay(portal, tmp_path):
    portal.put(packed(a_document()))

    assert main(["--spool", str(tmp_path), "--delay", "3600", "--once"]) == 0

    assert [word(message) for message in said(portal)] == ["receipt"]


@pytest.mark.parametrize("kind", ["Благодарность", "Обращение"])
def test_thanks_are_registered_and_no_more(kind, portal, stand):
    portal.put(packed(a_document(kind=kind, annotation="Благодарность: спасибо дворнику")))

    stand()

    assert Counter(map(word, said(portal))) == {"receipt": 1, "Зарегистрирован": 1}


# --- misbehaving ---


def test_silence_is_no_word_at_all(portal, stand):
    for _ in range(3):
        portal.put(packed(a_document()))

    stand("--silence", "1")

    assert said(portal) == []


def test_a_document_sent_again_to_a_silent_stand_stays_unanswered(portal, stand):
    package = packed(a_document())
    for _ in range(2):
        portal.put(package)
        stand("--silence", "1")

    assert said(portal) == []


@pytest.mark.parametrize("option", ["refuse", "misaddress"])
def test_a_share_is_refused_with_a_reason_of_the_list(option, portal, stand):
    for _ in range(4):
        portal.put(packed(a_document()))

    stand(f"--{option}", "1")

    messages = said(portal)
    reasons = {m.reason for m in messages if isinstance(m, Notice)}
    assert Counter(map(word, messages)) == {"receipt": 4, "Отказано в регистрации": 4}
    assert ("Ошибка адресации" in reasons) == (option == "misaddress")
    assert "" not in reasons


def test_the_share_of_refusals_is_a_share_and_repeatable(portal, stand, tmp_path):
    uids = [f"{place:08}-0000-4000-8000-000000000000" for place in range(40)]
    for uid in uids:
        portal.put(packed(a_document(document_uid=uid)))

    stand("--refuse", "0.5", "--seed", "7")

    refused = {m.document_uid for m in said(portal) if getattr(m, "kind", "") is NoticeKind.REFUSED}
    assert 10 <= len(refused) <= 30
    for uid in uids:
        portal.put(packed(a_document(document_uid=uid)))
    again = main(["--spool", str(tmp_path), "--delay", "0", "--once", "--refuse", "0.5", "--seed", "7"])
    assert again == 0
    assert {word(message) for message in said(portal)} == {"receipt"}  # known documents: the fate is settled


def test_duplicates_are_the_same_message_in_a_second_folder(portal, stand):
    portal.put(packed(a_document()))

    stand("--duplicates", "1")

    assert set(Counter(message.message_uid for message in said(portal)).values()) == {2}


def test_disorder_changes_the_order_and_loses_nothing(portal, stand):
    orders = []
    for _ in range(4):
        portal.put(packed(a_document()))
        stand("--disorder", "1")
        orders.append([word(message) for message in said(portal)])

    assert all(Counter(order) == Counter(WAY) for order in orders)
    assert any(order != WAY for order in orders)


def test_a_document_that_comes_again_gets_its_receipt_again_and_no_second_answer(portal, stand):
    package = packed(a_document())
    portal.put(package)
    stand()
    first = said(portal)
    portal.put(package)
    stand()

    again = said(portal)
    assert [word(message) for message in again] == ["receipt"]
    assert again[0].message_uid in {message.message_uid for message in first}


# --- what it can't use ---


def test_a_message_in_an_unknown_version_is_turned_away_in_the_name_of_the_network(portal, stand):
    package = packed(a_document(), Version.V2_2)
    spoilt = {
        name: raw.replace(b'xdms:version="2.2"', b'xdms:version="9.9"') for name, raw in package.files.items()
    }
    portal.put(type(package)(package.name, spoilt, package.envelope))
    portal.put(packed(a_document()))

    stand()

    messages = said(portal)
    [refusal] = [m for m in messages if isinstance(m, Receipt) and not m.accepted]
    assert "Неизвестная версия" in refusal.comment
    assert Counter(map(word, messages)) == Counter([*WAY, "receipt"])


def test_our_receipts_are_noted_and_never_answered(portal, stand, tmp_path):
    portal.put(packed(a_document()))
    stand()
    for message in said(portal):
        if not isinstance(message, Receipt):
            portal.put(packed(a_receipt(sender=PORTAL, recipient=message.sender,
                                        acknowledged_uid=message.message_uid)))  # fmt: skip
    stand()

    assert said(portal) == []


def test_a_notice_of_ours_gets_a_receipt(portal, stand):
    ours = a_notice(sender=PORTAL, recipient=a_document().recipient)
    portal.put(packed(ours))

    stand()

    [receipt] = said(portal)
    assert receipt.acknowledged_uid == ours.message_uid


def test_two_stands_on_one_spool_do_not_answer_twice(tmp_path):
    (tmp_path / "stand").mkdir()
    with (tmp_path / "stand" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        assert command.main(["--spool", str(tmp_path), "--once"]) == 1


@pytest.mark.parametrize(
    "options", [["--refuse", "2"], ["--silence", "-1"], ["--delay", "-1"], ["--version", "3"], []]
)
def test_impossible_options_are_refused_at_once(options, tmp_path, capsys):
    spool = ["--spool", str(tmp_path)] if options else []
    with pytest.raises(SystemExit):
        command.main([*spool, *options])
    assert "usage:" in capsys.readouterr().err
