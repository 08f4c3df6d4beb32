"""Packets written by hand from the public schemas. They lie outside the project and may be absent."""

from pathlib import Path

import pytest

from otklik.integrations.msed import Document, NoticeKind, Receipt, Version, unpack

pytestmark = pytest.mark.route

SAMPLES = Path(__file__).resolve().parents[4].parent / "shared/reference/medo-samples"
OURS = "33333333-3333-4333-8333-333333333333"
EXPECTED = {
    "01_doc22": lambda m: (m.kind, m.citizen.number, m.body.name) == ("Обращение", "", "text0000000001.pdf"),
    "02_ack22": lambda m: isinstance(m, Receipt) and m.accepted,
    "03_accepted": lambda m: (m.kind, m.number) == (NoticeKind.ACCEPTED, "ВХ-77/26"),
    "04_refused": lambda m: (m.kind, m.reason) == (NoticeKind.REFUSED, "Ошибка адресации"),
    "05_executor": lambda m: m.kind is NoticeKind.EXECUTOR_ASSIGNED and m.executor,
    "07_repsent": lambda m: (m.kind, m.number) == (NoticeKind.REPORT_SENT, "ИСХ-501"),
    "10_tk271": lambda m: isinstance(m, Document) and m.body and m.number == "DD-2026-000123",
}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples lie outside the project")
@pytest.mark.parametrize("name", EXPECTED)
def test_a_packet_written_by_hand_is_understood(name):
    files = {path.name: path.read_bytes() for path in (SAMPLES / name).iterdir()}

    message, version = unpack(files)

    assert EXPECTED[name](message)
    assert version is (Version.V2_7_1 if "271" in name else Version.V2_2)
    assert getattr(message, "document_uid", OURS) == OURS
